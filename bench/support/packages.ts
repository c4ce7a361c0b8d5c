import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { options } from '../options.ts';

export const benchFolder: string = path.resolve(import.meta.dirname, '..');
export const rootFolder: string = path.resolve(benchFolder, '..');

/** Inside `node_modules`: every tool ignores it, and programs in it find the packages as a user's would. */
export const workFolder: string = path.join(benchFolder, 'node_modules', '.work');

/** Programs in it find the baseline instead of the present package. */
export const baselineFolder: string = path.join(workFolder, 'baseline');

/** Builds, packs and installs the package as a user gets it, and beside it the tarball of the baseline. */
export function installPackages(): void {
  rmSync(workFolder, { recursive: true, force: true });
  const folder = path.join(baselineFolder, 'node_modules', 'miosa-client');
  mkdirSync(folder, { recursive: true });
  execFileSync(process.execPath, ['scripts/install-package.ts', 'bench'], { cwd: rootFolder, stdio: 'inherit' });
  if (options.baseline === undefined) return;
  // npm changes the folder before it runs a script, and says which one it was.
  const tarball = path.resolve(process.env['INIT_CWD'] ?? '', options.baseline);
  execFileSync('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
}

/** The version of an installed package. */
export function versionOf(name: string): string {
  const file = path.join(benchFolder, 'node_modules', name, 'package.json');
  const { version }: { version: string } = JSON.parse(readFileSync(file, 'utf8'));
  return version;
}
