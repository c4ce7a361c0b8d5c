import { type HttpMethod, MiosaClient, type MiosaClientOptions, type RequestOptions } from 'miosa-client';
import { describe, expect, test, vi } from 'vitest';
import { refusal } from './support/refusal.ts';
import { ids, wirePreviewDomain, wireProject, wireProjectList } from './support/seed.ts';
import { type Answer, json, raw, startServer } from './support/server.ts';

const uuidV4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const busy = json({}, 503, { 'retry-after': '0' });
const limited = json({}, 429, { 'retry-after': '0' });
const dropped: Answer = (response) => response.destroy();
const scope = { projectId: ids.project };

type Call = (miosa: MiosaClient, options?: RequestOptions) => Promise<unknown>;

const mutations: Record<string, readonly [Call, unknown]> = {
  'projects.create': [
    (miosa, options) => miosa.projects.create({ workspaceId: ids.workspace, name: 'Lead Magnet' }, options),
    wireProject,
  ],
  'projects.update': [(miosa, options) => miosa.projects.update(ids.project, { name: 'Summer' }, options), wireProject],
  'previewDomain.set': [
    (miosa, options) => miosa.previewDomain.set(scope, 'program.drsmithclinic.com', options),
    wirePreviewDomain,
  ],
  'previewDomain.clear': [(miosa, options) => miosa.previewDomain.clear(scope, options), {}],
  'request of POST': [(miosa, options) => miosa.request('POST', '/sandboxes', options), {}],
  'request of PUT': [(miosa, options) => miosa.request('PUT', '/sandboxes/a', options), {}],
  'request of PATCH': [(miosa, options) => miosa.request('PATCH', '/sandboxes/a', options), {}],
  'request of DELETE': [(miosa, options) => miosa.request('DELETE', '/sandboxes/a', options), {}],
};

/** The keys of all requests that arrived while the calls ran. */
async function keysOf(
  answers: readonly Answer[],
  run: (miosa: MiosaClient) => Promise<unknown>,
  options: MiosaClientOptions = {},
): Promise<unknown[]> {
  // A dropped connection is retried after a random part of the backoff: none of it.
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const server = await startServer(...answers);
  await run(new MiosaClient({ apiKey: 'msk_test_idempotency', baseUrl: server.url, ...options }));
  return server.requests.map(({ headers }) => headers['idempotency-key']);
}

describe.each(Object.entries(mutations))('%s', (_, [call, body]) => {
  const done = json(body);

  test('carries one UUID v4, the same on every attempt', async () => {
    const [first, ...others] = await keysOf([busy, limited, dropped, done], call);
    expect(first).toMatch(uuidV4);
    expect(others).toEqual([first, first, first]);
  });

  test('carries another one with each call', async () => {
    const keys = await keysOf([done], async (miosa) => {
      await Promise.all([call(miosa), call(miosa), call(miosa)]);
    });
    expect(new Set(keys)).toHaveProperty('size', 3);
    for (const key of keys) expect(key).toMatch(uuidV4);
  });

  test("carries the caller's own key, on every attempt", async () => {
    const own = (miosa: MiosaClient) => call(miosa, { idempotencyKey: 'order-4711/create' });
    expect(await keysOf([busy, done], own)).toEqual(['order-4711/create', 'order-4711/create']);
    expect(await keysOf([done], own, { idempotencyKeys: false })).toEqual(['order-4711/create']);
  });

  test('carries none when the call says so', async () => {
    expect(await keysOf([done], (miosa) => call(miosa, { idempotencyKey: false }))).toEqual([undefined]);
  });

  test('carries none when the client says so', async () => {
    expect(await keysOf([done], call, { idempotencyKeys: false })).toEqual([undefined]);
    expect(
      await keysOf([done], (miosa) => call(miosa, { idempotencyKey: undefined }), { idempotencyKeys: false }),
    ).toEqual([undefined]);
  });

  test.each([[''], [' '], ['two words'], [' padded'], ['line\r\nbreak'], ['ü'], [true], [null], [42]])(
    'refuses the key %j before anything is sent',
    async (key) => {
      // Plain JavaScript can pass what the type forbids.
      const options = { idempotencyKey: key } as RequestOptions;
      expect((await refusal((miosa) => call(miosa, options))).message).toContain('idempotencyKey');
    },
  );
});

