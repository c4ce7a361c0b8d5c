import { describe, expect, test } from 'vitest';
import { ids } from '../support/seed.ts';
import { call, idempotent } from './support/call.ts';
import { clinicEmulator, unknownId, uuid } from './support/clinic.ts';

const owned = { workspace_id: ids.workspace, project_id: ids.project };
const external = { external_workspace_id: 'clinic_123', external_project_id: 'project_789' };

test.each(['/sandboxes', '/computers', '/deployments', '/databases'])(
  'POST %s answers with its owner',
  async (path) => {
    const fields = { template_id: 'miosa-sandbox', nested: { workspace_slug: 'kept' } };
    const sent = { ...owned, ...external, external_user_id: 'user_1', ...fields, id: 'not mine to choose' };
    const { status, body } = await call(clinicEmulator(), 'POST', path, sent);
    expect(status).toBe(201);
    expect(body).toEqual({
      ...owned,
      ...external,
      external_user_id: 'user_1',
      ...fields,
      id: expect.stringMatching(uuid),
    });
  },
);

describe('what exists is found by', () => {
  test.each<[string, Record<string, string>]>([
    ['both ids', owned],
    ['the project id alone', { project_id: ids.project }],
    ['the project id, with an external id also sent', { project_id: ids.project, external_workspace_id: 'new' }],
    ['both slugs', { workspace_slug: 'dr-smith-clinic', project_slug: 'lead-magnet' }],
    [
      'slugs, names ignored',
      {
        workspace_slug: 'dr-smith-clinic',
        workspace_name: 'X',
        project_slug: 'lead-magnet',
        project_name: 'Y',
      },
    ],
    ['both external ids', external],
    ['the external project id alone', { external_project_id: 'project_789' }],
    ['a mixture', { workspace_id: ids.workspace, external_project_id: 'project_789' }],
  ])('%s', async (_, selectors) => {
    const emulator = clinicEmulator();
    expect((await call(emulator, 'POST', '/sandboxes', selectors)).body).toMatchObject(owned);
    expect((await call(emulator, 'GET', '/projects')).body).toMatchObject({ total: 1 });
  });
});

describe('what does not exist is made from', () => {
  test.each<[string, Record<string, string>, object, object]>([
    [
      'slugs',
      { workspace_slug: 'jones', project_slug: 'quiz' },
      { name: 'jones', slug: 'jones', external_workspace_id: null },
      { name: 'quiz', slug: 'quiz', external_project_id: null },
    ],
    [
      'slugs and names',
      { workspace_slug: 'jones', workspace_name: 'Dr. Jones', project_slug: 'quiz', project_name: 'The Quiz' },
      { name: 'Dr. Jones', slug: 'jones' },
      { name: 'The Quiz', slug: 'quiz' },
    ],
    [
      'external ids',
      { external_workspace_id: 'clinic_9', external_project_id: 'Project 9' },
      { name: 'clinic_9', slug: 'clinic-9', external_workspace_id: 'clinic_9' },
      { slug: 'project-9', external_project_id: 'Project 9', external_workspace_id: 'clinic_9' },
    ],
    ['nothing', {}, { name: 'Default', slug: 'default' }, { name: 'Default', slug: 'default' }],
    ['a workspace alone', { workspace_slug: 'jones' }, { slug: 'jones' }, { slug: 'default' }],
    ['a project alone', { project_slug: 'quiz' }, { slug: 'default' }, { slug: 'quiz' }],
  ])('%s, once', async (_, selectors, workspace, project) => {
    const emulator = clinicEmulator({ workspaces: [], projects: [] });
    const first = await call(emulator, 'POST', '/deployments', selectors);
    const second = await call(emulator, 'POST', '/databases', selectors);
    expect([first.status, second.status]).toEqual([201, 201]);
    const { workspace_id, project_id } = Object(first.body);
    expect(second.body).toMatchObject({ workspace_id, project_id });

    const workspaces = await call(emulator, 'GET', '/workspaces');
    expect(workspaces.body).toMatchObject({ data: [{ ...workspace, id: workspace_id }], total: 1 });
    const projects = await call(emulator, 'GET', '/projects');
    expect(projects.body).toMatchObject({ data: [{ ...project, id: project_id, workspace_id }], total: 1 });
  });
});

test.each<[string, Record<string, unknown>, number, object]>([
  ['a workspace id that is unknown', { workspace_id: unknownId }, 404, { error: { code: 'WORKSPACE_NOT_FOUND' } }],
  ['a project id that is unknown', { project_id: unknownId }, 404, { error: { code: 'NOT_FOUND' } }],
  ['a project of another workspace', { ...owned, workspace_id: unknownId }, 404, { error: { code: 'NOT_FOUND' } }],
  [
    'an invalid slug',
    { workspace_slug: 'new', project_slug: 'a b' },
    422,
    { errors: { project_slug: ['is invalid'] } },
  ],
  ['an id of another kind', { external_user_id: 7 }, 422, { errors: { external_user_id: ['is invalid'] } }],
])('%s is rejected, and nothing is created', async (_, selectors, status, expected) => {
  const emulator = clinicEmulator();
  const response = await call(emulator, 'POST', '/sandboxes', selectors);
  expect(response.status).toBe(status);
  expect(response.body).toMatchObject(expected);
  expect((await call(emulator, 'GET', '/workspaces')).body).toMatchObject({ total: 1 });
});

test('is made once under one Idempotency-Key', async () => {
  const emulator = clinicEmulator();
  const create = () => call(emulator, 'POST', '/computers', owned, idempotent('k'));
  expect((await create()).body).toEqual((await create()).body);
  expect((await call(emulator, 'GET', `/workspaces/${ids.workspace}/stats`)).body).toMatchObject({
    data: { computers: 1 },
  });
});
