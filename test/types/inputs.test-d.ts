import type * as miosaClient from 'miosa-client';
import type {
  CreateProjectInput,
  MiosaClient,
  MiosaClientOptions,
  Project,
  ProjectChanges,
  ProjectSelector,
  RequestOptions,
  WorkspaceSelector,
} from 'miosa-client';
import { describe, expectTypeOf, test } from 'vitest';

declare const miosa: MiosaClient;
declare const project: Project;
declare const selector: WorkspaceSelector;
declare const projectSelector: ProjectSelector;
declare const ownershipFields: typeof miosaClient.ownershipFields;
const { projects, previewDomain, workspaces } = miosa;

// Each expression that must not compile differs in its mistake alone from one that compiles right above it.

describe('projects.create', () => {
  test('takes a workspace chosen in one way, with what may go beside it', () => {
    projects.create({ workspaceId: 'w', name: 'n' });
    projects.create({ workspaceId: 'w', externalWorkspaceId: 'ew', name: 'n' });
    projects.create({ workspaceSlug: 'ws', name: 'n' });
    projects.create({ workspaceSlug: 'ws', externalWorkspaceId: 'ew', name: 'n' });
    projects.create({ externalWorkspaceId: 'ew', name: 'n' });
    // @ts-expect-error -- no workspace
    projects.create({ name: 'n' });
    // @ts-expect-error -- two canonical selectors
    projects.create({ workspaceId: 'w', workspaceSlug: 'ws', name: 'n' });
    // @ts-expect-error -- three selectors
    projects.create({ workspaceId: 'w', workspaceSlug: 'ws', externalWorkspaceId: 'ew', name: 'n' });
    // @ts-expect-error -- a selector that may be missing
    projects.create({ workspaceId: undefined, name: 'n' });
    // @ts-expect-error -- belongs to resource creates
    projects.create({ workspaceSlug: 'ws', workspaceName: 'W', name: 'n' });
    // @ts-expect-error -- the name of the wire
    projects.create({ workspace_id: 'w', name: 'n' });
  });

  test('takes the fields of a project, and no others', () => {
    projects.create({ workspaceId: 'w', name: 'n', externalProjectId: null, description: null });
    const all = { slug: 's', externalProjectId: 'ep', description: 'd', metadata: { any: [1, null, { k: true }] } };
    projects.create({ workspaceId: 'w', name: 'n', ...all });
    projects.create({ workspaceId: 'w', name: 'n', slug: undefined, description: undefined, metadata: undefined });
    // @ts-expect-error -- no name
    projects.create({ workspaceId: 'w' });
    // @ts-expect-error -- an unknown field
    projects.create({ workspaceId: 'w', name: 'n', title: 't' });
    // @ts-expect-error -- settings are set with an update
    projects.create({ workspaceId: 'w', name: 'n', settings: {} });
    // @ts-expect-error -- a wrong type
    projects.create({ workspaceId: 'w', name: 42 });
    // @ts-expect-error -- a wrong type
    projects.create({ workspaceId: 42, name: 'n' });
    // @ts-expect-error -- a list is no map
    projects.create({ workspaceId: 'w', name: 'n', metadata: [1] });
  });
});

test('what was read from a project can be passed on', () => {
  const { workspaceId, externalWorkspaceId, externalProjectId } = project;
  projects.create({ workspaceId, externalWorkspaceId, externalProjectId, name: 'n' });
  ownershipFields({ workspaceId, externalWorkspaceId, projectId: project.id, externalProjectId });
  // @ts-expect-error -- null chooses nothing
  projects.create({ externalWorkspaceId, name: 'n' });
});

test('a selector in a variable fits wherever a workspace is chosen', () => {
  projects.create({ ...selector, name: 'n' });
  projects.ensure({ ...selector, name: 'n', slug: 's' });
  ownershipFields({ ...selector, ...projectSelector });
  const createIn = (workspace: WorkspaceSelector, name: string) => projects.create({ ...workspace, name });
  const ensureIn = <Selector extends WorkspaceSelector>(workspace: Selector, slug: string) =>
    projects.ensure({ ...workspace, name: slug, slug });
  createIn({ workspaceSlug: 'ws', externalWorkspaceId: null }, 'n');
  ensureIn({ externalWorkspaceId: 'ew' }, 's');
  // @ts-expect-error -- no workspace
  createIn({}, 'n');
  // @ts-expect-error -- two canonical selectors
  ensureIn({ workspaceId: 'w', workspaceSlug: 'ws' }, 's');
});