test.each<[string, Call, unknown]>([
  ['projects.list', (miosa, options) => miosa.projects.list({}, options), wireProjectList],
  ['projects.get', (miosa, options) => miosa.projects.get(ids.project, options), wireProject],
  ['previewDomain.get', (miosa, options) => miosa.previewDomain.get(scope, options), wirePreviewDomain],
  ['previewDomain.verify', (miosa, options) => miosa.previewDomain.verify(scope, options), { verified: true }],
  [
    'workspaces.listProjects',
    (miosa, options) => miosa.workspaces.listProjects(ids.workspace, {}, options),
    wireProjectList,
  ],
  ['request of GET', (miosa, options) => miosa.request('GET', '/sandboxes', options), {}],
])('%s carries no key, for a GET changes nothing', async (_, call, body) => {
  expect(await keysOf([json(body)], call)).toEqual([undefined]);
  expect(await keysOf([json(body)], (miosa) => call(miosa, { idempotencyKey: 'own' }))).toEqual([undefined]);
});

describe('a mutation without a key', () => {
  const failures = {
    '503': busy,
    '429': limited,
    'a lost connection': dropped,
    'an error that says it is retryable': json({ error: { code: 'X', retryable: true, retry_after_ms: 0 } }, 409),
  };
  const repeatable: Record<HttpMethod, readonly (keyof typeof failures)[]> = {
    GET: [],
    POST: ['429'],
    PATCH: ['429'],
    PUT: ['503', '429', 'a lost connection', 'an error that says it is retryable'],
    DELETE: ['503', '429', 'a lost connection', 'an error that says it is retryable'],
  };
  const cases = (['POST', 'PATCH', 'PUT', 'DELETE'] as const).flatMap((method) =>
    Object.entries(failures).map(([name, failure]) => {
      const attempts = repeatable[method].some((allowed) => allowed === name) ? 2 : 1;
      return [method, name, attempts, failure] as const;
    }),
  );

  test.each(cases)('that is a %s and meets %s is attempted %i time(s)', async (method, _, attempts, failure) => {
    const answers = [failure, json({})];
    const run = async (miosa: MiosaClient, options: RequestOptions) => {
      const call = miosa.request(method, '/sandboxes', options);
      await (attempts === 2 ? call : expect(call).rejects.toMatchObject({ name: expect.any(String) }));
    };
    const withoutKey = Array<undefined>(attempts).fill(undefined);
    expect(await keysOf(answers, (miosa) => run(miosa, { idempotencyKey: false }))).toEqual(withoutKey);
    expect(await keysOf(answers, (miosa) => run(miosa, {}), { idempotencyKeys: false })).toEqual(withoutKey);
    expect(await keysOf(answers, (miosa) => run(miosa, { headers: { 'Idempotency-Key': null } }))).toEqual(withoutKey);
  });

  test('counts as having one when a header carries it', async () => {
    const call = (miosa: MiosaClient) =>
      miosa.request('POST', '/sandboxes', { idempotencyKey: false, headers: { 'Idempotency-Key': 'own' } });
    expect(await keysOf([busy, json({})], call)).toEqual(['own', 'own']);
  });
});

test('where crypto has no randomUUID, as on an insecure page, keys are UUIDs all the same', async () => {
  const { crypto } = globalThis;
  const fill = vi.fn(<T extends ArrayBufferView>(bytes: T): T => crypto.getRandomValues(bytes as never));
  vi.stubGlobal('crypto', { getRandomValues: fill });
  const keys = await keysOf([raw('{}')], (miosa) =>
    Promise.all(Array.from({ length: 20 }, () => miosa.request('POST', '/sandboxes'))),
  );
  expect(new Set(keys)).toHaveProperty('size', 20);
  for (const key of keys) expect(key).toMatch(uuidV4);
  expect(fill).toHaveBeenCalledTimes(20);
});
