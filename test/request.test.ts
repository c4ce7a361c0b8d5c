import {
  type HttpMethod,
  MiosaApiError,
  MiosaClient,
  NotFoundError,
  ServerError,
  ValidationFailedError,
} from 'miosa-client';
import { describe, expect, test } from 'vitest';
import { rejectionWith } from './support/failures.ts';
import { misuse, refusal } from './support/refusal.ts';
import { type Answer, json, raw, startServer } from './support/server.ts';

/** What arrived, and what came back. */
async function exchange(call: (miosa: MiosaClient) => Promise<unknown>, answer: Answer = json({})) {
  const server = await startServer(answer);
  const value = await call(new MiosaClient({ apiKey: 'msk_test_request', baseUrl: server.url, tenant: 'cliniciq' }));
  expect(server.requests).toHaveLength(1);
  return { value, request: server.requests[0] ?? expect.fail('no request arrived') };
}

describe('the method', () => {
  test.each<[HttpMethod]>([['GET'], ['POST'], ['PUT'], ['PATCH'], ['DELETE']])('%s is sent', async (method) => {
    const { request } = await exchange((miosa) => miosa.request(method, '/sandboxes'));
    expect(request).toMatchObject({ method, url: '/api/v1/sandboxes', body: '' });
    expect(request.headers).toMatchObject({
      authorization: 'Bearer msk_test_request',
      accept: 'application/json',
      'x-miosa-tenant': 'cliniciq',
    });
    expect(request.headers).not.toHaveProperty('content-type');
  });

  test.each(['HEAD', 'TRACE', 'CONNECT', 'GET /x', 'GET\r\n', '', undefined, null, 42, {}])(
    'that is %j is refused',
    async (method) => {
      expect((await refusal((miosa) => miosa.request(misuse(method), '/sandboxes'))).message).toContain('method');
    },
  );
});

describe('the query', () => {
  test.each([
    ['of another kind', new URLSearchParams('a=1')],
    ['with a list', { ids: ['a', 'b'] }],
  ])('%s is refused rather than lost', async (_, query) => {
    // Plain JavaScript can pass what the compiler refuses.
    const misuse = { query: query as unknown as Record<string, string> };
    await refusal((miosa) => miosa.request('GET', '/sandboxes', misuse));
  });

  test.each([
    [{ state: 'running', limit: 5, all: true }, '?state=running&limit=5&all=true'],
    [{ limit: 0, all: false, state: '' }, '?limit=0&all=false&state='],
    [{ state: undefined, limit: 5, page: undefined }, '?limit=5'],
    [{ state: undefined }, ''],
    [{}, ''],
  ])('%j is sent as %s', async (query, sent) => {
    const { request } = await exchange((miosa) => miosa.request('GET', '/sandboxes', { query }));
    expect(request.url).toBe(`/api/v1/sandboxes${sent}`);
  });

  test('arrives as it was given, whatever is in it', async () => {
    const query = { 'a&b=c': 'x&y=z', plus: '1+1 = 2', hash: '#top', percent: '100%25', face: '🦊', path: '../x?y' };
    const { request } = await exchange((miosa) => miosa.request('GET', '/search', { query }));
    const { pathname, searchParams, hash } = new URL(request.url, 'http://localhost');
    expect(pathname).toBe('/api/v1/search');
    expect(hash).toBe('');
    expect(Object.fromEntries(searchParams)).toEqual(query);
  });

  test('follows one that the path has already', async () => {
    const { request } = await exchange((miosa) => miosa.request('GET', '/search?sort=name', { query: { page: 2 } }));
    expect(request.url).toBe('/api/v1/search?sort=name&page=2');
  });
});

