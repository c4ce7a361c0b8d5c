import {
  type CreateProjectInput,
  type Fetch,
  type MiosaClient,
  type ProjectChanges,
  WorkspaceRequiredError,
  type WorkspaceSelector,
} from 'miosa-client';
import { describe, expect, test } from 'vitest';
import { clientWith } from './support/client.ts';
import { misuse, refusal } from './support/refusal.ts';
import { ids, wireProject } from './support/seed.ts';
import { json, startServer } from './support/server.ts';

async function bodySentBy(call: (miosa: MiosaClient) => Promise<unknown>): Promise<unknown> {
  const server = await startServer(json(wireProject));
  await call(clientWith({ baseUrl: server.url }));
  expect(server.requests).toHaveLength(1);
  return JSON.parse(server.requests[0]?.body ?? '');
}

describe('the body of a project create', () => {
  test.each<[string, CreateProjectInput, object]>([
    [
      'the workspace by id',
      { workspaceId: ids.workspace, name: 'Lead Magnet' },
      { workspace_id: ids.workspace, name: 'Lead Magnet' },
    ],
    [
      'the workspace by id, with an external id beside it',
      { workspaceId: ids.workspace, externalWorkspaceId: 'clinic_123', name: 'Lead Magnet' },
      { workspace_id: ids.workspace, external_workspace_id: 'clinic_123', name: 'Lead Magnet' },
    ],
    [
      'the workspace by slug',
      { workspaceSlug: 'dr-smith-clinic', name: 'Lead Magnet' },
      { workspace_slug: 'dr-smith-clinic', name: 'Lead Magnet' },
    ],
    [
      "the documentation's own example: a slug and both external ids",
      {
        workspaceSlug: 'dr-smith-clinic',
        name: 'Lead Magnet',
        slug: 'lead-magnet',
        externalWorkspaceId: 'clinic_123',
        externalProjectId: 'project_789',
      },
      {
        workspace_slug: 'dr-smith-clinic',
        name: 'Lead Magnet',
        slug: 'lead-magnet',
        external_workspace_id: 'clinic_123',
        external_project_id: 'project_789',
      },
    ],
    [
      'the workspace by external id',
      { externalWorkspaceId: 'clinic_123', name: 'Lead Magnet' },
      { external_workspace_id: 'clinic_123', name: 'Lead Magnet' },
    ],
    [
      'every field of a project',
      {
        externalWorkspaceId: 'clinic_123',
        name: 'Lead Magnet',
        slug: 'lead-magnet',
        externalProjectId: 'project_789',
        description: 'For the summer campaign',
        metadata: { plan: 'gold' },
      },
      {
        external_workspace_id: 'clinic_123',
        name: 'Lead Magnet',
        slug: 'lead-magnet',
        external_project_id: 'project_789',
        description: 'For the summer campaign',
        metadata: { plan: 'gold' },
      },
    ],
    [
      'nothing for fields that are undefined',
      {
        workspaceId: ids.workspace,
        workspaceSlug: misuse(undefined),
        externalWorkspaceId: undefined,
        name: 'Lead Magnet',
        slug: undefined,
        externalProjectId: undefined,
        description: undefined,
        metadata: undefined,
      },
      { workspace_id: ids.workspace, name: 'Lead Magnet' },
    ],
    [
      'nothing for fields that are null',
      {
        workspaceId: ids.workspace,
        externalWorkspaceId: null,
        name: 'Lead Magnet',
        externalProjectId: null,
        description: null,
      },
      { workspace_id: ids.workspace, name: 'Lead Magnet' },
    ],
    [
      'the workspace by slug, where the external id beside it is null',
      { workspaceSlug: 'dr-smith-clinic', externalWorkspaceId: null, name: 'Lead Magnet' },
      { workspace_slug: 'dr-smith-clinic', name: 'Lead Magnet' },
    ],
  ])('holds %s', async (_, input, body) => {
    expect(await bodySentBy((miosa) => miosa.projects.create(input))).toEqual(body);
  });
});

test.each<[string, WorkspaceSelector, object]>([
  ['an id', { workspaceId: ids.workspace }, { workspace_id: ids.workspace }],
  ['a slug', { workspaceSlug: 'clinic', externalWorkspaceId: null }, { workspace_slug: 'clinic' }],
  ['an external id', { externalWorkspaceId: 'clinic_123' }, { external_workspace_id: 'clinic_123' }],
])('%s in a variable chooses the workspace of an ensure, too', async (_, selector, fields) => {
  const sent: unknown[] = [];
  const fetch: Fetch = async (_url, { method, body }) => {
    if (method === 'POST') sent.push(JSON.parse(String(body)));
    return Response.json(method === 'POST' ? wireProject : { data: [] });
  };
  await clientWith({ fetch }).projects.ensure({ ...selector, name: 'Lead Magnet', slug: 'lead-magnet' });
  expect(sent).toEqual([{ ...fields, name: 'Lead Magnet', slug: 'lead-magnet' }]);
});

describe('the body of a project update', () => {
  test.each<[string, ProjectChanges, object]>([
    ['null for a description to clear', { description: null }, { description: null }],
    ['empty maps that replace what is there', { metadata: {}, settings: {} }, { metadata: {}, settings: {} }],
    [
      'every field that can be changed',
      {
        name: 'Summer Lead Magnet',
        slug: 'summer',
        description: 'New',
        externalProjectId: 'project_790',
        externalWorkspaceId: 'clinic_124',
        metadata: { plan: 'gold' },
        settings: { region: 'eu' },
      },
      {
        name: 'Summer Lead Magnet',
        slug: 'summer',
        description: 'New',
        external_project_id: 'project_790',
        external_workspace_id: 'clinic_124',
        metadata: { plan: 'gold' },
        settings: { region: 'eu' },
      },
    ],
    [
      'nothing for fields that are undefined',
      { name: undefined, slug: 'summer', description: undefined, metadata: undefined, settings: undefined },
      { slug: 'summer' },
    ],
  ])('holds %s', async (_, changes, body) => {
    expect(await bodySentBy((miosa) => miosa.projects.update(ids.project, changes))).toEqual(body);
  });
});

