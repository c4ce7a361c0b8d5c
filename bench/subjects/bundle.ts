import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { type ClientName, clients, namesOf } from '../candidates.ts';
import { compileCandidate } from '../support/compile.ts';
import { baselinePackage, rootFolder, versionIn } from '../support/packages.ts';
import type { Subject } from '../support/report.ts';
import { showNumber } from '../support/statistics.ts';

/** What a program takes in a browser, in bytes. */
interface Size {
  readonly minified: number;
  readonly gzip: number;
  readonly brotli: number;
  readonly metafile: Metafile;
}

/** The program of `miosa-client`. */
const program = { file: 'clients.ts', name: 'callEachNamespace' };

/** What is left out to see what it costs. */
const parts: Readonly<Record<string, string[]>> = {
  ky: ['ky'],
  'zod/mini': ['zod/mini'],
  'ky and zod/mini': ['ky', 'zod/mini'],
};

export const bundle: Subject = async (settings) => {
  const names = namesOf(clients, settings);
  const sizes = new Map<ClientName, Size | string>();
  for (const name of names) {
    console.log(`Bundle: ${clients[name]}`);
    sizes.set(name, await measureClient(name));
  }
  const source = await measureSource();
  const own = sizes.get('miosa');
  const without = [];
  for (const [title, external] of Object.entries(parts)) without.push({ title, size: await measureSource(external) });
  return {
    title: 'Bundle',
    about:
      'Bytes of a program for browsers that creates a client and calls it, bundled and minified by esbuild for ' +
      'ES2022 as an ES module. `miosa-client`: one call of each namespace. The others: their one call, which ' +
      'includes whatever is reached from the class of their client. One round: the figures do not vary.',
    tables: [
      {
        head: ['', 'minified', 'gzip -9', 'brotli -q 11'],
        rows: names.map((name) => [clients[name], ...showSize(sizes.get(name))]),
      },
      {
        head: ['miosa-client by origin', 'minified', 'share'],
        rows: originsOf(source.metafile).map(([origin, bytes]) => [
          origin,
          showNumber(bytes),
          `${showNumber((100 * bytes) / source.minified, 1)} %`,
        ]),
      },
      {
        head: ['miosa-client without', 'minified', 'gzip -9', 'brotli -q 11'],
        rows: without.map(({ title, size }) => [title, ...showSize(size)]),
      },
    ],
    goals: [
      {
        text: 'miosa-client, bytes after brotli',
        reached: typeof own === 'object' ? own.brotli : Number.NaN,
        limit: 23_000,
        digits: 0,
      },
    ],
    notes: [
      ...[...sizes].flatMap(([name, size]) => (typeof size === 'string' ? [`${clients[name]}: ${size}`] : [])),
      'The origins, and what is without a part, are those of the same program bundled from `src/` ' +
        `(${showNumber(source.minified)} bytes minified, ${showNumber(source.brotli)} after brotli), since the files ` +
        'of the published package no longer show them.',
      ...(settings.hasBaseline
        ? [`${clients.baseline}: the name of its package is longer here, and part of the license comment.`]
        : []),
    ],
  };
};

/** The size of the program of a client, or why there is none. */
async function measureClient(name: ClientName): Promise<Size | string> {
  try {
    if (name === 'miosa') return await measure(await compileCandidate(program));
    if (name === 'baseline') return await measure(await compileCandidate({ ...program, miosa: baselinePackage }));
    return await measure(await compileCandidate({ file: 'clients.ts', name }));
  } catch (error) {
    const [reason = ''] = String(error).split('\n').slice(1, 2);
    return `it does not bundle for browsers (${reason.trim() || String(error)}).`;
  }
}

/** The program of `miosa-client`, with the files that the package is built from. */
async function measureSource(external: string[] = []): Promise<Size> {
  return measure(await compileCandidate(program), {
    alias: { 'miosa-client': path.join(rootFolder, 'src', 'index.ts') },
    define: { __MIOSA_CLIENT_VERSION__: JSON.stringify(versionIn(rootFolder)) },
    external,
  });
}

async function measure(
  entry: string,
  options: Pick<BuildOptions, 'alias' | 'define' | 'external'> = {},
): Promise<Size> {
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    absWorkingDir: rootFolder,
    outdir: 'unused',
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    // The project's own paths would lead past the installed package.
    tsconfigRaw: {},
    logLevel: 'error',
    ...options,
  });
  const code = outputFiles[0]?.contents ?? new Uint8Array();
  return {
    minified: code.length,
    gzip: gzipSync(code, { level: 9 }).length,
    brotli: brotliCompressSync(code, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length,
    metafile,
  };
}

/** How many bytes of a bundle come from where, the most first. */
function originsOf(metafile: Metafile): [origin: string, bytes: number][] {
  const bytes = new Map<string, number>();
  for (const output of Object.values(metafile.outputs)) {
    for (const [file, { bytesInOutput }] of Object.entries(output.inputs)) {
      const origin = originOf(file);
      bytes.set(origin, (bytes.get(origin) ?? 0) + bytesInOutput);
    }
  }
  return [...bytes].filter(([, size]) => size > 0).sort(([, a], [, b]) => b - a);
}

/** A package, a folder of ours, or else the file. */
function originOf(file: string): string {
  if (file.startsWith('bench/')) return 'the program itself';
  const [, packageName] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file) ?? [];
  if (packageName !== undefined) return packageName;
  const [, folder] = /^(src\/[^/]+\/)/.exec(file) ?? [];
  return folder ?? file;
}

function showSize(size: Size | string | undefined): string[] {
  if (typeof size !== 'object') return ['', '', ''];
  return [size.minified, size.gzip, size.brotli].map((bytes) => showNumber(bytes));
}
