import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { rollups, sum } from 'd3-array';
import { type BuildOptions, build } from 'esbuild';
import { type Candidate, clients } from '../candidates.ts';
import { compile } from '../support/compile.ts';
import { rootFolder } from '../support/packages.ts';
import { goal, renderTable, showNumber } from '../support/report.ts';

/** What makes the package of its sources: its files no longer show what comes from where. */
const fromSource = {
  alias: { 'miosa-client': path.join(rootFolder, 'src', 'index.ts') },
  define: { __MIOSA_CLIENT_VERSION__: '"0.1.0"' },
};

export async function bundle(): Promise<string> {
  const sizes = [];
  for (const [name, candidate] of Object.entries<Candidate>(clients)) {
    sizes.push([candidate.title, ...showSize(await bundleClient(name, candidate))]);
  }
  const own = await bundleClient('miosa', clients.miosa);
  const source = await bundleClient('miosa', clients.miosa, fromSource);
  const withoutKy = await bundleClient('miosa', clients.miosa, { ...fromSource, external: ['ky'] });
  const withoutZod = await bundleClient('miosa', clients.miosa, { ...fromSource, external: ['zod/mini'] });
  const without = await bundleClient('miosa', clients.miosa, { ...fromSource, external: ['ky', 'zod/mini'] });
  const share = (bytes: number): string => `${showNumber((100 * bytes) / source.minified, 1)} %`;
  const columns = ['minified', 'gzip -9', 'brotli -q 11'];
  return `## Bundle

Bytes of a program for browsers that creates a client and calls it, bundled and minified by esbuild for ES2022 as an ES
module. \`miosa-client\`: one call of each namespace. The others: their one call, which includes whatever is reached from
the class of their client. One round: the figures do not vary.

${renderTable([['', ...columns], ...sizes])}

${renderTable([
  ['miosa-client by origin', 'minified', 'share'],
  ...source.origins.map(([origin, bytes]) => [origin, showNumber(bytes), share(bytes)]),
])}

${renderTable([
  ['miosa-client without', ...columns],
  ['ky', ...showSize(withoutKy)],
  ['zod/mini', ...showSize(withoutZod)],
  ['ky and zod/mini', ...showSize(without)],
])}

${goal('miosa-client, bytes after brotli', own.brotli, {
  atMost: 23_000,
  digits: 0,
  reason: `ky and zod/mini, which it includes, are ${showNumber(source.brotli - without.brotli)} of them.`,
})}

The origins, and what is without a part, are those of the same program bundled from \`src/\`, since the files of the
published package no longer show them: ${showNumber(source.minified)} bytes minified, ${showNumber(source.brotli)} after brotli.`;
}

/** Bundles the program of a client: what it weighs, and how many of its bytes come from where. */
async function bundleClient(
  name: string,
  candidate: Candidate,
  options: Pick<BuildOptions, 'alias' | 'define' | 'external'> = {},
) {
  const exportName = name === 'miosa' || name === 'baseline' ? 'callEachNamespace' : name;
  const program = await compile('clients.ts', name, { ...candidate, exportName }, 'export { candidate };');
  const { outputFiles, metafile } = await build({
    entryPoints: [program],
    absWorkingDir: rootFolder,
    outdir: 'unused',
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    target: 'es2022',
    // The project's own paths would lead past the installed package.
    tsconfigRaw: {},
    ...options,
  });
  const code = outputFiles[0]?.contents ?? new Uint8Array();
  const files = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs));
  const origins = rollups(
    files.filter(([, { bytesInOutput }]) => bytesInOutput > 0),
    (group) => sum(group, ([, { bytesInOutput }]) => bytesInOutput),
    ([file]) => originOf(file),
  );
  return {
    minified: code.length,
    gzip: gzipSync(code, { level: 9 }).length,
    // Its best quality is the usual one.
    brotli: brotliCompressSync(code).length,
    origins: origins.sort(([, a], [, b]) => b - a),
  };
}

/** A package, a folder of ours, or else the file. */
function originOf(file: string): string {
  if (file.startsWith('bench/')) return 'the program itself';
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? /^src\/[^/]+\//.exec(file)?.[0] ?? file;
}

function showSize({ minified, gzip, brotli }: Record<'minified' | 'gzip' | 'brotli', number>): string[] {
  return [minified, gzip, brotli].map((bytes) => showNumber(bytes));
}
