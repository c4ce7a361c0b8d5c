import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const benchFolder: string = path.resolve(import.meta.dirname, '..');
export const rootFolder: string = path.resolve(benchFolder, '..');

/** Inside `node_modules`: every tool ignores it, and the files in it find the packages as a user's code would. */
export const workFolder: string = path.join(benchFolder, 'node_modules', '.work');

/** What the package is called here when it is built from another checkout. */
export const baselinePackage = 'miosa-client-baseline';

/**
 * Builds the package, packs it, and installs the tarball as a user would.
 *
 * @param baselineFolder - Another checkout of the package, for the baseline.
 */
export function installPackages(baselineFolder: string | undefined): void {
  rmSync(workFolder, { recursive: true, force: true });
  const tarballs = [pack(rootFolder, 'miosa-client')];
  if (baselineFolder !== undefined) tarballs.push(pack(baselineFolder, baselinePackage));
  console.log('Installing …');
  // All at once: what is installed without being saved is removed by the next installation.
  run('npm', ['install', '--silent', '--no-save', '--no-package-lock', ...tarballs], benchFolder);
}

/** Builds a checkout into a folder of its own: what is in its `dist/` may be in use. */
function pack(checkout: string, name: string): string {
  const folder = path.join(workFolder, name);
  const packageFolder = path.join(folder, 'package');
  mkdirSync(packageFolder, { recursive: true });

  console.log(`Building ${name} …`);
  const dist = path.join(packageFolder, 'dist');
  const script = path.join(checkout, 'scripts', 'build.ts');
  // Older versions were built by tsup alone.
  if (existsSync(script)) run(process.execPath, [script, dist], checkout);
  else run(path.join(checkout, 'node_modules', '.bin', 'tsup'), ['--silent', '--out-dir', dist], checkout);
  for (const file of ['README.md', 'LICENSE']) cpSync(path.join(checkout, file), path.join(packageFolder, file));
  const manifest: object = JSON.parse(readFileSync(path.join(checkout, 'package.json'), 'utf8'));
  writeFileSync(path.join(packageFolder, 'package.json'), JSON.stringify({ ...manifest, name }, null, 2));
  run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], packageFolder);

  const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'));
  if (tarball === undefined) throw new Error('npm pack made no tarball.');
  return path.join(folder, tarball);
}

function run(command: string, args: readonly string[], cwd: string): void {
  execFileSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
}

/** The version of a package in a folder. */
export function versionIn(folder: string): string {
  const { version }: { version: string } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return version;
}
