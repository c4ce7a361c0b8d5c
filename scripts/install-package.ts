/**
 * Installs this package into example projects as users get it: packed, from the tarball. Their package.json and lock
 * file stay as they are. Run `npm ci` in the folder first.
 *
 *     node scripts/install-package.ts <folder> …
 */
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

/** Builds the package, unless what is built is newer than its source. */
function build(): void {
  const sources = ['package.json', 'tsup.config.ts', ...globSync('src/**/*.ts', { cwd: root })];
  const newest = Math.max(...sources.map((file) => statSync(path.join(root, file)).mtimeMs));
  // The declarations are written last; builds without them do not count.
  const built = statSync(path.join(root, 'dist/testing/node.d.cts'), { throwIfNoEntry: false });
  if (built === undefined || built.mtimeMs < newest) npm(root, 'run', 'build', '--silent');
}

function npm(folder: string, ...args: readonly string[]): void {
  execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}

const folders = process.argv.slice(2);
if (folders.length === 0) {
  console.error('Which folder? node scripts/install-package.ts <folder> …');
  process.exit(1);
}
build();
const temporary = mkdtempSync(path.join(tmpdir(), 'miosa-client-'));
try {
  npm(root, 'pack', '--ignore-scripts', '--silent', '--pack-destination', temporary);
  const [tarball = ''] = globSync('*.tgz', { cwd: temporary });
  for (const folder of folders) {
    // Unpacked, not installed by npm, which would add what `npm ci --omit=dev` left out.
    const target = path.join(folder, 'node_modules/miosa-client');
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    execFileSync('tar', ['-xzf', path.join(temporary, tarball), '-C', target, '--strip-components=1']);
    console.log(`${tarball} is installed in ${folder}`);
  }
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
