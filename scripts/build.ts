/**
 * Builds the package into `dist`, or into the folder that is given: ES modules, CommonJS, declarations, source maps
 * and the notices of what is inlined.
 */
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeThirdPartyNotices } from '@rnx-kit/third-party-notices';
import { build } from 'tsup';
import options from '../tsup.config.ts';
import { command, entries, root } from './support/entries.ts';
import { inlinedTypes, packagesOf } from './support/inlined-packages.ts';
import { mappedSources, shrinkSourceMaps } from './support/source-maps.ts';

const dist = path.resolve(root, process.argv[2] ?? 'dist');

rmSync(dist, { recursive: true, force: true });
await Promise.all(options.map((each) => build({ ...each, config: false, silent: true, outDir: dist })));
removeUnused();
removeLeftovers();
restoreReferences();
await writeNotices(path.join(dist, '..', 'THIRD-PARTY-NOTICES'));
shrinkSourceMaps(dist);

/** Removes the entries that only made chunks, and chunks that nothing loads. */
function removeUnused(): void {
  const files = globSync('**/*.js', { cwd: dist });
  const code = new Map(files.map((file) => [file, readFileSync(path.join(dist, file), 'utf8')]));
  const loaded = new Set(Object.keys({ ...entries, ...command }).map((name) => `${name}.js`));
  // A set yields what is added to it while it is iterated.
  for (const file of loaded) {
    for (const [, name = ''] of (code.get(file) ?? '').matchAll(/^(?:import|export) .*?'(\.[^']+)';$/gm)) {
      loaded.add(path.join(path.dirname(file), name));
    }
  }
  for (const file of files.filter((name) => !loaded.has(name))) {
    rmSync(path.join(dist, file));
    rmSync(path.join(dist, `${file}.map`));
  }
}

/**
 * Removes bare imports: esbuild keeps the order of side effects, chunks have none, and bundlers warn about an import for
 * nothing. Of the two links to the source map, which esbuild and Rollup have each added, one stays: Deno reads two as none.
 */
function removeLeftovers(): void {
  for (const file of globSync('**/*.js', { cwd: dist })) {
    const name = path.join(dist, file);
    const code = readFileSync(name, 'utf8');
    // The lines stay, for the source map's sake.
    const [text = '', ...links] = code.replaceAll(/^import '\.[^']+';$/gm, '').split(/^(?=\/\/# sourceMappingURL=)/m);
    writeFileSync(name, text + (links.at(-1) ?? ''));
  }
}

/** Bundled declarations lose what their sources say about the libraries of TypeScript that they need. */
function restoreReferences(): void {
  for (const [name, source] of Object.entries(entries)) {
    const references = readFileSync(path.join(root, source), 'utf8').match(/^\/\/\/ <reference .*\n/gm) ?? [];
    for (const file of [`${name}.d.ts`, `${name}.d.cts`].map((each) => path.join(dist, each))) {
      writeFileSync(file, references.join('') + readFileSync(file, 'utf8'));
    }
  }
}

/** The tool reads from a source map which packages there are; those of which only declarations are used are added. */
async function writeNotices(outputFile: string): Promise<void> {
  const packages = [...packagesOf(mappedSources(dist)), ...inlinedTypes];
  const sourceMapFile = path.join(dist, 'inlined.map');
  writeFileSync(
    sourceMapFile,
    JSON.stringify({ sources: packages.map((name) => `node_modules/${name}/package.json`) }),
  );
  const preambleText = [
    'What the built files of miosa-client hold of other packages, and the terms it comes under.',
    '',
  ];
  await writeThirdPartyNotices({ rootPath: root, sourceMapFile, outputFile, json: false, preambleText });
  rmSync(sourceMapFile);
}
