import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The root of this repository. */
export const repository: string = path.resolve(import.meta.dirname, '../../..');

/** Where the tools and runtimes are installed. */
export const consumers: string = path.resolve(import.meta.dirname, '..');

/** Files that consumers start from. */
export const fixtures: string = path.join(consumers, 'fixtures');

/** Makes a folder outside of the repository that goes away with this process. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'miosa-client-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
