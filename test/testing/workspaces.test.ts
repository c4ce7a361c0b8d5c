import { describe, expect, test } from 'vitest';
import { stopClock } from '../support/fake-clock.ts';
import { ids } from '../support/seed.ts';
import { call } from './support/call.ts';
import { clinicEmulator, emptyClinic, unknownId, uuid } from './support/clinic.ts';

const path = `/workspaces/${ids.workspace}`;

const wireWorkspace = {
  id: ids.workspace,
  tenant_id: 'tnt_abc123',
  external_workspace_id: 'clinic_123',
  name: 'Dr. Smith Clinic',
  slug: 'dr-smith-clinic',
  description: null,
  metadata: {},
  settings: {},
  created_at: '2026-05-18T10:00:00Z',
  updated_at: '2026-05-18T10:00:00Z',
};

test('all of them are listed', async () => {
  stopClock();
  const { status, body } = await call(clinicEmulator(), 'GET', '/workspaces');
  expect(status).toBe(200);
  expect(body).toEqual({ data: [wireWorkspace], total: 1 });
});

test('one is read', async () => {
  stopClock();
  const { status, body } = await call(clinicEmulator(), 'GET', path);
  expect(status).toBe(200);
  expect(body).toEqual({ data: wireWorkspace });
});

describe('a create', () => {
  test('answers with the workspace, which projects can then be created in', async () => {
    stopClock();
    const emulator = clinicEmulator();
    const fields = {
      name: 'Dr. Jones Clinic',
      slug: 'jones',
      external_workspace_id: 'clinic_124',
      description: 'Around the corner',
      metadata: { plan: 'gold' },
    };
    const { status, body } = await call(emulator, 'POST', '/workspaces', fields);
    expect(status).toBe(201);
    expect(body).toEqual({ data: { ...wireWorkspace, ...fields, id: expect.stringMatching(uuid) } });

    const project = { external_workspace_id: 'clinic_124', name: 'Lead Magnet' };
    expect((await call(emulator, 'POST', '/projects', project)).body).toMatchObject({
      workspace_id: Object(body).data.id,
    });
  });

  test.each([
    ['no name', {}, { name: ["can't be blank"] }],
    ['an invalid slug', { name: 'X', slug: 'a b' }, { slug: ['is invalid'] }],
    ['metadata of another kind', { name: 'X', metadata: 'gold' }, { metadata: ['is invalid'] }],
  ])('is rejected for %s', async (_, fields, errors) => {
    const { status, body } = await call(clinicEmulator(), 'POST', '/workspaces', fields);
    expect(status).toBe(422);
    expect(body).toMatchObject({ error: { code: 'VALIDATION_FAILED', message: 'workspace is invalid' }, errors });
  });
});

describe('an update', () => {
  test.each([
    { name: 'Smith & Sons' },
    { slug: 'smith' },
    { external_workspace_id: 'clinic_200' },
    { description: 'New' },
    { metadata: { plan: 'gold' } },
    {},
  ])('of %j', async (changes) => {
    stopClock();
    const emulator = clinicEmulator();
    const { status, body } = await call(emulator, 'PATCH', path, changes);
    expect(status).toBe(200);
    expect(body).toEqual({ data: { ...wireWorkspace, ...changes } });
    expect((await call(emulator, 'GET', path)).body).toEqual(body);
  });

  test('rejects the slug of another, but not its own', async () => {
    const emulator = clinicEmulator();
    await call(emulator, 'POST', '/workspaces', { name: 'Jones' });
    expect((await call(emulator, 'PATCH', path, { slug: 'jones' })).status).toBe(422);
    expect((await call(emulator, 'PATCH', path, { slug: 'dr-smith-clinic' })).status).toBe(200);
  });
});

test('settings are replaced as a whole', async () => {
  stopClock();
  const emulator = clinicEmulator();
  for (const settings of [{ max_computers: 3, nested: { a: 1 } }, { other: true }, {}]) {
    const { status, body } = await call(emulator, 'PUT', `${path}/settings`, settings);
    expect(status).toBe(200);
    expect(body).toEqual({ data: { ...wireWorkspace, settings } });
  }
});

test('stats count what is in the workspace', async () => {
  const emulator = clinicEmulator();
  await call(emulator, 'POST', '/sandboxes', { project_id: ids.project });
  await call(emulator, 'POST', '/sandboxes', { workspace_slug: 'somebody-else' });
  const { status, body } = await call(emulator, 'GET', `${path}/stats`);
  expect(status).toBe(200);
  expect(body).toEqual({ data: { projects: 1, sandboxes: 1, computers: 0, deployments: 0, databases: 0 } });
});

describe('a delete', () => {
  const total = async (emulator: ReturnType<typeof clinicEmulator>, list: string) =>
    Object((await call(emulator, 'GET', list)).body).total;

  test('of an empty workspace answers 204', async () => {
    const emulator = emptyClinic();
    const { status, body } = await call(emulator, 'DELETE', path);
    expect(status).toBe(204);
    expect(body).toBeUndefined();
    expect((await call(emulator, 'GET', path)).status).toBe(404);
    expect((await call(emulator, 'DELETE', path)).status).toBe(404);
  });

  test('of one with projects is rejected', async () => {
    const emulator = clinicEmulator();
    const { status, body } = await call(emulator, 'DELETE', path);
    expect(status).toBe(409);
    expect(body).toMatchObject({ error: { code: 'CONFLICT' } });
    expect(await total(emulator, '/projects')).toBe(1);
  });

  test('with force deletes its projects too', async () => {
    const emulator = clinicEmulator();
    expect((await call(emulator, 'DELETE', `${path}?force=true`)).status).toBe(204);
    expect(await total(emulator, '/workspaces')).toBe(0);
    expect(await total(emulator, '/projects')).toBe(0);
    expect((await call(emulator, 'GET', `/projects/${ids.project}`)).status).toBe(404);
  });

  test.each(['dry_run=true', 'dry_run=true&force=true'])('with %s says what it would delete', async (query) => {
    const emulator = clinicEmulator();
    const { status, body } = await call(emulator, 'DELETE', `${path}?${query}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      data: { dry_run: true, resources: { projects: [{ id: ids.project }] }, counts: { projects: 1 } },
    });
    expect(await total(emulator, '/projects')).toBe(1);
  });
});

const endpoints = [
  ['GET', ''],
  ['PATCH', ''],
  ['DELETE', ''],
  ['PUT', '/settings'],
  ['GET', '/stats'],
  ['GET', '/projects'],
  ['GET', '/preview-domain'],
  ['PUT', '/preview-domain'],
  ['DELETE', '/preview-domain'],
  ['GET', '/preview-domain/verify'],
] as const;

describe.each(endpoints)('%s /workspaces/{id}%s', (method, rest) => {
  test.each([
    ['a workspace that is not there', unknownId, 404, 'NOT_FOUND'],
    ['a slug in place of the id', 'dr-smith-clinic', 400, 'INVALID_ID'],
  ])('of %s', async (_, id, status, code) => {
    const response = await call(clinicEmulator(), method, `/workspaces/${id}${rest}`);
    expect(response.status).toBe(status);
    expect(response.body).toMatchObject({ error: { code } });
  });
});
