import { MiosaClient } from 'miosa-client';
import { createMiosaEmulator, type EmulatorRouteHandler } from 'miosa-client/testing';
import { describe, expect, test, vi } from 'vitest';
import { misuse } from '../support/refusal.ts';
import { ids } from '../support/seed.ts';
import { call, idempotent } from './support/call.ts';
import { clinicEmulator, emptyClinic } from './support/clinic.ts';
import { observe } from './support/observe.ts';
import { waysIn } from './support/ways-in.ts';

/** Answers with what it received. */
const echo: EmulatorRouteHandler = async (request) => {
  const { method, url } = request;
  return Response.json({ method, url, body: await request.text() }, { status: 202 });
};

describe.each(Object.entries(waysIn))('through %s', (_, enter) => {
  test('a further endpoint is answered by its function, which can read the request', async () => {
    const emulator = emptyClinic({ routes: { 'POST /sandboxes/{id}/start': echo } });
    const way = await enter(emulator);
    const { label, text } = await observe(way, 'POST', '/sandboxes/7/start?now=true', { body: { size: 'small' } });
    expect(label).toBe('202 whole');
    expect(JSON.parse(text)).toEqual({
      method: 'POST',
      url: `${way.baseUrl}/sandboxes/7/start?now=true`,
      body: '{"size":"small"}',
    });
    expect(emulator.requests).toMatchObject([
      { method: 'POST', path: '/sandboxes/7/start', query: { now: 'true' }, body: { size: 'small' }, status: 202 },
    ]);
  });

  test('Response.error() drops the connection', async () => {
    const emulator = emptyClinic({ routes: { 'GET /sandboxes': () => Response.error() } });
    expect((await observe(await enter(emulator), 'GET', '/sandboxes')).label).toBe('dropped');
    expect(emulator.requests).toMatchObject([{ path: '/sandboxes', status: undefined }]);
  });
});

test('a client gets an error of its own making', async () => {
  const refusal = { error: { code: 'insufficient_scope', message: 'the key may only read' } };
  const { fetch } = emptyClinic({ routes: { 'POST /projects': () => Response.json(refusal, { status: 403 }) } });
  const miosa = new MiosaClient({ apiKey: 'msk_test_routes', fetch });
  const create = miosa.projects.create({ workspaceId: ids.workspace, name: 'Quiz' });
  await expect(create).rejects.toMatchObject({ name: 'PermissionDeniedError', code: 'insufficient_scope' });
  expect((await miosa.projects.list()).data).toEqual([]);
});

describe('of several routes', () => {
  test.each(['GET /projects/{id}', 'GET /projects/{projectId}'])('%s replaces the emulator own', async (route) => {
    const emulator = clinicEmulator({ routes: { [route]: () => Response.json({ own: true }) } });
    expect((await call(emulator, 'GET', `/projects/${ids.project}`)).body).toEqual({ own: true });
    // Neither the other methods of its path nor other paths.
    expect((await call(emulator, 'PATCH', `/projects/${ids.project}`, { name: 'New' })).status).toBe(200);
    expect((await call(emulator, 'GET', `/projects/${ids.project}/preview-domain`)).status).toBe(200);
    emulator.failNext('503', { endpoint: route });
    await expect(emulator.fetch(`https://api.miosa.ai/api/v1/projects/${ids.project}`, {})).resolves.toMatchObject({
      status: 503,
    });
  });

  test('the first one that matches answers', async () => {
    const emulator = emptyClinic({
      routes: {
        'GET /sandboxes/all': () => new Response('"all"'),
        'GET /sandboxes/{id}': () => new Response('"one"'),
      },
    });
    expect((await call(emulator, 'GET', '/sandboxes/all')).body).toBe('all');
    expect((await call(emulator, 'GET', '/sandboxes/7')).body).toBe('one');
    expect((await call(emulator, 'GET', '/sandboxes/')).status).toBe(404);
    expect((await call(emulator, 'GET', '/sandboxes/7/8')).status).toBe(404);
  });
});

