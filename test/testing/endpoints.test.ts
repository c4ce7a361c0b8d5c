import { expect, test } from 'vitest';
import { ids } from '../support/seed.ts';
import { call } from './support/call.ts';
import { clinicEmulator } from './support/clinic.ts';
import { endpoints } from './support/endpoints.ts';

test.each(endpoints)('%s answers something else than 404 for an id that exists', async (endpoint) => {
  const [method = '', path = ''] = endpoint.split(' ');
  const id = path.startsWith('/workspaces') ? ids.workspace : ids.project;
  const { status } = await call(clinicEmulator(), method, path.replace('{id}', id));
  expect(status).toBeGreaterThanOrEqual(200);
  expect(status).toBeLessThan(500);
  expect(status).not.toBe(404);
});

test.each([
  ['an unknown path', 'GET', '/nowhere', undefined, 404, 'NOT_FOUND'],
  ['a known path with another method', 'PUT', '/projects', {}, 404, 'NOT_FOUND'],
  ['the delete of a project', 'DELETE', `/projects/${ids.project}`, undefined, 404, 'NOT_FOUND'],
  ['a path that continues', 'GET', `/projects/${ids.project}/more`, undefined, 404, 'NOT_FOUND'],
  ['an empty id', 'GET', '/projects/', undefined, 404, 'NOT_FOUND'],
  ['an id that is not a UUID', 'GET', '/projects/lead-magnet', undefined, 400, 'INVALID_ID'],
  ['a body that is not JSON', 'POST', '/projects', '{', 400, 'BAD_REQUEST'],
  ['a body that is not an object', 'POST', '/projects', '[]', 400, 'BAD_REQUEST'],
])('rejects %s', async (_, method, path, body, status, code) => {
  const response = await call(clinicEmulator(), method, path, body);
  expect(response.status).toBe(status);
  expect(response.body).toMatchObject({ error: { code, request_id: response.headers.get('x-request-id') } });
});

test.each([
  '/v1/projects',
  '/projects',
  '/prefix/api/v1/projects',
  '/api/v1',
  '/api/v10/projects',
  '/API/v1/projects',
  '//api/v1/projects',
])('answers 404 outside /api/v1: %s', async (path) => {
  // Neither a missing key nor a fault hides that the base URL is wrong.
  const emulator = clinicEmulator({ faults: { rate: 1, kinds: ['503'] } });
  const response = await emulator.fetch(`https://api.miosa.ai${path}`, {});
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({
    error: { code: 'NOT_FOUND', message: expect.stringContaining('check the base URL') },
  });
  expect(emulator.requests).toMatchObject([{ method: 'GET', path, status: 404 }]);
});
