import { type Fetch, MiosaApiError, MiosaConnectionError, MiosaResponseError, NotFoundError } from 'miosa-client';
import { describe, expect, test, vi } from 'vitest';
import { clientWith } from './support/client.ts';
import { rejectionWith } from './support/failures.ts';
import { misuse } from './support/refusal.ts';
import { wireProjectList } from './support/seed.ts';

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

  test('is the global one where it is not given, as it is at the time of the call', async () => {
    const miosa = clientWith({});
    const fetch = vi.fn<Fetch>(async () => Response.json(wireProjectList));
    vi.stubGlobal('fetch', fetch);
    await miosa.projects.list();
    expect(fetch).toHaveBeenCalledExactlyOnceWith('https://api.miosa.ai/api/v1/projects', expect.anything());
  });
});

describe('a fetch that returns the same Response for two calls', () => {
  test('makes the second reject with what is wrong', async () => {
    const response = Response.json(wireProjectList);
    const fetch = vi.fn(async () => response);
    const miosa = clientWith({ fetch });
    await miosa.projects.list();
    const error = await rejectionWith(MiosaResponseError, miosa.projects.list());
    expect(fetch).toHaveBeenCalledTimes(2);
    expect(error).toMatchObject({ issues: [{ field: '', message: expect.stringContaining('read already') }] });
    expect(error.message).toContain('body was read already');
    expect(error.message).toContain('a new Response for each request');
  });

  test('still makes each reject with the class of its status, and says that the body was read', async () => {
    const response = Response.json({ error: { code: 'NOT_FOUND', message: 'no such project' } }, { status: 404 });
    const miosa = clientWith({ fetch: async () => response });
    expect(await rejectionWith(NotFoundError, miosa.projects.get('p'))).toMatchObject({ code: 'NOT_FOUND' });
    const second = await rejectionWith(NotFoundError, miosa.projects.get('p'));
    expect(second.message).toContain('its body was read already');
  });
});

describe('a call whose fetch fails rejects with a connection error', () => {
  const refused = Object.assign(new Error('connect refused'), { code: 'ECONNREFUSED' });

  test.each<[string, unknown, string]>([
    ['an Error', new Error('socket closed'), '(socket closed)'],
    ['a text', 'socket closed', '(socket closed)'],
    ['undefined', undefined, '(not an Error)'],
    ['null', null, '(not an Error)'],
    ['a number', 42, '(not an Error)'],
    ['an object', { message: 'socket closed' }, '(not an Error)'],
    ['an object without a prototype', Object.create(null), '(not an Error)'],
    ['an Error whose message is a number', Object.assign(new Error(), { message: 42 }), '(no reason given)'],
    ['an Error whose message is undefined', Object.assign(new Error(), { message: undefined }), '(no reason given)'],
    ['an Error whose name and stack are numbers', Object.assign(new Error('reset'), { name: 1, stack: 2 }), '(reset)'],
    ['an Error whose code is a number', Object.assign(new Error('reset'), { code: 104 }), '(reset)'],
    ['what ky wraps', new TypeError('fetch failed', { cause: refused }), '(fetch failed, ECONNREFUSED)'],
    ['an Error with a code', Object.assign(new Error('reset'), { code: 'ECONNRESET' }), '(reset, ECONNRESET)'],
  ])('when it throws %s', async (_, thrown, reason) => {
    const fetch: Fetch = async () => {
      throw thrown;
    };
    const error = await rejectionWith(MiosaConnectionError, clientWith({ fetch, maxRetries: 0 }).projects.list());
    expect(error.message).toContain(`GET /projects: no complete response arrived ${reason}`);
    expect(error.cause).toBeInstanceOf(Error);
    const text = expect.any(String);
    expect(error.cause).toMatchObject({ name: text, message: text, stack: text });
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'OK'],
    ['an object without headers', { ok: true, status: 200, text: async () => '{}' }],
  ])('when it returns %s', async (_, returned) => {
    // Plain JavaScript can return whatever it likes.
    const miosa = clientWith({ fetch: async () => misuse(returned), maxRetries: 0 });
    const error = await rejectionWith(MiosaConnectionError, miosa.projects.list());
    expect(error.message).toContain('fetch returned no Response');
  });

  test('whose cause has name, message, stack and cause of what was thrown, and nothing else', async () => {
    const thrown = Object.assign(new TypeError('fetch failed', { cause: refused }), { request: 'secret' });
    const fetch: Fetch = () => Promise.reject(thrown);
    const { cause } = await rejectionWith(MiosaConnectionError, clientWith({ fetch, maxRetries: 0 }).projects.list());
    expect(cause).toMatchObject({ name: 'TypeError', message: 'fetch failed', stack: thrown.stack });
    expect(cause).toMatchObject({ cause: { message: 'connect refused', code: 'ECONNREFUSED' } });
    expect(cause).not.toHaveProperty('request');
  });

  test('when the stack of what it throws cannot be read', async () => {
    const thrown = Object.defineProperty(new Error('reset'), 'stack', {
      get: () => {
        throw new Error('no stack');
      },
    });
    const fetch: Fetch = () => Promise.reject(thrown);
    const { cause } = await rejectionWith(MiosaConnectionError, clientWith({ fetch, maxRetries: 0 }).projects.list());
    expect(cause).toMatchObject({ message: 'reset', stack: '' });
  });

  test('when it throws synchronously', async () => {
    const fetch: Fetch = () => {
      throw new Error('not ready');
    };
    const error = await rejectionWith(MiosaConnectionError, clientWith({ fetch, maxRetries: 0 }).projects.list());
    expect(error.message).toContain('(not ready)');
  });
});

