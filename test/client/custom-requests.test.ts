import { Readable } from 'node:stream';
import {
  type HttpMethod,
  MiosaApiError,
  type MiosaClient,
  NotFoundError,
  ServerError,
  ValidationFailedError,
} from 'miosa-client';
import { describe, expect, test } from 'vitest';
import { clientWith } from '../support/client.ts';
import { rejectionWith } from '../support/failures.ts';
import { misuse, refusal } from '../support/refusal.ts';
import { json, type Responder, raw, startServer } from '../support/server.ts';

/** What arrived, and what the call resolved with. */
async function send(call: (miosa: MiosaClient) => Promise<unknown>, responder: Responder = json({})) {
  const server = await startServer(responder);
  const value = await call(clientWith({ apiKey: 'msk_test_request', baseUrl: server.url, tenant: 'cliniciq' }));
  expect(server.requests).toHaveLength(1);
  return { value, request: server.requests[0] ?? expect.fail('no request arrived') };
}

describe('the method', () => {
  test('may be written in lower case', async () => {
    const { request } = await send((miosa) => miosa.request(misuse('post'), '/sandboxes'));
    expect(request.method).toBe('POST');
  });

  test.each<[HttpMethod]>([['GET'], ['POST'], ['PUT'], ['PATCH'], ['DELETE']])('%s is sent', async (method) => {
    const { request } = await send((miosa) => miosa.request(method, '/sandboxes'));
    expect(request).toMatchObject({ method, url: '/api/v1/sandboxes', body: '' });
    expect(request.headers).toMatchObject({
      authorization: 'Bearer msk_test_request',
      accept: 'application/json',
      'x-miosa-tenant': 'cliniciq',
    });
    expect(request.headers).not.toHaveProperty('content-type');
  });

  test.each(['HEAD', 'TRACE', 'CONNECT', 'GET /x', 'GET\r\n', '', undefined, null, 42, {}])(
    'that is %j is rejected',
    async (method) => {
      expect((await refusal((miosa) => miosa.request(misuse(method), '/sandboxes'))).message).toContain('method');
    },
  );
});

