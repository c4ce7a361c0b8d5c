import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { benchFolder, rootFolder, workFolder } from './support/work-folder.ts';

/**
 * Builds the package, packs it, and installs the tarball as a user would. The build goes to a folder of its own: what
 * is in `dist/` may be in use.
 */
export function installPackage(): void {
  const packageFolder = path.join(workFolder, 'package');
  rmSync(workFolder, { recursive: true, force: true });
  mkdirSync(packageFolder, { recursive: true });

  console.log('Building the package …');
  const tsup = path.join(rootFolder, 'node_modules', '.bin', 'tsup');
  run(tsup, ['--silent', '--out-dir', path.join(packageFolder, 'dist')], rootFolder);
  for (const file of ['package.json', 'README.md', 'LICENSE']) {
    cpSync(path.join(rootFolder, file), path.join(packageFolder, file));
  }
  run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', workFolder], packageFolder);

  console.log('Installing its tarball …');
  const tarball = readdirSync(workFolder).find((file) => file.endsWith('.tgz'));
  if (tarball === undefined) throw new Error('npm pack made no tarball.');
  run('npm', ['install', '--silent', '--no-save', '--no-package-lock', path.join(workFolder, tarball)], benchFolder);
}

function run(command: string, args: readonly string[], cwd: string): void {
  execFileSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
}