test('the fields that an editor completes in a create are those of a selector and of a project', () => {
  type KeysOf<Union> = Union extends unknown ? keyof Union : never;
  expectTypeOf<KeysOf<CreateProjectInput>>().toEqualTypeOf<
    | 'workspaceId'
    | 'workspaceSlug'
    | 'externalWorkspaceId'
    | 'name'
    | 'slug'
    | 'externalProjectId'
    | 'description'
    | 'metadata'
  >();
});

test('metadata and settings take values of an interface', () => {
  interface Plan {
    readonly tier: string;
    readonly seats?: number;
  }
  const plan: Plan = { tier: 'gold' };
  projects.create({ workspaceId: 'w', name: 'n', metadata: plan });
  projects.update('p', { metadata: plan, settings: plan });
  workspaces.create({ name: 'n', metadata: plan });
  workspaces.updateSettings('w', plan);
  // @ts-expect-error -- a list is no map
  projects.update('p', { metadata: [plan] });
  // @ts-expect-error -- a string is no map
  workspaces.updateSettings('w', 'gold');
});

test('projects.update takes any changes, also a form that may be empty', () => {
  interface Form {
    name?: string;
    description?: string | null;
  }
  const form: Form = {};
  const changes: ProjectChanges = form;
  projects.update('p', form);
  projects.update('p', changes);
  projects.update('p', {});
  projects.update('p', { name: 'n', slug: 's', description: null, externalProjectId: 'ep', externalWorkspaceId: 'ew' });
  projects.update('p', { metadata: {}, settings: { nested: { deep: [1] } }, name: undefined });
  expectTypeOf<Partial<ProjectChanges>>().toEqualTypeOf<ProjectChanges>();
  // @ts-expect-error -- no update
  projects.update('p');
  // @ts-expect-error -- an unknown field
  projects.update('p', { name: 'n', title: 't' });
  // @ts-expect-error -- a project does not move
  projects.update('p', { name: 'n', workspaceId: 'w' });
  // @ts-expect-error -- a wrong type
  projects.update('p', { name: 42 });
  // @ts-expect-error -- only a description can be cleared
  projects.update('p', { name: null });
  // @ts-expect-error -- a wrong type
  projects.update(42, { name: 'n' });
});

test('projects.ensure needs a workspace, a slug and a name', () => {
  projects.ensure({ workspaceId: 'w', name: 'n', slug: 's' });
  projects.ensure({ workspaceSlug: 'ws', externalWorkspaceId: null, name: 'n', slug: 's', externalProjectId: 'ep' });
  // @ts-expect-error -- no slug
  projects.ensure({ workspaceId: 'w', name: 'n', externalProjectId: 'ep' });
  // @ts-expect-error -- no name
  projects.ensure({ workspaceId: 'w', slug: 's' });
  // @ts-expect-error -- no workspace
  projects.ensure({ name: 'n', slug: 's' });
  // @ts-expect-error -- two canonical selectors
  projects.ensure({ workspaceId: 'w', workspaceSlug: 'ws', name: 'n', slug: 's' });
  // @ts-expect-error -- belongs to resource creates
  projects.ensure({ workspaceSlug: 'ws', workspaceName: 'W', name: 'n', slug: 's' });
});

test('workspaces.ensure needs a slug and a name', () => {
  workspaces.ensure({ slug: 's', name: 'n' });
  workspaces.ensure(
    { slug: 's', name: 'n', externalWorkspaceId: null, description: null, metadata: {} },
    { timeout: 1 },
  );
  // @ts-expect-error -- no slug
  workspaces.ensure({ name: 'n', externalWorkspaceId: 'ew' });
  // @ts-expect-error -- no name
  workspaces.ensure({ slug: 's' });
});