describe('the query', () => {
  test.each([
    ['of another kind', new URLSearchParams('a=1')],
    ['with a list', { ids: ['a', 'b'] }],
  ])('%s is rejected rather than lost', async (_, query) => {
    const { message } = await refusal((miosa) => miosa.request('GET', '/sandboxes', { query: misuse(query) }));
    expect(message).toContain('query');
  });

  test.each([
    [{ state: 'running', limit: 5, all: true }, '?state=running&limit=5&all=true'],
    [{ limit: 0, all: false, state: '' }, '?limit=0&all=false&state='],
    [{ state: undefined, limit: 5, page: undefined }, '?limit=5'],
    [{ state: null, limit: 5 }, '?limit=5'],
    [{ state: undefined }, ''],
    [{}, ''],
  ])('%j is sent as %s', async (query, sent) => {
    const { request } = await send((miosa) => miosa.request('GET', '/sandboxes', { query }));
    expect(request.url).toBe(`/api/v1/sandboxes${sent}`);
  });

  test('arrives as it was given, whatever is in it', async () => {
    const query = { 'a&b=c': 'x&y=z', plus: '1+1 = 2', hash: '#top', percent: '100%25', face: '🦊', path: '../x?y' };
    const { request } = await send((miosa) => miosa.request('GET', '/search', { query }));
    const { pathname, searchParams, hash } = new URL(request.url, 'http://localhost');
    expect(pathname).toBe('/api/v1/search');
    expect(hash).toBe('');
    expect(Object.fromEntries(searchParams)).toEqual(query);
  });

  test('follows one that the path has already', async () => {
    const { request } = await send((miosa) => miosa.request('GET', '/search?sort=name', { query: { page: 2 } }));
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
    const { request } = await send((miosa) => miosa.request('POST', '/sandboxes', { body }));
    expect(JSON.parse(request.body)).toStrictEqual(body);
    expect(request.headers['content-type']).toBe('application/json');
  });

  test.each([
    ['has no prototype', Object.assign(Object.create(null), { name: 'x' }), { name: 'x' }],
    ['is an instance with fields', Object.assign(new (class Sandbox {})(), { name: 'x' }), { name: 'x' }],
    ['has a toJSON method', { toJSON: () => ({ name: 'x' }) }, { name: 'x' }],
    ['is an empty object without a prototype', Object.create(null), {}],
  ])('that %s is sent as JSON', async (_, body, expected) => {
    const { request } = await send((miosa) => miosa.request('POST', '/sandboxes', { body }));
    expect(JSON.parse(request.body)).toEqual(expected);
  });

  test('may go with a DELETE', async () => {
    const { request } = await send((miosa) => miosa.request('DELETE', '/sandboxes', { body: { ids: ['a'] } }));
    expect(request).toMatchObject({ method: 'DELETE', body: '{"ids":["a"]}' });
  });

  test.each([[{ state: 'running' }], [null], ['']])('%j is rejected with a GET', async (body) => {
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
    ['is bytes', new Uint8Array([1, 2])],
    ["is Node's bytes", Buffer.from('x')],
    ['is numbers of 32 bits', new Float32Array(2)],
    ['is a buffer', new ArrayBuffer(2)],
    ['is a file', new File(['x'], 'x.txt')],
    ['is a stream', new ReadableStream()],
    ["is Node's stream", Readable.from(['x'])],
    ['can be iterated in its own time', { async *[Symbol.asyncIterator]() {} }],
    ['is read by a reader', { getReader: () => ({}) }],
    ['is a Map', new Map([['name', 'x']])],
    ['is an instance without fields', new (class Sandbox {})()],
    ['is a promise', Promise.resolve({ name: 'x' })],
  ])('that %s is rejected before anything is sent', async (_, body) => {
    expect((await refusal((miosa) => miosa.request('POST', '/sandboxes', { body }))).message).toContain('body');
  });
});

describe('the result without a schema', () => {
  test.each([[{ snake_case: { inner_key: 1 }, data: [] }], [[1, { a: null }]], ['a text'], [0], [false], [null]])(
    'is the parsed body, untouched: %j',
    async (body) => {
      expect((await send((miosa) => miosa.request('GET', '/x'), json(body))).value).toStrictEqual(body);
    },
  );

  test.each([
    ['204', raw('', 204)],
    ['200', raw('', 200)],
    ['200 that says it is JSON', raw('', 200, { 'content-type': 'application/json' })],
  ])('is undefined for an empty body with %s', async (_, responder) => {
    expect((await send((miosa) => miosa.request('DELETE', '/x'), responder)).value).toBeUndefined();
  });

  test('is parsed whatever the content type says', async () => {
    const responder = raw('{"ok":true}', 200, { 'content-type': 'text/plain' });
    expect((await send((miosa) => miosa.request('GET', '/x'), responder)).value).toEqual({ ok: true });
  });

  test('comes with its response', async () => {
    const responder = json({ ok: true }, 202, { 'x-request-id': 'req_01' });
    const { value } = await send((miosa) => miosa.request('POST', '/x').withResponse(), responder);
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
    const miosa = clientWith({ baseUrl: server.url });
    const error = await rejectionWith(MiosaApiError, miosa.request(method, '/sandboxes/abc?verbose=true'));
    expect(error.constructor).toBe(ErrorClass);
    expect(error).toMatchObject({ status, code, requestId: 'req_02', method, path: '/sandboxes/abc' });
    expect(error.message).toBe(`${status} ${code}: no such thing [${method} /sandboxes/abc, req_02]`);
  });

  test('that is transient is retried', async () => {
    const server = await startServer(json({}, 503, { 'retry-after': '0' }), json({ ok: true }));
    expect(await clientWith({ baseUrl: server.url }).request('GET', '/x')).toEqual({ ok: true });
    expect(server.requests).toHaveLength(2);
  });
});
