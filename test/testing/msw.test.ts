import { MiosaClient } from 'miosa-client';
import { type MswHandlersOptions, mswHandlers } from 'miosa-client/testing/msw';
import { HttpResponse, http } from 'msw/http';
import { setupServer } from 'msw/node';
import { describe, expect, test, vi } from 'vitest';
import { misuse } from '../support/refusal.ts';
import { ids } from '../support/seed.ts';
import { clinicEmulator } from './support/clinic.ts';
import { endpoints } from './support/endpoints.ts';
import { startMsw } from './support/ways-in.ts';

const baseUrl = 'https://api.miosa.ai/api/v1';
const headers = { authorization: 'Bearer msk_test_msw' };

test('every endpoint has a handler that names it', () => {
  const names = mswHandlers(clinicEmulator()).map(({ info }) => info.header);
  const expected = endpoints.map((endpoint) => endpoint.replace(' ', ` ${baseUrl}`).replace('{id}', ':id'));
  expect(names.slice(0, -1).toSorted()).toEqual(expected.toSorted());
});

describe('server.use', () => {
  test('overrides one endpoint, and no other', async () => {
    const emulator = clinicEmulator();
    const server = startMsw(emulator);
    const miosa = new MiosaClient({ apiKey: 'msk_test_msw', maxRetries: 0 });
    server.use(http.post('*/api/v1/projects', () => HttpResponse.json({ error: { code: 'FULL' } }, { status: 409 })));
    const create = () => miosa.projects.create({ workspaceId: ids.workspace, name: 'Quiz' });
    await expect(create()).rejects.toMatchObject({ status: 409, code: 'FULL' });
    expect((await miosa.projects.list()).total).toBe(1);
    expect(emulator.requests.map(({ method }) => method)).toEqual(['GET']);

    server.resetHandlers();
    expect(await create()).toMatchObject({ slug: 'quiz' });
  });

  test('overrides one method of a path with an id', async () => {
    const server = startMsw(clinicEmulator());
    server.use(http.patch('*/api/v1/projects/:id', ({ params }) => HttpResponse.json({ patched: params['id'] })));
    const patched = await fetch(`${baseUrl}/projects/${ids.project}`, { method: 'PATCH', headers, body: '{}' });
    expect(await patched.json()).toEqual({ patched: ids.project });
    const read = await fetch(`${baseUrl}/projects/${ids.project}`, { headers });
    expect(await read.json()).toMatchObject({ slug: 'lead-magnet' });
  });
});

test.each([
  ['an unknown path', 'GET', '/nowhere'],
  ['a known path with another method', 'DELETE', `/projects/${ids.project}`],
])('the emulator answers 404 for %s', async (_, method, path) => {
  const emulator = clinicEmulator();
  startMsw(emulator);
  const response = await fetch(`${baseUrl}${path}`, { method, headers });
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ error: { code: 'NOT_FOUND' } });
  expect(emulator.requests).toHaveLength(1);
});

test('the emulator answers 404 outside of /api/v1, since the base URL is wrong then', async () => {
  startMsw(clinicEmulator());
  const response = await fetch('https://api.miosa.ai/v1/projects', { headers });
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ error: { message: expect.stringContaining('check the base URL') } });
});

describe('the API is', () => {
  /** What a request gets, from the emulator or from msw itself. */
  async function statusOf(url: string, options?: MswHandlersOptions): Promise<number | 'unhandled'> {
    const emulator = clinicEmulator();
    const server = setupServer(
      ...mswHandlers(emulator, options),
      http.all('*', () => new Response(null, { status: 299 })),
    );
    server.listen();
    const { status } = await fetch(url, { headers }).finally(() => server.close());
    expect(emulator.requests).toHaveLength(status === 299 ? 0 : 1);
    return status === 299 ? 'unhandled' : status;
  }

  test.each<[string, MswHandlersOptions | undefined, string, string]>([
    ['the production one by default', undefined, '', baseUrl],
    ['that of MIOSA_BASE_URL', undefined, 'http://localhost:4747/api/v1', 'http://localhost:4747/api/v1'],
    [
      'that of MIOSA_BASE_URL with a slash',
      undefined,
      ' http://localhost:4747/api/v1/ ',
      'http://localhost:4747/api/v1',
    ],
    ['that of baseUrl', { baseUrl: 'https://eu.example.com/api/v1' }, baseUrl, 'https://eu.example.com/api/v1'],
    ['that of a URL', { baseUrl: new URL('https://eu.example.com/api/v1/') }, '', 'https://eu.example.com/api/v1'],
    ['that of an IPv6 address', { baseUrl: 'http://[::1]:4747/api/v1' }, '', 'http://[::1]:4747/api/v1'],
  ])('%s, and no other host', async (_, options, environment, url) => {
    vi.stubEnv('MIOSA_BASE_URL', environment);
    expect(await statusOf(`${url}/projects`, options)).toBe(200);
    expect(await statusOf(`${url}/projects/${ids.project}`, options)).toBe(200);
    expect(await statusOf(`${url}/nowhere`, options)).toBe(404);
    expect(await statusOf(`${new URL(url).origin}/nowhere`, options)).toBe(404);
    expect(await statusOf('https://shop.example.com/api/v1/projects', options)).toBe('unhandled');
    expect(await statusOf('https://shop.example.com/', options)).toBe('unhandled');
    if (url !== baseUrl) expect(await statusOf(`${baseUrl}/projects`, options)).toBe('unhandled');
  });

  test('below /api/v1 of a page, whose scripts are its own', async () => {
    vi.stubGlobal('location', new URL('http://localhost:5173/clinics/7'));
    const options = { baseUrl: '/api/v1' };
    expect(await statusOf('http://localhost:5173/api/v1/projects', options)).toBe(200);
    expect(await statusOf('http://localhost:5173/api/v1/nowhere', options)).toBe(404);
    expect(await statusOf('http://localhost:5173/src/main.ts', options)).toBe('unhandled');
  });
});

test.each<[unknown, RegExp]>([
  [{ baseUrl: 'https://api.miosa.ai' }, /baseUrl "https:\/\/api\.miosa\.ai" must be an origin and \/api\/v1/],
  [{ baseUrl: 'https://example.com/api/miosa' }, /For a proxy .* emulator\.handle/],
  [{ baseUrl: '/api/v1' }, /baseUrl "\/api\/v1" must be/],
  [{ baseUrl: 7 }, /baseUrl "7" must be/],
  [{ baseURL: 'https://api.miosa.ai/api/v1' }, /mswHandlers has no option "baseURL": did you mean baseUrl\?/],
])('%j is refused', (options, message) => {
  expect(() => mswHandlers(clinicEmulator(), misuse(options))).toThrow(
    expect.objectContaining({ name: 'MiosaConfigError', message: expect.stringMatching(message) }),
  );
});

test('a MIOSA_BASE_URL that is refused is named', () => {
  vi.stubEnv('MIOSA_BASE_URL', 'https://api.miosa.ai/v2');
  expect(() => mswHandlers(clinicEmulator())).toThrow(/^MIOSA_BASE_URL "https:\/\/api\.miosa\.ai\/v2" must be/);
});
