import type { MiosaClient, MiosaClientOptions, RequestOptions } from 'miosa-client';
import { describe, expect, test, vi } from 'vitest';
import { clientWith } from './support/client.ts';
import { everyMethod, isMutation, type MethodCase } from './support/every-method.ts';
import { refusal } from './support/refusal.ts';
import { json, type Responder, startServer } from './support/server.ts';

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

/** Methods that send one request when all goes well. */
const requests = Object.entries(everyMethod).filter(
  ([, { operation, replies }]) => replies.length === 1 && !/waitUntilReady/.test(operation),
);
const mutations = requests.filter(([, method]) => isMutation(method));
const reads = requests.filter(([, method]) => !isMutation(method));
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
    expect(await keysOf([done], own, { idempotencyKeys: false })).toEqual(['order-4711/create']);
  });

  test('carries none when the call or the client says so', async () => {
    expect(await keysOf([done], (miosa) => call(miosa, { idempotencyKey: false }))).toEqual([undefined]);
    expect(await keysOf([done], call, { idempotencyKeys: false })).toEqual([undefined]);
    const unset = (miosa: MiosaClient) => call(miosa, { idempotencyKey: undefined });
    expect(await keysOf([done], unset, { idempotencyKeys: false })).toEqual([undefined]);
  });
});

test.each([[''], [' '], ['two words'], [' padded'], ['line\r\nbreak'], ['ü'], [true], [null], [42]])(
  'refuses the key %j before anything is sent',
  async (key) => {
    // Plain JavaScript can pass what the type forbids.
    const options = { idempotencyKey: key } as RequestOptions;
    expect((await refusal((miosa) => miosa.request('POST', '/sandboxes', options))).message).toContain(
      'idempotencyKey',
    );
  },
);

test.each(reads)('%s carries no key, for a GET changes nothing', async (_, method) => {
  const { call } = method;
  expect(await keysOf([succeed(method)], (miosa) => call(miosa, { idempotencyKey: 'own' }))).toEqual([undefined]);
});

test('where crypto has no randomUUID, as on an insecure page, keys are UUIDs all the same', async () => {
  const { crypto } = globalThis;
  vi.stubGlobal('crypto', {
    getRandomValues: <T extends ArrayBufferView>(bytes: T) => crypto.getRandomValues(bytes as never),
  });
  const keys = await keysOf([json({})], (miosa) =>
    Promise.all(Array.from({ length: 20 }, () => miosa.request('POST', '/sandboxes'))),
  );
  expect(new Set(keys)).toHaveProperty('size', 20);
  for (const key of keys) expect(key).toMatch(uuidV4);
});
