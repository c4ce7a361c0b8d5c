import { type Fetch, MiosaApiError, MiosaConfigError, MiosaConnectionError, NotFoundError } from 'miosa-client';
import nodeFetch from 'node-fetch';
import { fetch as undiciFetch } from 'undici';
import { describe, expect, test, vi } from 'vitest';
import { clientWith } from '../support/client.ts';
import { rejection, rejectionWith } from '../support/failures.ts';
import { misuse } from '../support/refusal.ts';
import { ids, wireProject, wireProjectList } from '../support/seed.ts';
import { json, startServer } from '../support/server.ts';

describe('the fetch option', () => {
  test.each([
    ['with a body', { body: { name: 'x' } }, '{"name":"x"}', 'application/json'],
    ['without a body', {}, undefined, null],
  ])('is called with a URL string and an init %s', async (_, options, body, contentType) => {
    const fetch = vi.fn<Fetch>(async () => Response.json({}));
    const miosa = clientWith({ fetch, baseUrl: 'https://miosa.example/api/v1', tenant: 'cliniciq' });
    await miosa.request('PUT', '/things/ä', { query: { page: 2 }, headers: { 'x-team': 'growth' }, ...options });
    expect(fetch).toHaveBeenCalledTimes(1);
    const [url, init, ...others] = fetch.mock.lastCall ?? expect.fail('nothing was sent');
    expect(url).toBe('https://miosa.example/api/v1/things/%C3%A4?page=2');
    expect(others).toEqual([]);
    expect(init).toMatchObject({ method: 'PUT', signal: expect.any(AbortSignal) });
    expect(init.body).toBe(body);
    const headers = new Headers(init.headers);
    expect(headers.get('authorization')).toMatch(/^Bearer \S+$/);
    expect(headers.get('idempotency-key')).toMatch(/^[\da-f-]{36}$/);
    expect(headers.get('x-miosa-tenant')).toBe('cliniciq');
    expect(headers.get('x-team')).toBe('growth');
    expect(headers.get('content-type')).toBe(contentType);
  });

  test("may be undici's own, which takes no Request of the global kind", async () => {
    const server = await startServer(json(wireProject));
    // Its types differ from the global ones in details that do not matter here.
    const miosa = clientWith({ fetch: undiciFetch as unknown as Fetch, baseUrl: server.url });
    expect((await miosa.projects.update(ids.project, { name: 'Summer' })).id).toBe(ids.project);
    expect(server.requests).toMatchObject([{ method: 'PATCH', body: '{"name":"Summer"}' }]);
  });

  test("may be node-fetch's, whose bodies are Node streams", async () => {
    const taken = json({ error: { code: 'VALIDATION_FAILED', message: 'slug is taken' } }, 422);
    const server = await startServer(json({}, 503, { 'retry-after': '0' }), taken, json(wireProjectList));
    // Its types differ from the global ones in details that do not matter here.
    const miosa = clientWith({ fetch: nodeFetch as unknown as Fetch, baseUrl: server.url });
    const input = { workspaceId: ids.workspace, name: wireProject.name, slug: wireProject.slug };
    expect(await miosa.projects.ensure(input)).toMatchObject({ created: false, project: { id: ids.project } });
    expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'POST', 'GET']);
  });

  test.each<[string, Partial<Response>]>([
    ['says nothing of success', {}],
    ['is wrong about success', { ok: false }],
  ])('may return what is read like a Response and %s: the status decides', async (_, ok) => {
    const miosa = (status: number, body: object) => {
      // Plain JavaScript returns what suffices for it.
      const fetch = async () =>
        misuse({ status, headers: new Headers(), text: async () => JSON.stringify(body), ...ok });
      return clientWith({ fetch });
    };
    expect(await miosa(200, wireProjectList).projects.list()).toMatchObject({ total: 1 });
    const error = { error: { code: 'NOT_FOUND', message: 'no such project' } };
    const { message } = await rejectionWith(NotFoundError, miosa(404, error).projects.get(ids.project));
    expect(message).toContain('no such project');
  });

  test('that answers a failure as if it were ok fails the call', async () => {
    const fetch = async () => Object.defineProperty(Response.json({}, { status: 404 }), 'ok', { value: true });
    await rejectionWith(NotFoundError, clientWith({ fetch }).projects.get(ids.project));
  });

  test.each(['fetch', 'Request', 'Response', 'Headers'])(
    'is what a call needs, and so is %s: where it is missing, the call says so',
    async (name) => {
      vi.stubGlobal(name, undefined);
      const { message } = await rejectionWith(MiosaConfigError, clientWith({}).projects.list());
      expect(message).toContain(`has no ${name}.`);
    },
  );

  test('is not tried where AbortController is of another kind than Request, as in jsdom', async () => {
    vi.stubGlobal(
      'AbortController',
      class {
        signal = new EventTarget();
      },
    );
    const fetch = vi.fn<Fetch>();
    const { message } = await rejectionWith(MiosaConfigError, clientWith({ fetch }).projects.list());
    expect(message).toContain('do not fit each other');
    expect(fetch).not.toHaveBeenCalled();
  });

  test('is the global one where it is not given, as it is at the time of the call', async () => {
    const miosa = clientWith({});
    const fetch = vi.fn<Fetch>(async () => Response.json(wireProjectList));
    vi.stubGlobal('fetch', fetch);
    await miosa.projects.list();
    expect(fetch).toHaveBeenCalledExactlyOnceWith('https://api.miosa.ai/api/v1/projects', expect.anything());
  });
});

