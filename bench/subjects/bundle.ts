import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type PeerName, peerNames, peers } from '../support/peer.ts';
import type { Subject } from '../support/section.ts';
import { showNumber } from '../support/statistics.ts';
import { originsOf, type Weight, weigh } from '../support/weigh.ts';
import { benchFolder, rootFolder } from '../support/work-folder.ts';

/** What is left out to see what it costs. */
const parts: Readonly<Record<string, string[]>> = {
  ky: ['ky'],
  'zod/mini': ['zod/mini'],
  'ky and zod/mini': ['ky', 'zod/mini'],
};

export const bundle: Subject = async () => {
  const weights = new Map<PeerName, Weight | string>();
  for (const name of peerNames) {
    console.log(`Bundle: ${peers[name]}`);
    weights.set(name, await weighPeer(name));
  }
  const fromSource = await weighSource();
  const origins = originsOf(fromSource.metafile);
  const own = weights.get('miosa');
  const without = [];
  for (const [title, external] of Object.entries(parts)) without.push({ title, weight: await weighSource(external) });
  return {
    title: 'Bundle',
    about:
      'Bytes of a program for browsers that makes a client and calls it, bundled and minified by esbuild for ES2022 ' +
      'as an ES module. `miosa-client`: one call of each namespace. The others: their one call, which brings along ' +
      'whatever is reached from the class of their client. There is nothing to repeat: the figures do not vary.',
    tables: [
      {
        head: ['', 'minified', 'gzip -9', 'brotli -q 11'],
        rows: peerNames.map((name) => [peers[name], ...showWeight(weights.get(name))]),
      },
      {
        head: ['miosa-client by origin', 'minified', 'share'],
        rows: origins.map(([origin, bytes]) => [
          origin,
          showNumber(bytes),
          `${showNumber((100 * bytes) / fromSource.minified, 1)} %`,
        ]),
      },
      {
        head: ['miosa-client without', 'minified', 'gzip -9', 'brotli -q 11'],
        rows: without.map(({ title, weight }) => [title, ...showWeight(weight)]),
      },
    ],
    goals: [
      {
        text: 'miosa-client, bytes after brotli',
        reached: typeof own === 'object' ? own.brotli : Number.NaN,
        limit: 17_000,
        digits: 0,
      },
    ],
    notes: [
      ...[...weights].flatMap(([name, weight]) => (typeof weight === 'string' ? [`${peers[name]}: ${weight}`] : [])),
      `The origins, and what is without a part, are those of the same program bundled from \`src/\` (${showNumber(fromSource.minified)} bytes ` +
        `minified, ${showNumber(fromSource.brotli)} after brotli), since the published package is one file.`,
    ],
  };
};

async function weighPeer(name: PeerName): Promise<Weight | string> {
  const entry = name === 'miosa' ? 'programs/miosa.ts' : `peers/${name}.ts`;
  try {
    return await weigh(path.join(benchFolder, entry));
  } catch (error) {
    const [reason = ''] = String(error).split('\n').slice(1, 2);
    return `it does not bundle for browsers (${reason.trim() || String(error)}).`;
  }
}

/** The same program, but of the files that the package is built from. */
function weighSource(external: string[] = []): Promise<Weight> {
  const { version }: { version: string } = JSON.parse(readFileSync(path.join(rootFolder, 'package.json'), 'utf8'));
  return weigh(path.join(benchFolder, 'programs', 'miosa.ts'), {
    alias: { 'miosa-client': path.join(rootFolder, 'src', 'index.ts') },
    define: { __MIOSA_CLIENT_VERSION__: JSON.stringify(version) },
    external,
  });
}

function showWeight(weight: Weight | string | undefined): string[] {
  if (typeof weight !== 'object') return ['', '', ''];
  return [weight.minified, weight.gzip, weight.brotli].map((bytes) => showNumber(bytes));
}
