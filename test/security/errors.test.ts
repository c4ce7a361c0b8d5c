import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { MiosaApiError, MiosaConnectionError, MiosaError, MiosaResponseError, MiosaTimeoutError } from 'miosa-client';
import { assert, describe, expect, test, vi } from 'vitest';
import { clientWith } from '../support/client.ts';
import { rejection, rejectionWith } from '../support/failures.ts';
import { stopClock } from '../support/fake-clock.ts';
import { findSecret } from '../support/find-secret.ts';
import { json, type Responder, raw, startServer } from '../support/server.ts';

const key = `msk_live_${crypto.randomUUID().replaceAll('-', '')}`;
/** A text that was cut in the middle of the key still shows this much of it. */
const startOfKey = key.slice(0, 20);
const whereKeyShows = (value: unknown) => findSecret(value, startOfKey);

/** Answers with the caller's key, wherever there is room for it. */
function echo(status: number, write: (authorization: string) => unknown, inHeaders = true): Responder {
  return (response, request) => {
    const authorization = String(request.headers.authorization);
    const headers = {
      'x-request-id': authorization,
      'www-authenticate': authorization,
      'set-cookie': `session=${authorization}`,
      'x-echo': `<${authorization}>`,
    };
    const body = write(authorization);
    const respond = typeof body === 'string' ? raw : json;
    // Each of the two takes what it can write.
    respond(body as string, status, inHeaders ? headers : {})(response, request);
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

async function failure(responder: Responder, options: object = {}): Promise<unknown> {
  const server = await startServer(responder);
  const miosa = clientWith({ apiKey: key, baseUrl: server.url, maxRetries: 0, ...options });
  const error = await rejection(miosa.projects.list());
  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([expect.stringContaining(key)]);
  return error;
}

describe.each(Object.entries(echoes))('a server that echoes the key in %s', (_, write) => {
  test.each([401, 418, 422, 500])('gets it into no error: %i', async (status) => {
    const error = await failure(echo(status, write));
    expect(error).toBeInstanceOf(MiosaError);
    expect(whereKeyShows(error)).toBeUndefined();
  });

  test('gets it into no error about a response that cannot be decoded', async () => {
    const error = await failure(echo(200, write, false));
    expect(error).toBeInstanceOf(MiosaResponseError);
    expect(whereKeyShows(error)).toBeUndefined();
  });

  test('gets a key that was set as a header into no error either', async () => {
    const options = { apiKey: null, headers: { Authorization: ` Token ${key}\t` } };
    expect(whereKeyShows(await failure(echo(401, write), options))).toBeUndefined();
  });

  test('gets it into no time-out of a call that it failed before', async () => {
    stopClock();
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const fetch = async (_url: string, init: RequestInit) => {
      const body = write(String(new Headers(init.headers).get('authorization')));
      return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status: 503 });
    };
    const call = clientWith({ apiKey: key, fetch, totalTimeout: 100 }).projects.list();
    const error = rejectionWith(MiosaTimeoutError, call);
    await vi.advanceTimersByTimeAsync(100);
    expect((await error).cause).toMatchObject({ name: 'ServerError' });
    expect(whereKeyShows([await error, call])).toBeUndefined();
  });
});

test('a server that echoes the key in the headers of what cannot be decoded gets it into no error', async () => {
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
  const hooks = { onRequest: collect, onResponse: collect, onRetry: collect, onEnd: collect };
  await rejection(clientWith({ apiKey: key, baseUrl: url, maxRetries: 1, hooks }).projects.list());
  expect(events).toHaveLength(6);
  expect(whereKeyShows(events)).toBeUndefined();
});

test('a schema that quotes the echoed key gets it into no error', async () => {
  const { url } = await startServer(echo(200, (text) => ({ token: text }), false));
  const miosa = clientWith({ apiKey: key, baseUrl: url });
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
    'an error that quotes the headers': (init) => new TypeError(`failed with ${JSON.stringify(init.headers)}`),
    'causes that hold the request': (init) =>
      new TypeError('failed', { cause: new Error('reset', { cause: Object.assign(new Error('tls'), leak(init)) }) }),
    'many errors at once': (init) => new AggregateError([Object.assign(new Error('v4'), leak(init))], 'failed'),
    'an error with a telling name, stack and code': ({ headers }) =>
      Object.assign(new Error('failed'), {
        name: JSON.stringify(headers),
        stack: JSON.stringify(headers),
        code: JSON.stringify(headers),
      }),
    'a text': (init) => `failed with ${JSON.stringify(init.headers)}`,
    'no error at all': leak,
  };

  test.each(Object.entries(throwing))('when fetch throws %s', async (_, makeError) => {
    const fetch = async (_url: string, init: RequestInit) => {
      throw makeError(init);
    };
    const call = clientWith({ apiKey: key, fetch, maxRetries: 0 }).projects.list();
    expect(whereKeyShows([await rejectionWith(MiosaConnectionError, call), call])).toBeUndefined();
  });

  test.each<[string, Responder]>([
    ['is cut before the response', (response) => response.destroy()],
    [
      'is cut in the middle of a response that echoes it',
      (response, { headers }) => {
        response.writeHead(200, { 'content-length': '1000', 'x-echo': headers.authorization });
        response.write(headers.authorization, () => response.destroy());
      },
    ],
  ])('when it %s', async (_, responder) => {
    const error = await failure(responder);
    expect(error).toBeInstanceOf(MiosaConnectionError);
    expect(whereKeyShows(error)).toBeUndefined();
  });

  test('when nothing listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    // A server that listens on a port, not on a pipe, has such an address.
    const { port } = server.address() as AddressInfo;
    await once(server.close(), 'close');
    const miosa = clientWith({ apiKey: key, baseUrl: `http://127.0.0.1:${port}`, maxRetries: 0 });
    const error = await rejectionWith(MiosaConnectionError, miosa.projects.list());
    expect(error.message).toContain('ECONNREFUSED');
    expect(whereKeyShows(error)).toBeUndefined();
  });
});

test('what looks like a key is removed whole from the failure of an apiKey function', async () => {
  const apiKey = () => Promise.reject(new Error('msk_live_0123456789 has expired'));
  const error = await rejectionWith(MiosaError, clientWith({ apiKey }).projects.list());
  expect(error.message).toBe('The apiKey function failed: [redacted] has expired');
});

test('the cause of a connection that fails ends where an error is its own cause', async () => {
  const reason = new Error('failed');
  reason.cause = reason;
  const fetch = () => Promise.reject(reason);
  const error = await rejectionWith(MiosaConnectionError, clientWith({ fetch, maxRetries: 0 }).projects.list());
  expect(error.cause).toMatchObject({ message: 'failed', cause: { message: 'failed' } });
  expect(JSON.stringify(error)).toContain('failed');
});
