/**
 * Real builds by Next.js, whose `fetch` throws an error with a digest, or never settles, where a page is not to be
 * rendered before it is asked for. A page with a client is treated as one with a bare `fetch`.
 */
import assert from 'node:assert/strict';
import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { createMiosaEmulator } from 'miosa-client/testing';
import { listen } from 'miosa-client/testing/node';
import { run } from '../consumers/support/run.ts';

const example = path.resolve(import.meta.dirname, '../../examples/nextjs');
// Below the example, whose installation of next they find.
const copies = path.join(example, '.fixtures');

after(() => rmSync(copies, { recursive: true, force: true }));

test('what a fetch asks for: no cache, or none that lasts', async () => {
  const { marks, requested, retried, sent } = await build('on-demand');
  assert.deepEqual(marks, {
    '/_not-found': 'Static',
    '/bare-no-store': 'Dynamic',
    '/bare-revalidate-0': 'Dynamic',
    '/client-no-store': 'Dynamic',
    '/client-revalidate-0': 'Dynamic',
    '/client-static': 'Static',
  });
  assert.deepEqual(requested, new Set(['client-no-store', 'client-revalidate-0', 'client-static']));
  assert.deepEqual(retried, new Set());
  assert.deepEqual(sent, ['client-static']);
});

test('cache components: what is in Suspense is left out, and what is cached is kept', async () => {
  const { marks, requested, retried, sent } = await build('cache-components');
  assert.deepEqual(marks, {
    '/_not-found': 'Static',
    '/bare': 'Partial Prerender',
    '/client': 'Partial Prerender',
    '/client-cached': 'Static',
  });
  assert.deepEqual(requested, new Set(['client', 'client-cached']));
  assert.deepEqual(retried, new Set());
  assert.deepEqual(sent, ['client-cached']);
});

interface Build {
  /** How the build marks each page. */
  readonly marks: Readonly<Record<string, string>>;
  /** The pages whose client was about to send a request. */
  readonly requested: ReadonlySet<string | undefined>;
  /** The pages whose client tried again. */
  readonly retried: ReadonlySet<string | undefined>;
  /** The pages that the requests came from which arrived. */
  readonly sent: readonly (string | undefined)[];
}

async function build(name: string): Promise<Build> {
  const folder = path.join(copies, name);
  rmSync(folder, { recursive: true, force: true });
  for (const part of ['shared', name]) {
    cpSync(path.join(import.meta.dirname, 'fixtures', part), folder, { recursive: true });
  }
  const emulator = createMiosaEmulator();
  await using server = await listen(emulator);
  const printed = await run(
    process.execPath,
    [path.join(example, 'node_modules/next/dist/bin/next'), 'build'],
    folder,
    {
      variables: { NEXT_TELEMETRY_DISABLED: '1', MIOSA_BASE_URL: server.url, MIOSA_API_KEY: 'msk_test_nextjs_build' },
      timeout: 600_000,
    },
  );
  const hooked = (hook: string) =>
    new Set(matches(printed, new RegExp(`${hook} of (\\S+)`, 'g')).map(([page]) => page));
  const legend = Object.fromEntries(matches(printed, /^(\S) +\((.+?)\)/gm));
  const pages = matches(printed, /^[┌├└] (\S) (\S+)/gm);
  return {
    marks: Object.fromEntries(pages.map(([sign = '', page]) => [page, legend[sign]])),
    requested: hooked('onRequest'),
    retried: hooked('onRetry'),
    sent: emulator.requests.map(({ headers }) => headers['x-page']),
  };
}

/** What the groups of each match hold. */
function matches(text: string, pattern: RegExp): string[][] {
  return Array.from(text.matchAll(pattern), ([, ...groups]) => groups);
}
