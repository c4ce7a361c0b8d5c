import { describe, expect, test } from 'vitest';
import { stopClock } from '../support/fake-clock.ts';
import { ids, wireProject, wireProjectList } from '../support/seed.ts';
import { call } from './support/call.ts';
import { clinic, clinicEmulator, emptyClinic, unknownId, uuid } from './support/clinic.ts';

describe('the documented example', () => {
  test('create answers 201 with the full project', async () => {
    stopClock();
    const { status, headers, body } = await call(emptyClinic(), 'POST', '/projects', {
      workspace_slug: 'dr-smith-clinic',
      name: 'Lead Magnet',
      slug: 'lead-magnet',
      external_workspace_id: 'clinic_123',
      external_project_id: 'project_789',
    });
    expect(status).toBe(201);
    expect(headers.get('content-type')).toBe('application/json');
    expect(body).toEqual({ ...wireProject, id: expect.stringMatching(uuid) });
  });

  test.each([
    ['the list', '/projects', wireProjectList],
    ['the list of one workspace', `/projects?workspace_id=${ids.workspace}`, wireProjectList],
    ['the list of a workspace that is not there', `/projects?workspace_id=${unknownId}`, { data: [], total: 0 }],
    ['the list under the workspace', `/workspaces/${ids.workspace}/projects`, wireProjectList],
    ['one project', `/projects/${ids.project}`, wireProject],
    ['one project, its UUID in capitals', `/projects/${ids.project.toUpperCase()}`, wireProject],
  ])('%s', async (_, path, expected) => {
    stopClock();
    const { status, body } = await call(clinicEmulator(), 'GET', path);
    expect(status).toBe(200);
    expect(body).toEqual(expected);
  });

  test('the update of the name', async () => {
    stopClock();
    const { status, body } = await call(clinicEmulator(), 'PATCH', `/projects/${ids.project}`, {
      name: 'Summer Lead Magnet',
    });
    expect(status).toBe(200);
    expect(body).toEqual({ ...wireProject, name: 'Summer Lead Magnet' });
  });
});

describe('a workspace is chosen by', () => {
  test.each([
    ['its id', { workspace_id: ids.workspace }],
    ['its slug', { workspace_slug: 'dr-smith-clinic' }],
    ['the external id', { external_workspace_id: 'clinic_123' }],
  ])('%s', async (_, selector) => {
    const { status, body } = await call(emptyClinic(), 'POST', '/projects', { ...selector, name: 'Lead Magnet' });
    expect(status).toBe(201);
    expect(body).toMatchObject({ workspace_id: ids.workspace, external_workspace_id: 'clinic_123' });
  });

  test('its id, with an external id also sent', async () => {
    const fields = { workspace_id: ids.workspace, external_workspace_id: 'mine', name: 'Lead Magnet' };
    const { body } = await call(emptyClinic(), 'POST', '/projects', fields);
    expect(body).toMatchObject({ workspace_id: ids.workspace, external_workspace_id: 'mine' });
  });
});

