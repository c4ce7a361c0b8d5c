import { MiosaClient } from 'miosa-client';
import { mswHandlers } from 'miosa-client/testing/msw';
import { HttpResponse, http } from 'msw/http';
import { describe, expect, test } from 'vitest';
import { endpointOf, routes } from '../../src/testing/routes.ts';
import { ids } from '../support/seed.ts';
import { clinicEmulator } from './support/clinic.ts';
import { startMsw } from './support/ways-in.ts';

const baseUrl = 'https://api.miosa.ai/api/v1';
const headers = { authorization: 'Bearer msk_test_msw' };

test('every endpoint has a handler that names it', () => {
  const names = mswHandlers(clinicEmulator()).map(({ info }) => info.header);
  const expected = routes.map((route) => endpointOf(route).replace(' /', ' */api/v1/').replace('{id}', ':id'));
  expect(names.slice(0, -1)).toEqual(expected);
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

test('the emulator answers 404 for a prefix before /api/v1', async () => {
  startMsw(clinicEmulator());
  expect((await fetch('https://shop.example.com/proxy/api/v1/projects', { headers })).status).toBe(404);
});
