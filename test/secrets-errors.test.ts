import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import {
  MiosaApiError,
  MiosaClient,
  MiosaConnectionError,
  MiosaError,
  MiosaResponseError,
  MiosaTimeoutError,
} from 'miosa-client';
import { assert, describe, expect, test, vi } from 'vitest';
import { rejection, rejectionWith } from './support/failures.ts';
import { stopClock } from './support/fake-clock.ts';
import { findSecret } from './support/find-secret.ts';
import { type Answer, json, raw, startServer } from './support/server.ts';

const key = `msk_live_${crypto.randomUUID().replaceAll('-', '')}`;
/** A text that was cut in the middle of the key still shows this much of it. */
const startOfKey = key.slice(0, 20);
const whereKeyShows = (value: unknown) => findSecret(value, startOfKey);

/** Answers with the caller's key, wherever there is room for it. */
function echo(status: number, write: (authorization: string) => unknown, inHeaders = true): Answer {
  return (response, request) => {
    const authorization = String(request.headers.authorization);
    const headers = {
      'x-request-id': authorization,
      'www-authenticate': authorization,
      'set-cookie': `session=${authorization}`,
      'x-echo': `<${authorization}>`,
    };
    const body = write(authorization);
    const answer = typeof body === 'string' ? raw : json;
    // Each of the two takes what it can write.
    answer(body as string, status, inHeaders ? headers : {})(response, request);
  };
}

const echoes: Record<string, (authorization: string) => unknown> = {
  'a JSON error': (text) => ({
    error: { code: text, message: text, request_id: text, details: { [text]: [text] }, [text]: text },
    errors: { [text]: [text], name: [{ field: text, code: text, message: text }] },
  }),
  'a flat JSON error': (text) => ({ error: text.replace('Bearer ', ''), detail: text, request_id: text }),
  'an HTML page': (text) => `<!DOCTYPE html><html><body>${text}</body></html>`,
  'a text that is cut in the middle of the key': (text) => 'x'.repeat(500 - 35) + text,
};

async function failure(answer: Answer, options: object = {}): Promise<unknown> {
  const server = await startServer(answer);
  const miosa = new MiosaClient({ apiKey: key, baseUrl: server.url, maxRetries: 0, ...options });
  const error = await rejection(miosa.projects.list());
  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([expect.stringContaining(key)]);
  return error;
}

describe.each(Object.entries(echoes))('a server that echoes the key in %s', (_, write) => {
  test.each([400, 401, 403, 404, 409, 418, 422, 429, 500])('gets it into no error: %i', async (status) => {
    const error = await failure(echo(status, write));
    expect(error).toBeInstanceOf(MiosaError);
    expect(whereKeyShows(error)).toBeUndefined();
  });

  test('gets it into no error about its answer', async () => {
    const error = await failure(echo(200, write, false));
    expect(error).toBeInstanceOf(MiosaResponseError);
    expect(whereKeyShows(error)).toBeUndefined();
  });

  test('gets a key that was set as a header into no error either', async () => {
    const options = { apiKey: null, headers: { Authorization: `Token ${key}` } };
    expect(whereKeyShows(await failure(echo(401, write), options))).toBeUndefined();
  });

  test('gets it into no time-out of a call that it failed before', async () => {
    stopClock();
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const fetch = async (_url: string, init: RequestInit) => {
      const body = write(String(new Headers(init.headers).get('authorization')));
      return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status: 503 });
    };
    const call = new MiosaClient({ apiKey: key, fetch, totalTimeout: 100 }).projects.list();
    const error = rejectionWith(MiosaTimeoutError, call);
    await vi.advanceTimersByTimeAsync(100);
    expect((await error).cause).toMatchObject({ name: 'ServerError' });
    expect(whereKeyShows([await error, call])).toBeUndefined();
  });
});

test('a server that echoes the key in its headers gets it into no error about its answer', async () => {
  const error = await failure(echo(200, () => 'no JSON'));
  expect(error).toBeInstanceOf(MiosaResponseError);
  expect(whereKeyShows(error)).toBeUndefined();
});

