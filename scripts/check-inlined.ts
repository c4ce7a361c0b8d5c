/**
 * Lists the packages that the built files hold, with versions and licences, for whoever watches advisories. Fails when
 * `inlinedDependencies` of package.json differs; with `--update` it is written.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './support/entries.ts';
import { inlinedPackages } from './support/inlined-packages.ts';
import { buildIfStale } from './support/pack.ts';

buildIfStale();
const file = path.join(root, 'package.json');
const manifest = JSON.parse(readFileSync(file, 'utf8'));
const inlined = inlinedPackages(path.join(root, 'dist'));
console.table(inlined);

const inlinedDependencies = Object.fromEntries(inlined.map(({ name, version }) => [name, version]));
if (process.argv.includes('--update')) {
  writeFileSync(file, `${JSON.stringify({ ...manifest, inlinedDependencies }, null, 2)}\n`);
} else if (JSON.stringify(manifest.inlinedDependencies) !== JSON.stringify(inlinedDependencies)) {
  console.error('inlinedDependencies of package.json differs: run `npm run inlined -- --update`.');
  process.exitCode = 1;
}