describe('the body of an error', () => {
  const mebibyte = 1024 * 1024;

  async function errorWith(body: BodyInit): Promise<MiosaApiError> {
    const fetch: Fetch = async () => new Response(body, { status: 400 });
    return rejectionWith(MiosaApiError, clientWith({ fetch, maxRetries: 0 }).projects.list());
  }

  test.each([
    ['is kept up to 1 MiB', mebibyte, true],
    ['is given up beyond 1 MiB', mebibyte + 1, false],
  ])('%s', async (_, bytes, isKept) => {
    const text = 'é'.repeat((bytes - 2) / 2).padEnd(bytes - Math.floor((bytes - 2) / 2), 'x');
    expect(new TextEncoder().encode(text)).toHaveLength(bytes);
    const error = await errorWith(text);
    expect(error.status).toBe(400);
    expect(error.body).toBe(isKept ? text : undefined);
  });

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

  test('is cancelled, not read to its end, where it has none', async () => {
    const chunk = new Uint8Array(mebibyte / 4).fill(97);
    let chunks = 0;
    const cancel = vi.fn();
    const endless = new ReadableStream({
      pull: (controller) => {
        chunks += 1;
        controller.enqueue(chunk);
      },
      cancel,
    });
    expect((await errorWith(endless)).body).toBeUndefined();
    expect(cancel).toHaveBeenCalledTimes(1);
    expect(chunks).toBeLessThanOrEqual(6);
  });

  test.each<[string, () => Promise<string>, object]>([
    ['is read whole', async () => '{"error":{"code":"QUOTA"}}', { status: 402, code: 'QUOTA' }],
    [
      'is missing, where it breaks off',
      async () => Promise.reject(new TypeError('closed')),
      { status: 402, body: undefined },
    ],
  ])('%s by a runtime whose bodies are no streams', async (_, text, expected) => {
    const fetch = async () => Object.defineProperties(new Response(null, { status: 402 }), { text: { value: text } });
    expect(await rejectionWith(MiosaApiError, clientWith({ fetch }).projects.list())).toMatchObject(expected);
  });
});
