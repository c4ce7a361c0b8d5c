import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { consumers, repository } from './folders.ts';

/** The folder of a package that is installed here, or else in the repository. */
export function toolFolder(name: string): string {
  const folder = [consumers, repository]
    .map((root) => path.join(root, 'node_modules', name))
    .find((candidate) => existsSync(candidate));
  if (folder === undefined) throw new Error(`${name} is not installed.`);
  return realpathSync(folder);
}

/** The version of an installed package. */
export function toolVersion(name: string): string {
  return JSON.parse(readFileSync(path.join(toolFolder(name), 'package.json'), 'utf8')).version;
}

/** A file of an installed package. */
export function toolFile(name: string, file: string): string {
  return path.join(toolFolder(name), file);
}
