import type { Options } from 'tsup';
import packageJson from './package.json' with { type: 'json' };
import { command, entries } from './scripts/support/entries.ts';
import { inlinedTypes } from './scripts/support/inlined-packages.ts';
import { leanKy } from './scripts/support/lean-ky.ts';

const { index, ...testing } = entries;

/** esbuild splits by what entries share. Nothing imports these entries; they only keep apart what they reach. */
const chunkEntries = {
  'chunk-entry-client': 'src/client.ts',
  'chunk-entry-helpers': 'scripts/chunks/helpers.ts',
  'chunk-entry-schemas': 'scripts/chunks/schemas.ts',
};

const shared: Options = {
  target: 'es2022',
  platform: 'neutral',
  treeshake: true,
  // CommonJS cannot load ESM-only packages everywhere, and one package to install is one to trust.
  noExternal: ['ky', 'zod'],
  esbuildPlugins: [leanKy],
  external: ['msw', /^node:/],
  // Deno knows Node's modules by that name alone.
  removeNodeProtocol: false,
  define: { __MIOSA_CLIENT_VERSION__: JSON.stringify(packageJson.version) },
};

/** What `scripts/build.ts` builds, and then finishes. */
const config: Options[] = [
  { ...shared, entry: { index, ...chunkEntries }, format: 'esm', splitting: true, sourcemap: true },
  { ...shared, entry: testing, format: 'esm', splitting: true, sourcemap: true },
  // It runs the built emulator rather than a copy: the package may import itself by its name.
  { ...shared, entry: command, format: 'esm', splitting: false, external: [/^(miosa-client|node:)/] },
  // One file for each entry, and no maps: their sources would double the size of the package.
  { ...shared, entry: entries, format: 'cjs', splitting: false },
  { ...shared, entry: entries, format: ['esm', 'cjs'], dts: { only: true, resolve: [...inlinedTypes] } },
];

export default config;
