/** What the reference has, read from the files that TypeDoc wrote. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

/** A page of the reference. */
export interface ReferencePage {
  /** What it describes, such as `MiosaClient`. */
  readonly name: string;
  /** Where it is on the site, such as `reference/miosa-client/classes/miosaclient`. */
  readonly id: string;
  /** What else stands in the file. */
  readonly text: string;
}

export const referencePages: readonly ReferencePage[] = globSync('reference/**/*.md', { cwd: root })
  .map((file) => ({
    name: path.basename(file, '.md'),
    id: pageId(file),
    text: readFileSync(path.join(root, file), 'utf8'),
  }))
  .sort((a, b) => a.name.localeCompare(b.name, 'en'));

/** The address of a Markdown file below `docs` on the site, without the slashes around it. */
export function pageId(file: string): string {
  return file.replace(/^site\/|(?:^|\/)index\.md$|\.md$/g, '').toLowerCase();
}