test('the cookies that come with an error are not kept: they are secrets too', async () => {
  const error = await failure(raw('', 401, { 'set-cookie': 'session=abc', 'x-region': 'fra' }));
  assert(error instanceof MiosaApiError);
  expect(error.headers.get('x-region')).toBe('fra');
  expect(error.headers.get('set-cookie')).toBeNull();
});

test.each([
  ['in its bodies', false],
  ['in its headers', true],
])('a server that echoes the key %s gets it into no hook', async (_, inHeaders) => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const { url } = await startServer(
    echo(503, (text) => ({ error: text }), inHeaders),
    echo(200, (text) => text, inHeaders),
  );
  const events: unknown[] = [];
  const collect = (event: unknown) => events.push(event);
  const hooks = { onRequest: collect, onResponse: collect, onRetry: collect };
  await rejection(new MiosaClient({ apiKey: key, baseUrl: url, maxRetries: 1, hooks }).projects.list());
  expect(events).toHaveLength(5);
  expect(whereKeyShows(events)).toBeUndefined();
});

test('a schema that quotes the echoed key gets it into no error', async () => {
  const { url } = await startServer(echo(200, (text) => ({ token: text }), false));
  const miosa = new MiosaClient({ apiKey: key, baseUrl: url });
  const schema = {
    '~standard': {
      version: 1 as const,
      vendor: 'test',
      validate: (value: unknown) => ({ issues: [{ message: `unexpected ${JSON.stringify(value)}`, path: ['token'] }] }),
    },
  };
  const error = await rejectionWith(MiosaResponseError, miosa.request('GET', '/tokens', { schema }));
  expect(whereKeyShows(error)).toBeUndefined();
});

describe('a connection that fails gets the key into no error', () => {
  const leak = (init: RequestInit) => ({
    request: new Request('http://127.0.0.1', { headers: new Headers(init.headers) }),
    headers: init.headers,
    [Symbol('init')]: init,
  });
  const throwing: Record<string, (init: RequestInit) => unknown> = {
    'an error that holds the request': (init) => Object.assign(new TypeError('failed'), leak(init)),
    'an error that quotes the headers': (init) => new TypeError(`failed with ${JSON.stringify(init.headers)}`),
    'causes that hold the request': (init) =>
      new TypeError('failed', { cause: new Error('reset', { cause: Object.assign(new Error('tls'), leak(init)) }) }),
    'many errors at once': (init) => new AggregateError([Object.assign(new Error('v4'), leak(init))], 'failed'),
    'an error with a telling name and stack': ({ headers }) =>
      Object.assign(new Error('failed'), { name: JSON.stringify(headers), stack: JSON.stringify(headers) }),
    'an error with a telling code': ({ headers }) =>
      Object.assign(new Error('failed'), { code: JSON.stringify(headers) }),
    'a text': (init) => `failed with ${JSON.stringify(init.headers)}`,
    'no error at all': leak,
  };

  test.each(Object.entries(throwing))('when fetch throws %s', async (_, makeError) => {
    const fetch = async (_url: string, init: RequestInit) => {
      throw makeError(init);
    };
    const call = new MiosaClient({ apiKey: key, fetch, maxRetries: 0 }).projects.list();
    expect(whereKeyShows([await rejectionWith(MiosaConnectionError, call), call])).toBeUndefined();
  });

  test.each<[string, Answer]>([
    ['is cut before the answer', (response) => response.destroy()],
    [
      'is cut in the middle of an answer that echoes it',
      (response, { headers }) => {
        response.writeHead(200, { 'content-length': '1000', 'x-echo': headers.authorization });
        response.write(headers.authorization, () => response.destroy());
      },
    ],
  ])('when it %s', async (_, answer) => {
    const error = await failure(answer);
    expect(error).toBeInstanceOf(MiosaConnectionError);
    expect(whereKeyShows(error)).toBeUndefined();
  });

  test('when it is refused', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    // A server that listens on a port, not on a pipe, has such an address.
    const { port } = server.address() as AddressInfo;
    await once(server.close(), 'close');
    const miosa = new MiosaClient({ apiKey: key, baseUrl: `http://127.0.0.1:${port}`, maxRetries: 0 });
    const error = await rejectionWith(MiosaConnectionError, miosa.projects.list());
    expect(error.message).toContain('ECONNREFUSED');
    expect(whereKeyShows(error)).toBeUndefined();
  });
});