describe('the body', () => {
  test.each([
    [{ template_id: 'miosa-sandbox', camelCase: { nested_key: [1, null, 'x'] }, '': true }],
    [[1, 2, 3]],
    ['a text'],
    ['{"already":"JSON"}'],
    [0],
    [false],
    [null],
    [{}],
  ])('%j is sent as JSON, as it is', async (body) => {
    const { request } = await exchange((miosa) => miosa.request('POST', '/sandboxes', { body }));
    expect(JSON.parse(request.body)).toStrictEqual(body);
    expect(request.headers['content-type']).toBe('application/json');
  });

  test('may go with a DELETE', async () => {
    const { request } = await exchange((miosa) => miosa.request('DELETE', '/sandboxes', { body: { ids: ['a'] } }));
    expect(request).toMatchObject({ method: 'DELETE', body: '{"ids":["a"]}' });
  });

  test.each([[{ state: 'running' }], [null], ['']])('%j is refused with a GET', async (body) => {
    expect((await refusal((miosa) => miosa.request('GET', '/sandboxes', { body }))).message).toContain('GET');
  });

  const cycle: { self?: unknown } = {};
  cycle.self = cycle;

  test.each<[string, unknown]>([
    ['has a cycle', cycle],
    ['holds a BigInt', { id: 1n }],
    ['throws when it is turned into JSON', { toJSON: () => cycle }],
    ['is a function', () => ({})],
    ['is a symbol', Symbol('body')],
    ['turns into nothing', { toJSON: () => undefined }],
    ['is a form', new FormData()],
    ['is a map', new Map([['name', 'x']])],
    ['is a promise', Promise.resolve({ name: 'x' })],
    ['holds a map', { settings: new Map([['name', 'x']]) }],
  ])('that %s is refused before anything is sent', async (_, body) => {
    expect((await refusal((miosa) => miosa.request('POST', '/sandboxes', { body }))).message).toContain('body');
  });
});

describe('the result without a schema', () => {
  test.each([[{ snake_case: { inner_key: 1 }, data: [] }], [[1, { a: null }]], ['a text'], [0], [false], [null]])(
    'is the parsed body, untouched: %j',
    async (body) => {
      expect((await exchange((miosa) => miosa.request('GET', '/x'), json(body))).value).toStrictEqual(body);
    },
  );

  test.each([
    ['204', raw('', 204)],
    ['200', raw('', 200)],
    ['200 that says it is JSON', raw('', 200, { 'content-type': 'application/json' })],
  ])('is undefined for an empty body with %s', async (_, answer) => {
    expect((await exchange((miosa) => miosa.request('DELETE', '/x'), answer)).value).toBeUndefined();
  });

  test('is parsed whatever the content type says', async () => {
    const answer = raw('{"ok":true}', 200, { 'content-type': 'text/plain' });
    expect((await exchange((miosa) => miosa.request('GET', '/x'), answer)).value).toEqual({ ok: true });
  });

  test('comes with its response', async () => {
    const answer = json({ ok: true }, 202, { 'x-request-id': 'req_01' });
    const { value } = await exchange((miosa) => miosa.request('POST', '/x').withResponse(), answer);
    expect(value).toMatchObject({ data: { ok: true }, requestId: 'req_01', response: { status: 202 } });
  });
});

describe('an error', () => {
  test.each([
    ['GET', 404, 'NOT_FOUND', NotFoundError],
    ['POST', 422, 'VALIDATION_FAILED', ValidationFailedError],
    ['DELETE', 501, 'NOT_IMPLEMENTED', ServerError],
  ] as const)('of %s is typed as for every other method: %i', async (method, status, code, ErrorClass) => {
    const body = { error: { code, message: 'no such thing', request_id: 'req_02' } };
    const server = await startServer(json(body, status));
    const miosa = new MiosaClient({ apiKey: 'msk_test_request', baseUrl: server.url });
    const error = await rejectionWith(MiosaApiError, miosa.request(method, '/sandboxes/abc?verbose=true'));
    expect(error.constructor).toBe(ErrorClass);
    expect(error).toMatchObject({ status, code, requestId: 'req_02', method, path: '/sandboxes/abc' });
    expect(error.message).toBe(`${status} ${code}: no such thing [${method} /sandboxes/abc, req_02]`);
  });

  test('of a passing kind is retried', async () => {
    const server = await startServer(json({}, 503, { 'retry-after': '0' }), json({ ok: true }));
    const miosa = new MiosaClient({ apiKey: 'msk_test_request', baseUrl: server.url });
    expect(await miosa.request('GET', '/x')).toEqual({ ok: true });
    expect(server.requests).toHaveLength(2);
  });
});

test.each([[null], [42], ['x']])('options that are %j and no object never make it throw', (options) => {
  const miosa = new MiosaClient({ apiKey: 'msk_test_request', fetch: async () => Response.json({}) });
  expect(() => {
    // Whether they are refused or ignored is not promised, only that the promise says so.
    miosa.request('GET', '/x', misuse(options)).catch(() => {});
  }).not.toThrow();
});