describe('a fetch that gives no response to read ends the call at once, with what is wrong:', () => {
  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'OK'],
    ['an object without headers', { ok: true, status: 200, text: async () => '{}' }],
    ['an object without text', { ok: true, status: 200, headers: new Headers(), json: async () => ({}) }],
    ['a Request', new Request('https://api.miosa.ai')],
    ['a status that is none', { status: '200', headers: new Headers(), text: async () => '{}' }],
    ['a status out of range', { status: 999, headers: new Headers(), text: async () => '{}' }],
    ['a body that is not a text', { ok: true, status: 200, headers: new Headers(), text: async () => ({}) }],
  ])('it returns %s', async (_, returned) => {
    // Plain JavaScript can return whatever it likes.
    const fetch = vi.fn<Fetch>(async () => misuse(returned));
    const { message } = await rejectionWith(MiosaConfigError, clientWith({ fetch }).projects.list());
    expect(message).toContain('must return a Response');
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test.each([200, 404])('it returns the same Response for two calls, with status %i', async (status) => {
    const response = Response.json(wireProjectList, { status });
    const fetch = vi.fn<Fetch>(async () => response);
    const miosa = clientWith({ fetch });
    await Promise.allSettled([miosa.projects.list()]);
    const { message } = await rejectionWith(MiosaConfigError, miosa.projects.list());
    expect(message).toContain('a new Response each time');
    expect(fetch).toHaveBeenCalledTimes(2);
  });
});

test('a fetch that returns a Response whose body somebody else reads ends the call at once', async () => {
  const fetch = vi.fn<Fetch>(async () => {
    const response = Response.json(wireProjectList);
    response.body?.getReader();
    return response;
  });
  await rejectionWith(MiosaConfigError, clientWith({ fetch }).projects.list());
  expect(fetch).toHaveBeenCalledTimes(1);
});

