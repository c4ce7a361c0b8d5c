import { execFileSync } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import path from 'node:path';
import { root } from './entries.ts';

/** Builds the package where its source is newer than what was built: checks that run side by side must not all build. */
export function buildIfStale(): void {
  const sources = ['package.json', 'tsup.config.ts', ...globSync('{src,scripts}/**/*.ts', { cwd: root })];
  const newest = Math.max(...sources.map((file) => statSync(path.join(root, file)).mtimeMs));
  // The declarations are written last; builds without them do not count.
  const built = statSync(path.join(root, 'dist/testing/node.d.cts'), { throwIfNoEntry: false });
  if (built === undefined || built.mtimeMs < newest) npm('run', 'build', '--silent');
}

/**
 * Packs the package into a folder, as it would be published.
 *
 * @returns The path of the tarball.
 */
export function packInto(folder: string): string {
  buildIfStale();
  npm('pack', '--ignore-scripts', '--silent', '--pack-destination', folder);
  const [tarball = ''] = globSync('*.tgz', { cwd: folder });
  return path.join(folder, tarball);
}

function npm(...args: readonly string[]): void {
  execFileSync('npm', args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}