test('keys inside metadata and settings are never renamed', async () => {
  const callersOwn = {
    camelCase: 1,
    snake_case: 2,
    workspaceId: { projectId: [{ externalUserId: null }] },
    'kebab-case and spaces': true,
    '': 'empty',
  };
  const created = await bodySentBy((miosa) =>
    miosa.projects.create({ workspaceId: ids.workspace, name: 'Lead Magnet', metadata: callersOwn }),
  );
  expect(created).toEqual({ workspace_id: ids.workspace, name: 'Lead Magnet', metadata: callersOwn });
  const changes = { metadata: callersOwn, settings: callersOwn };
  expect(await bodySentBy((miosa) => miosa.projects.update(ids.project, changes))).toEqual(changes);
});

describe('in plain JavaScript,', () => {
  test.each([
    ['no workspace', { name: 'Lead Magnet' }],
    ['only undefined ones', { workspaceId: undefined, workspaceSlug: undefined, name: 'Lead Magnet' }],
    ['null', { workspaceId: null, name: 'Lead Magnet' }],
    ['an empty string', { workspaceSlug: '', name: 'Lead Magnet' }],
    ['an empty input', {}],
  ])('a create with %s for its workspace rejects as the API would', async (_, input) => {
    const error = await refusal((miosa) => miosa.projects.create(misuse(input)), { as: WorkspaceRequiredError });
    expect(error).toMatchObject({
      name: 'WorkspaceRequiredError',
      status: 400,
      code: 'WORKSPACE_REQUIRED',
      requestId: undefined,
      method: 'POST',
      path: '/projects',
    });
    expect(error.message).toContain('workspaceId, workspaceSlug or externalWorkspaceId');
    expect(error.message).toContain('[POST /projects, nothing was sent]');
  });

  test('a workspace chosen in two ways rejects, and the message names both', async () => {
    const input = { workspaceId: ids.workspace, workspaceSlug: 'dr-smith-clinic', name: 'Lead Magnet' };
    const { message } = await refusal((miosa) => miosa.projects.create(misuse(input)));
    expect(message).toContain('workspaceId');
    expect(message).toContain('workspaceSlug');
  });

  test.each([
    ['create', 'title', { workspaceId: ids.workspace, name: 'Lead Magnet', title: 'x' }],
    ['create', 'workspace_id', { workspace_id: ids.workspace, name: 'Lead Magnet' }],
    ['create', 'workspaceName', { workspaceSlug: 'clinic', workspaceName: 'Clinic', name: 'Lead Magnet' }],
    ['create', 'settings', { workspaceId: ids.workspace, name: 'Lead Magnet', settings: {} }],
    ['create', 'toString', { workspaceId: ids.workspace, name: 'Lead Magnet', toString: 'x' }],
    ['create', '__proto__', JSON.parse('{ "workspaceId": "w", "name": "Lead Magnet", "__proto__": {} }')],
    ['create', 'name', { workspaceId: ids.workspace }],
    ['create', 'name', { workspaceId: ids.workspace, name: null }],
    ['create', 'workspaceId', { workspaceId: 42, externalWorkspaceId: 'clinic_123', name: 'Lead Magnet' }],
    ['create', 'workspaceId', { workspaceId: 42, name: 'Lead Magnet' }],
    ['update', 'workspaceId', { name: 'Summer', workspaceId: ids.workspace }],
    ['update', 'external_project_id', { external_project_id: 'project_789' }],
    ['update', 'description', {}],
    ['update', 'description', { name: undefined, description: undefined }],
  ] as const)('an input of %s that is wrong at "%s" rejects: %j', async (method, field, input) => {
    const { message } = await refusal(({ projects }) =>
      method === 'create' ? projects.create(misuse(input)) : projects.update(ids.project, misuse(input)),
    );
    expect(message).toMatch(new RegExp(`\\b${field}\\b`));
  });

  test.each([[undefined], [null], [42], ['Lead Magnet'], [[]], [() => ({})]])(
    'an input that is %o, and not an object, rejects',
    async (input) => {
      for (const call of [
        (miosa: MiosaClient) => miosa.projects.create(misuse(input)),
        (miosa: MiosaClient) => miosa.projects.update(ids.project, misuse(input)),
      ]) {
        expect((await refusal(call)).message).toContain('must be an object');
      }
    },
  );

  // Read as no filter, it would list the projects of every customer.
  test.each([[null], [42], [ids.workspace], [[]], [true]])(
    'a filter or a page that is %o, and not an object, rejects',
    async (filter) => {
      await refusal((miosa) => miosa.projects.list(misuse(filter)));
      await refusal((miosa) => miosa.workspaces.listProjects(ids.workspace, misuse(filter)));
    },
  );

  test.each([[''], [null]])(
    'a filter whose workspace is %o rejects, and does not list all projects',
    async (workspaceId) => {
      const { message } = await refusal((miosa) => miosa.projects.list(misuse({ workspaceId })));
      expect(message).toContain('workspaceId');
    },
  );
});