describe('a call whose fetch fails rejects with a connection error', () => {
  const refused = Object.assign(new Error('connect refused'), { code: 'ECONNREFUSED' });
  const failWith = (fetch: Fetch) =>
    rejectionWith(MiosaConnectionError, clientWith({ fetch, maxRetries: 0 }).projects.list());

  test.each<[string, unknown, string]>([
    ['an Error', new Error('socket closed'), '(socket closed)'],
    ['an Error with a code', Object.assign(new Error('reset'), { code: 'ECONNRESET' }), '(reset, ECONNRESET)'],
    [
      'an Error whose cause says more',
      new TypeError('failed', { cause: refused }),
      '(failed, connect refused, ECONNREFUSED)',
    ],
    [
      'several errors at once',
      new TypeError('failed', { cause: Object.assign(new AggregateError([refused]), { code: 'ECONNREFUSED' }) }),
      '(failed, connect refused, ECONNREFUSED)',
    ],
    [
      'an Error whose cause has no code',
      new TypeError('failed', { cause: new Error('Expected HTTP/,\nRTSP/ or ICE/') }),
      '(failed, Expected HTTP/, RTSP/ or ICE/)',
    ],
    ['an Error whose fields are numbers', Object.assign(new Error(), { message: 1, name: 2, stack: 3, code: 4 }), ''],
    ['a text', 'socket closed', '(socket closed)'],
    ['the HTTPError of another package', Object.assign(new Error('status 500'), { name: 'HTTPError' }), '(status 500)'],
    ['a TimeoutError of its own', new DOMException('too slow', 'TimeoutError'), '(too slow)'],
    ['a NetworkError of its own', new DOMException('no route', 'NetworkError'), '(no route)'],
    ['undefined', undefined, '(no reason given)'],
    ['a NetworkError without a text', new DOMException('', 'NetworkError'), '(NetworkError)'],
    ['a number', 42, '(42)'],
    [
      'several errors, the first of which says nothing',
      new TypeError('failed', { cause: new AggregateError([new Error(''), refused]) }),
      '(failed, connect refused, ECONNREFUSED)',
    ],
    ['an object without a prototype', Object.create(null), '(no reason given)'],
  ])('when it throws %s', async (_, thrown, reason) => {
    const error = await failWith(() => {
      throw thrown;
    });
    expect(error.message).toContain(`GET /projects: no complete response arrived from https://api.miosa.ai ${reason}`);
    const text = expect.any(String);
    expect(error.cause).toBeInstanceOf(Error);
    expect(error.cause).toMatchObject({ name: text, message: text, stack: text });
    expect(await failWith(() => Promise.reject(thrown))).toMatchObject({ message: error.message });
  });

  test('whose cause has name, message, stack and cause of what was thrown, and nothing else', async () => {
    const thrown = Object.assign(new TypeError('fetch failed', { cause: refused }), { request: 'secret' });
    const { cause } = await failWith(() => Promise.reject(thrown));
    expect(cause).toMatchObject({ name: 'TypeError', message: 'fetch failed', stack: thrown.stack });
    expect(cause).toMatchObject({ cause: { message: 'connect refused', code: 'ECONNREFUSED' } });
    expect(cause).not.toHaveProperty('request');
  });
});

test('an error by which a framework steers is thrown on as it is, and not retried', async () => {
  const bailOut = Object.assign(new Error('Dynamic server usage'), { digest: 'DYNAMIC_SERVER_USAGE' });
  const fetch = vi.fn<Fetch>(() => Promise.reject(bailOut));
  expect(await rejection(clientWith({ fetch }).projects.list())).toBe(bailOut);
  expect(fetch).toHaveBeenCalledTimes(1);
  // ky tells network errors by their texts.
  const likeNetwork = Object.assign(new TypeError('fetch failed'), { digest: 'DYNAMIC_SERVER_USAGE' });
  fetch.mockClear().mockRejectedValue(likeNetwork);
  expect(await rejection(clientWith({ fetch }).projects.list())).toBe(likeNetwork);
  expect(fetch).toHaveBeenCalledTimes(1);
  const numbered = Object.assign(new Error('failed'), { digest: 42 });
  const call = clientWith({ fetch: () => Promise.reject(numbered), maxRetries: 0 }).projects.list();
  await rejectionWith(MiosaConnectionError, call);
});

describe('the body of an error', () => {
  async function errorWith(body: ReadableStream): Promise<MiosaApiError> {
    const fetch: Fetch = async () => new Response(body, { status: 400 });
    return rejectionWith(MiosaApiError, clientWith({ fetch, maxRetries: 0 }).projects.list());
  }

  test('is decoded where a character is cut by the network', async () => {
    const bytes = new TextEncoder().encode('{"error":{"message":"Zürich"}}');
    const cut = bytes.indexOf(0xc3) + 1;
    const parts = new ReadableStream({
      start: (controller) => {
        for (const part of [bytes.slice(0, cut), bytes.slice(cut)]) controller.enqueue(part);
        controller.close();
      },
    });
    expect((await errorWith(parts)).message).toContain('Zürich');
  });

  test('is cancelled where it has no end', async () => {
    const chunk = new Uint8Array(256 * 1024).fill(97);
    const cancel = vi.fn();
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(chunk), cancel });
    expect((await errorWith(endless)).body).toBeUndefined();
    expect(cancel).toHaveBeenCalledTimes(1);
  });
});