describe('a create is rejected for', () => {
  const name = 'Lead Magnet';
  const inClinic = { workspace_slug: 'dr-smith-clinic' };

  test.each([
    ['no workspace', { name }, 400, 'WORKSPACE_REQUIRED'],
    ['an empty selector', { workspace_slug: '', name }, 400, 'WORKSPACE_REQUIRED'],
    ['an unknown id', { workspace_id: unknownId, name }, 404, 'WORKSPACE_NOT_FOUND'],
    ['an unknown slug', { workspace_slug: 'nobody', name }, 404, 'WORKSPACE_NOT_FOUND'],
    ['an unknown external id', { external_workspace_id: 'nobody', name }, 404, 'WORKSPACE_NOT_FOUND'],
    ['no workspace, before any other field', { name: '', slug: '?' }, 400, 'WORKSPACE_REQUIRED'],
  ])('%s', async (_, fields, status, code) => {
    const response = await call(clinicEmulator(), 'POST', '/projects', fields);
    const requestId = response.headers.get('x-request-id');
    expect(response.status).toBe(status);
    expect(requestId).toMatch(/^req_/);
    expect(response.body).toEqual({ error: { code, message: expect.any(String), request_id: requestId } });
  });

  test.each([
    ['no name', {}, { name: ["can't be blank"] }],
    ['a null name', { name: null }, { name: ["can't be blank"] }],
    ['an empty name', { name: '' }, { name: ["can't be blank"] }],
    ['a blank name', { name: '  ' }, { name: ['is invalid'] }],
    ['a slug with capitals', { name, slug: 'Lead' }, { slug: ['is invalid'] }],
    ['a slug with a space', { name, slug: 'lead magnet' }, { slug: ['is invalid'] }],
    ['an empty slug', { name, slug: '' }, { slug: ["can't be blank"] }],
    [
      'an external project id of another kind',
      { name, external_project_id: 7 },
      { external_project_id: ['is invalid'] },
    ],
    ['metadata of another kind', { name, metadata: [] }, { metadata: ['is invalid'] }],
    [
      'all at once',
      { slug: '?', description: 1 },
      {
        name: ["can't be blank"],
        slug: ['is invalid'],
        description: ['is invalid'],
      },
    ],
  ])('%s', async (_, fields, errors) => {
    const emulator = emptyClinic();
    const { status, body } = await call(emulator, 'POST', '/projects', { ...inClinic, ...fields });
    expect(status).toBe(422);
    expect(body).toMatchObject({ error: { code: 'VALIDATION_FAILED', message: 'project is invalid' }, errors });
    expect((await call(emulator, 'GET', '/projects')).body).toMatchObject({ total: 0 });
  });
});

describe('an update', () => {
  const path = `/projects/${ids.project}`;

  test.each([
    ['a slug', { slug: 'summer' }],
    ['a description', { description: 'For the summer' }],
    ['the description cleared', { description: null }],
    ['an external project id', { external_project_id: 'project_790' }],
    ['an external workspace id', { external_workspace_id: 'clinic_124' }],
    ['metadata replaced as a whole', { metadata: { camelCase: { snake_case: [1, null] } } }],
    ['settings replaced as a whole', { settings: { preview: { domain: null } } }],
    ['nothing', {}],
  ])('%s', async (_, changes) => {
    stopClock();
    const emulator = clinicEmulator();
    await call(emulator, 'PATCH', path, { description: 'Old', metadata: { old: true }, settings: { old: true } });
    const old = { description: 'Old', metadata: { old: true }, settings: { old: true } };
    expect((await call(emulator, 'PATCH', path, changes)).body).toEqual({ ...wireProject, ...old, ...changes });
    expect((await call(emulator, 'GET', path)).body).toEqual({ ...wireProject, ...old, ...changes });
  });

  test('ignores read-only and unknown fields', async () => {
    stopClock();
    const changes = { id: unknownId, workspace_id: unknownId, tenant_id: 'x', created_at: 'x', unknown: 1 };
    expect((await call(clinicEmulator(), 'PATCH', path, changes)).body).toEqual(wireProject);
  });

  test('rejects a slug that another project of the workspace has, and changes nothing', async () => {
    const emulator = clinicEmulator();
    await call(emulator, 'POST', '/projects', { workspace_id: clinic.id, name: 'Summer' });
    const { status, body } = await call(emulator, 'PATCH', path, { name: 'New', slug: 'summer' });
    expect(status).toBe(422);
    expect(body).toMatchObject({ error: { code: 'VALIDATION_FAILED' }, errors: { slug: ['has already been taken'] } });
    expect((await call(emulator, 'GET', path)).body).toMatchObject({ name: 'Lead Magnet', slug: 'lead-magnet' });
  });

  test('may send its own slug again', async () => {
    expect((await call(clinicEmulator(), 'PATCH', path, { slug: 'lead-magnet' })).status).toBe(200);
  });

  test('moves updated_at, and leaves created_at', async () => {
    stopClock();
    const emulator = clinicEmulator();
    stopClock(Date.UTC(2026, 4, 18, 11));
    const { body } = await call(emulator, 'PATCH', path, { name: 'Later' });
    expect(body).toMatchObject({ created_at: '2026-05-18T10:00:00Z', updated_at: '2026-05-18T11:00:00Z' });
  });
});