test('lists take a filter and a page', () => {
  projects.list();
  projects.list({ workspaceId: 'w', page: 2, pageSize: 50 }, { timeout: 1 });
  workspaces.listProjects('w', { page: 2, pageSize: 50 }, { timeout: 1 });
  // @ts-expect-error -- a variable that may not be set
  projects.list({ workspaceId: undefined });
  // @ts-expect-error -- the API has no such filter
  projects.list({ workspaceSlug: 'ws' });
  // @ts-expect-error -- a wrong type
  projects.list({ page: '2' });
  // @ts-expect-error -- no workspace
  workspaces.listProjects();
});

test('preview domains take one scope', () => {
  previewDomain.get({ projectId: 'p' });
  previewDomain.get({ workspaceId: 'w' });
  previewDomain.get('organization');
  previewDomain.set({ projectId: 'p' }, 'd');
  // @ts-expect-error -- no scope
  previewDomain.get();
  // @ts-expect-error -- an empty scope
  previewDomain.get({});
  // @ts-expect-error -- two scopes
  previewDomain.get({ projectId: 'p', workspaceId: 'w' });
  // @ts-expect-error -- a project is no scope: it would be taken for its workspace's
  previewDomain.set(project, 'd');
  // @ts-expect-error -- an id is no scope
  previewDomain.get('p');
  // @ts-expect-error -- no domain
  previewDomain.set({ projectId: 'p' });
  // @ts-expect-error -- to clear, there is `clear`
  previewDomain.set({ projectId: 'p' }, null);
});

test('ownershipFields takes one workspace, one project and perhaps a user', () => {
  ownershipFields({ workspaceId: 'w', projectId: 'p' });
  ownershipFields({ workspaceId: 'w', externalWorkspaceId: 'ew', projectId: 'p', externalProjectId: 'ep' });
  ownershipFields({ workspaceSlug: 'ws', workspaceName: 'W', projectId: 'p', projectName: 'P' });
  ownershipFields({ externalWorkspaceId: 'ew', externalProjectId: 'ep', externalUserId: 'u' });
  // @ts-expect-error -- no workspace
  ownershipFields({ projectId: 'p' });
  // @ts-expect-error -- no project
  ownershipFields({ workspaceId: 'w' });
  // @ts-expect-error -- two workspaces
  ownershipFields({ workspaceId: 'w', workspaceSlug: 'ws', projectId: 'p' });
  // @ts-expect-error -- two projects
  ownershipFields({ workspaceId: 'w', projectId: 'p', projectSlug: 'ps' });
  // @ts-expect-error -- an unknown field
  ownershipFields({ workspaceId: 'w', projectId: 'p', userId: 'u' });
});

test('the options of a call and of a client are the documented ones', () => {
  projects.get('p', { signal: new AbortController().signal, timeout: 1, totalTimeout: false, maxRetries: 0 });
  projects.get('p', { headers: { 'x-team': 'growth', accept: null }, idempotencyKey: 'key' });
  projects.get('p', { tenant: null, signal: null, timeout: undefined });
  // @ts-expect-error -- no such option
  projects.get('p', { retries: 1 });
  // @ts-expect-error -- a header of null leaves the key out
  projects.get('p', { idempotencyKey: false });
  // @ts-expect-error -- a wrong type
  projects.get('p', { timeout: '1' });
  expectTypeOf<MiosaClientOptions['apiKey']>().toEqualTypeOf<
    string | null | (() => string | Promise<string>) | undefined
  >();
  expectTypeOf<MiosaClientOptions['tenant']>().toEqualTypeOf<string | null | undefined>();
  expectTypeOf<MiosaClientOptions['baseUrl']>().toEqualTypeOf<string | URL | undefined>();
  expectTypeOf<typeof globalThis.fetch>().toExtend<MiosaClientOptions['fetch']>();
  expectTypeOf<keyof RequestOptions>().toEqualTypeOf<
    'signal' | 'timeout' | 'totalTimeout' | 'maxRetries' | 'headers' | 'idempotencyKey' | 'tenant'
  >();
  expectTypeOf<keyof MiosaClientOptions>().toEqualTypeOf<
    | 'apiKey'
    | 'baseUrl'
    | 'tenant'
    | 'timeout'
    | 'totalTimeout'
    | 'maxRetries'
    | 'headers'
    | 'fetch'
    | 'hooks'
    | 'dangerouslyAllowBrowser'
  >();
});
