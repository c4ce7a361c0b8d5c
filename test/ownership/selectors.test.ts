import {
  type CreateProjectInput,
  type MiosaClient,
  type ProjectChanges,
  WorkspaceRequiredError,
  type WorkspaceSelector,
} from 'miosa-client';
import { describe, expect, test } from 'vitest';
import { clientWith } from '../support/client.ts';
import { misuse, refusal } from '../support/refusal.ts';
import { ids, wireProject } from '../support/seed.ts';
import { json, startServer } from '../support/server.ts';

async function bodySentBy(call: (miosa: MiosaClient) => Promise<unknown>): Promise<unknown> {
  const server = await startServer(json(wireProject));
  await call(clientWith({ baseUrl: server.url }));
  expect(server.requests).toHaveLength(1);
  return JSON.parse(server.requests[0]?.body ?? '');
}

const name = 'Lead Magnet';
const own = { slug: 'lead-magnet', description: 'For the summer', metadata: { plan: 'gold' } };
const unset = { slug: undefined, externalProjectId: undefined, description: undefined, metadata: undefined };

test.each<[string, CreateProjectInput, object]>([
  [
    'an id, with an external id beside it',
    { workspaceId: 'w', externalWorkspaceId: 'ew', name },
    { workspace_id: 'w', external_workspace_id: 'ew', name },
  ],
  [
    'a slug, with both external ids, as in the documentation',
    { workspaceSlug: 'ws', externalWorkspaceId: 'ew', externalProjectId: 'ep', name },
    { workspace_slug: 'ws', external_workspace_id: 'ew', external_project_id: 'ep', name },
  ],
  [
    'an external id, with every field of a project',
    { externalWorkspaceId: 'ew', externalProjectId: 'ep', name, ...own },
    { external_workspace_id: 'ew', external_project_id: 'ep', name, ...own },
  ],
  [
    'an id, where all else is undefined',
    { workspaceId: 'w', workspaceSlug: undefined, externalWorkspaceId: undefined, name, ...unset },
    { workspace_id: 'w', name },
  ],
  [
    'a slug, where all else is null',
    { workspaceSlug: 'ws', externalWorkspaceId: null, externalProjectId: null, description: null, name },
    { workspace_slug: 'ws', name },
  ],
])('the body of a project create holds the workspace by %s', async (_, input, body) => {
  expect(await bodySentBy((miosa) => miosa.projects.create(input))).toEqual(body);
});

test.each<[string, WorkspaceSelector, object]>([
  ['an id', { workspaceId: ids.workspace }, { workspace_id: ids.workspace }],
  ['a slug', { workspaceSlug: 'clinic', externalWorkspaceId: null }, { workspace_slug: 'clinic' }],
  ['an external id', { externalWorkspaceId: 'clinic_123' }, { external_workspace_id: 'clinic_123' }],
])('%s in a variable chooses the workspace of an ensure, too', async (_, selector, fields) => {
  const ensured = { ...selector, name, slug: wireProject.slug };
  expect(await bodySentBy((miosa) => miosa.projects.ensure(ensured))).toEqual({ ...fields, name, slug: ensured.slug });
});

test.each<[string, ProjectChanges, object]>([
  ['null for a description to clear', { description: null }, { description: null }],
  ['empty maps that replace what is there', { metadata: {}, settings: {} }, { metadata: {}, settings: {} }],
  [
    'every field that can be changed',
    { name, externalProjectId: 'ep', externalWorkspaceId: 'ew', settings: { region: 'eu' }, ...own },
    { name, external_project_id: 'ep', external_workspace_id: 'ew', settings: { region: 'eu' }, ...own },
  ],
  ['nothing for fields that are undefined', { ...unset, name: undefined, slug: 'summer' }, { slug: 'summer' }],
])('the body of a project update holds %s', async (_, changes, body) => {
  expect(await bodySentBy((miosa) => miosa.projects.update(ids.project, changes))).toEqual(body);
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
  ])('a create or an ensure with %s for its workspace rejects as the API would', async (_, input) => {
    for (const method of ['create', 'ensure'] as const) {
      const call = ({ projects }: MiosaClient) => projects[method](misuse(input));
      const error = await refusal(call, { as: WorkspaceRequiredError });
      const origin = { method: 'POST', path: '/projects' };
      expect(error).toMatchObject({ status: 400, code: 'WORKSPACE_REQUIRED', requestId: undefined, ...origin });
      expect(error).toMatchObject({ issues: [], retryable: false });
      expect(error.message).toContain('workspaceId, workspaceSlug or externalWorkspaceId');
      expect(error.message).toContain('[POST /projects, nothing was sent]');
    }
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

  // A variable that was never set must not list them either.
  test.each([[''], [null], [undefined]])(
    'a filter whose workspace is %o rejects, awaited and iterated, and does not list all projects',
    async (workspaceId) => {
      const filter = misuse({ workspaceId, page: 1 });
      const iterate = (miosa: MiosaClient) => miosa.projects.list(filter)[Symbol.asyncIterator]().next();
      for (const list of [(miosa: MiosaClient) => miosa.projects.list(filter), iterate]) {
        expect((await refusal(list)).message).toContain('workspaceId');
      }
    },
  );

  test.each([[undefined], [null], [''], [42]])('an ensure whose slug is %o rejects', async (slug) => {
    const input = { name: 'Lead Magnet', slug };
    const ensures = [
      (miosa: MiosaClient) => miosa.projects.ensure(misuse({ workspaceId: ids.workspace, ...input })),
      (miosa: MiosaClient) => miosa.workspaces.ensure(misuse(input)),
    ];
    for (const ensure of ensures) expect((await refusal(ensure)).message).toContain('slug must be a non-empty string');
  });
});
