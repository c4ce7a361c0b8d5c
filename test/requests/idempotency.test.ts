import type { MiosaClient, MiosaClientOptions, RequestOptions } from 'miosa-client';
import { describe, expect, test, vi } from 'vitest';
import { clientWith } from '../support/client.ts';
import { everyMethod, isMutation, type MethodCase } from '../support/every-method.ts';
import { misuse, refusal } from '../support/refusal.ts';
import { json, type Responder, startServer } from '../support/server.ts';

const uuidV4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const busy = json({}, 503, { 'retry-after': '0' });
const limited = json({}, 429, { 'retry-after': '0' });
const dropped: Responder = (response) => response.destroy();

/** The keys of all requests that arrived while the calls ran. */
async function keysOf(
  responders: readonly Responder[],
  run: (miosa: MiosaClient) => Promise<unknown>,
  options: MiosaClientOptions = {},
): Promise<unknown[]> {
  // A dropped connection is retried after a random part of the backoff: none of it.
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const server = await startServer(...responders);
  await run(clientWith({ baseUrl: server.url, ...options }));
  return server.requests.map(({ headers }) => headers['idempotency-key']);
}

/** Waits have tests of their own: no two of their checks may share a key. */
const methods = Object.entries(everyMethod).filter(([, { operation }]) => !operation.includes('waitUntilReady'));
const mutations = methods.filter(([, method]) => isMutation(method));
const reads = methods.filter(([, method]) => !isMutation(method));
const succeed = ({ replies }: MethodCase) => json(replies[0]);

describe.each(mutations)('%s', (_, method) => {
  const { call } = method;
  const done = succeed(method);

  test('carries one UUID v4, the same on every attempt', async () => {
    const [first, ...others] = await keysOf([busy, limited, dropped, done], call);
    expect(first).toMatch(uuidV4);
    expect(others).toEqual([first, first, first]);
  });

  test('carries another key with each call', async () => {
    const keys = await keysOf([done], (miosa) => Promise.all([call(miosa), call(miosa), call(miosa)]));
    expect(new Set(keys)).toHaveProperty('size', 3);
  });

  test("carries the caller's own key, on every attempt", async () => {
    const own = (miosa: MiosaClient) => call(miosa, { idempotencyKey: 'order-4711/create' });
    expect(await keysOf([busy, done], own)).toEqual(['order-4711/create', 'order-4711/create']);
  });

  test('carries none where a header of the call or of the client is null', async () => {
    const headers = { 'Idempotency-Key': null };
    expect(await keysOf([done], (miosa) => call(miosa, { headers }))).toEqual([undefined]);
    expect(await keysOf([done], call, { headers })).toEqual([undefined]);
  });
});

test.each<[string, RequestOptions, string | undefined]>([
  ['idempotencyKey wins over a header of the client that is null', { idempotencyKey: 'own' }, 'own'],
  ['an idempotencyKey that is undefined counts as not given', { idempotencyKey: undefined }, undefined],
])('%s', async (_, options, key) => {
  const send = (miosa: MiosaClient) => miosa.request('POST', '/sandboxes', options);
  expect(await keysOf([json({})], send, { headers: { 'idempotency-key': null } })).toEqual([key]);
});

test.each([[''], [' '], ['two words'], [' padded'], ['line\r\nbreak'], ['ü'], [true], [false], [null], [42]])(
  'the key %j is refused before anything is sent',
  async (idempotencyKey) => {
    const error = await refusal((miosa) => miosa.request('POST', '/sandboxes', misuse({ idempotencyKey })));
    expect(error.message).toContain('idempotencyKey');
  },
);

test.each(reads)('%s carries no key, for a GET changes nothing', async (_, method) => {
  const keys = await keysOf(
    method.replies.map((body) => json(body)),
    (miosa) => method.call(miosa, { idempotencyKey: 'own' }),
  );
  expect(new Set(keys)).toEqual(new Set([undefined]));
});

test('where crypto has no randomUUID, as on an insecure page, keys are UUIDs all the same', async () => {
  const { crypto } = globalThis;
  vi.stubGlobal('crypto', {
    getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes),
  });
  const keys = await keysOf([json({})], (miosa) =>
    Promise.all(Array.from({ length: 20 }, () => miosa.request('POST', '/sandboxes'))),
  );
  expect(new Set(keys)).toHaveProperty('size', 20);
  for (const key of keys) expect(key).toMatch(uuidV4);
});