describe('a request to one', () => {
  const start = (options = {}) => {
    const handler = vi.fn<EmulatorRouteHandler>(() => Response.json({ ok: true }));
    return { handler, emulator: emptyClinic({ routes: { 'POST /functions': handler }, ...options }) };
  };
  const post = (emulator: ReturnType<typeof emptyClinic>, headers = {}) =>
    call(emulator, 'POST', '/functions', {}, headers);

  test('needs a key', async () => {
    const { emulator, handler } = start();
    expect((await post(emulator, { authorization: null })).status).toBe(401);
    expect(handler).not.toHaveBeenCalled();
  });

  test('counts against the rate limit', async () => {
    const { emulator, handler } = start({ rateLimit: { requests: 1, windowMs: 60_000, endpoint: 'POST /functions' } });
    const statuses = [(await post(emulator)).status, (await post(emulator)).status];
    expect(statuses).toEqual([200, 429]);
    expect(handler).toHaveBeenCalledTimes(1);
  });

  test.each([
    [false, 0],
    [true, 1],
  ])('meets faults, with processed: %s', async (processed, calls) => {
    const { emulator, handler } = start();
    emulator.failNext('html', { endpoint: 'POST /functions', processed });
    const { headers } = await emulator.handle(
      new Request('https://api.miosa.ai/api/v1/functions', {
        method: 'POST',
        headers: { authorization: 'Bearer msk_test_routes' },
      }),
    );
    expect(headers.get('content-type')).toBe('text/html');
    expect(handler).toHaveBeenCalledTimes(calls);
  });

  test('may lose its body to a fault', async () => {
    const { emulator } = start();
    emulator.failNext('empty-body');
    expect((await post(emulator)).body).toBeUndefined();
  });

  test('runs its function again for the same Idempotency-Key', async () => {
    const { emulator, handler } = start();
    await post(emulator, idempotent('k'));
    await post(emulator, idempotent('k'));
    expect(handler).toHaveBeenCalledTimes(2);
  });
});

test('pages of every origin can read the answer, even one whose headers cannot be changed', async () => {
  const routes = { 'GET /elsewhere': () => Response.redirect('https://miosa.ai/docs') };
  const { status, headers } = await call(emptyClinic({ routes }), 'GET', '/elsewhere');
  expect(status).toBe(302);
  expect(headers.get('location')).toBe('https://miosa.ai/docs');
  expect(headers.get('access-control-allow-origin')).toBe('*');
});

test('a function may return the same response each time', async () => {
  const response = Response.json({ data: [] });
  const emulator = emptyClinic({ routes: { 'GET /sandboxes': () => response } });
  for (let count = 0; count < 3; count++) {
    expect((await call(emulator, 'GET', '/sandboxes')).body).toEqual({ data: [] });
  }
});

test('bytes arrive as they are', async () => {
  const bytes = new Uint8Array([0, 255, 128]);
  const { fetch } = emptyClinic({ routes: { 'GET /files/{name}': () => new Response(bytes) } });
  const response = await fetch('https://api.miosa.ai/api/v1/files/logo.png', {
    headers: { authorization: 'Bearer msk_test_routes' },
  });
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
});

test('what a function throws is thrown by fetch', async () => {
  const error = new Error('expected another body');
  const emulator = emptyClinic({ routes: { 'GET /sandboxes': () => Promise.reject(error) } });
  await expect(call(emulator, 'GET', '/sandboxes')).rejects.toBe(error);
});

test('a function that returns no Response is named', async () => {
  const emulator = emptyClinic({ routes: { 'GET /sandboxes': misuse(() => ({ data: [] })) } });
  await expect(call(emulator, 'GET', '/sandboxes')).rejects.toMatchObject({
    name: 'MiosaConfigError',
    message: expect.stringContaining('"GET /sandboxes" must return a Response'),
  });
});

test.each([
  'sandboxes',
  '/sandboxes',
  'GET sandboxes',
  'get /sandboxes',
  'LIST /sandboxes',
  'GET  /sandboxes',
  'GET /',
  'GET /sandboxes/',
  'GET /sandboxes?page=1',
  'GET /sandboxes/{id',
  'GET /sandboxes/{}',
  'GET /api/v1/sandboxes',
  'GET https://api.miosa.ai/api/v1/sandboxes',
])('"%s" is refused as a route', (endpoint) => {
  expect(() => createMiosaEmulator({ routes: { [endpoint]: echo } })).toThrow(
    expect.objectContaining({
      name: 'MiosaConfigError',
      message: expect.stringContaining(`"${endpoint}": it must be GET, POST, PUT, PATCH or DELETE`),
    }),
  );
});

test.each<[unknown, RegExp]>([
  [{ 'GET /sandboxes': { data: [] } }, /routes\["GET \/sandboxes"\] must be a function/],
  ['GET /sandboxes', /routes must be an object/],
  [[echo], /routes must be an object/],
])('routes of %j are refused', (routes, message) => {
  expect(() => createMiosaEmulator({ routes: misuse(routes) })).toThrow(
    expect.objectContaining({ name: 'MiosaConfigError', message: expect.stringMatching(message) }),
  );
});
