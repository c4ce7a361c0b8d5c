/**
 * The list of guides, which stands in their front matter: title, description and order. `npm run docs:guides` writes it
 * into the files below, and a test compares.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './support/entries.ts';

interface Guide {
  /** Relative to the root of the repository. */
  readonly file: string;
  readonly title: string;
  readonly description: string;
  readonly order: number;
  /** The heading that the site lists it under. */
  readonly group: string;
}

/** All guides, in the order in which they are listed. */
export const guides: readonly Guide[] = globSync('docs/guides/*.md', { cwd: root })
  .map(readGuide)
  .sort((a, b) => a.order - b.order);

/** Where guides are listed, and how each is. */
const entryFormats: Readonly<Record<string, (guide: Guide) => string>> = {
  'README.md': ({ file, description }) => `- \`${file}\`: ${description}`,
  'llms.txt': ({ file, title, description }) => `- [${title}](${file}): ${description}`,
  'docs/index.md': ({ file, title, description }) => `- [${title}](${path.relative('docs', file)}): ${description}`,
};

const start = '<!-- Guides, written by "npm run docs:guides". -->\n';
const end = '\n<!-- End of guides. -->';

/** What the files that list guides should hold, by their absolute paths. */
export function currentListings(): [file: string, text: string][] {
  return Object.entries(entryFormats).map(([name, format]) => {
    const file = path.join(root, name);
    const [before = '', , after] = readFileSync(file, 'utf8').split(new RegExp(`${start}(.*)${end}`, 's'));
    if (after === undefined) throw new Error(`${name} has no lines "${start.trim()}" and "${end.trim()}".`);
    return [file, `${before}${start}\n${guides.map(format).join('\n')}\n${end}${after}`];
  });
}

function readGuide(file: string): Guide {
  const [, frontMatter = ''] = readFileSync(path.join(root, file), 'utf8').split(/^---\n/m);
  const field = (name: string): string => {
    const value = new RegExp(`^${name}: (.+)$`, 'm').exec(frontMatter)?.[1];
    if (value === undefined) throw new Error(`${file} has no "${name}:" in its front matter.`);
    // TypeDoc takes code for the end of the front matter, and silently names the page after its file.
    if (value.includes('`')) throw new Error(`${file}: "${name}:" has a backtick.`);
    return value;
  };
  const order = Number(field('order'));
  if (!Number.isFinite(order)) throw new Error(`${file}: the order is not a number.`);
  return { file, title: field('title'), description: field('description'), order, group: field('group') };
}

if (import.meta.main) for (const [file, text] of currentListings()) writeFileSync(file, text);
