import type { StandardSchemaV1 } from '@standard-schema/spec';
import fc from 'fast-check';
import type { HttpMethod, MiosaClient, PreviewDomainScope, RequestOptions } from 'miosa-client';
import { arbitraryPage } from './arbitrary-replies.ts';
import * as kinds from './kinds.ts';
import { ids, wirePreviewDomain, wireProject, wireProjectList, wireWorkspace } from './seed.ts';

/** One way to use the client. */
export interface MethodCase {
  /** The name under which hooks report it. */
  readonly operation: string;
  /** The HTTP method under which hooks report its first request. */
  readonly method: HttpMethod;
  /** The route under which hooks report it. */
  readonly route: string;
  /** Options come last, for what a test gives to each call. */
  readonly call: (miosa: MiosaClient, options?: RequestOptions) => Promise<unknown>;
  /** What the promise is declared with. */
  readonly kind: kinds.Kind<unknown>;
  /** Bodies that answer its requests in turn, so that it succeeds. */
  readonly replies: readonly unknown[];
  /** Any bodies that may answer its requests in turn; the last is repeated. */
  readonly bodies: readonly fc.Arbitrary<unknown>[];
}

/** Whether the request carries an idempotency key. */
export const isMutation = ({ method }: Pick<MethodCase, 'method'>): boolean => method !== 'GET';

/** The path that the calls of {@link everyMethod} send for a route. */
export function pathOf({ route }: Pick<MethodCase, 'route'>): string {
  return route.replace('{id}', route.startsWith('/projects') ? ids.project : ids.workspace);
}

const { project, workspace: workspaceId } = ids;
const newProject = { name: 'Lead Magnet', slug: 'lead-magnet' };
const newWorkspace = { name: 'Dr. Smith Clinic', slug: 'dr-smith-clinic' };
const maxItems = 30;

const objects: StandardSchemaV1<unknown, object> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) => (kinds.jsonObject(value) ? { value } : { issues: [{ message: 'no object', path: ['here'] }] }),
  },
};

/** The items of a list, as far as it is followed. */
async function iterate<Item extends { readonly id: string }>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) {
    found.push(item);
    if (found.length === maxItems) break;
  }
  return found;
}

const uniqueListOf = <Item extends { readonly id: string }>(item: kinds.Kind<Item>): kinds.Kind<Item[]> => {
  const list = kinds.list(item);
  return (value): value is Item[] => list(value) && new Set(value.map(({ id }) => id)).size === value.length;
};

const aProject = fc.constantFrom<unknown[]>(wireProject, { data: wireProject });
const aWorkspace = fc.constantFrom<unknown[]>(wireWorkspace, { data: wireWorkspace }, { workspace: wireWorkspace });
const projects = arbitraryPage(wireProject);
const workspaces = arbitraryPage(wireWorkspace);
const anObject = fc.constantFrom<unknown[]>({}, { ok: true }, { data: { computer_count: 3 } });
const aDomain = fc.constantFrom<unknown[]>(wirePreviewDomain, { data: wirePreviewDomain });
const aCheck = fc.constantFrom<unknown[]>(
  { verified: false, records: [] },
  { data: { verified: true } },
  wirePreviewDomain,
);
const pages = [projects, projects];
const wireWorkspaceList = { data: [wireWorkspace], total: 1 };

const projectMethods: Readonly<Record<string, MethodCase>> = {
  'projects.list': {
    operation: 'projects.list',
    method: 'GET',
    route: '/projects',
    call: (miosa, options) => miosa.projects.list({}, options),
    kind: kinds.pageOf(kinds.project),
    replies: [wireProjectList],
    bodies: [projects],
  },
  'projects.list (iterated)': {
    operation: 'projects.list',
    method: 'GET',
    route: '/projects',
    call: (miosa, options) => iterate(miosa.projects.list({ workspaceId }, options)),
    kind: uniqueListOf(kinds.project),
    replies: [wireProjectList],
    bodies: pages,
  },
  'projects.create': {
    operation: 'projects.create',
    method: 'POST',
    route: '/projects',
    call: (miosa, options) => miosa.projects.create({ workspaceId, ...newProject }, options),
    kind: kinds.project,
    replies: [wireProject],
    bodies: [aProject],
  },
  'projects.get': {
    operation: 'projects.get',
    method: 'GET',
    route: '/projects/{id}',
    call: (miosa, options) => miosa.projects.get(project, options),
    kind: kinds.project,
    replies: [wireProject],
    bodies: [aProject],
  },
  'projects.update': {
    operation: 'projects.update',
    method: 'PATCH',
    route: '/projects/{id}',
    call: (miosa, options) => miosa.projects.update(project, { description: null }, options),
    kind: kinds.project,
    replies: [wireProject],
    bodies: [aProject],
  },
  'projects.ensure': {
    operation: 'projects.ensure',
    method: 'POST',
    route: '/projects',
    call: (miosa, options) => miosa.projects.ensure({ workspaceSlug: 'dr-smith-clinic', ...newProject }, options),
    kind: kinds.ensuredProject,
    replies: [wireProject],
    bodies: [aProject, workspaces, projects, projects],
  },
};

const workspaceMethods: Readonly<Record<string, MethodCase>> = {
  'workspaces.list': {
    operation: 'workspaces.list',
    method: 'GET',
    route: '/workspaces',
    call: (miosa, options) => miosa.workspaces.list({}, options),
    kind: kinds.pageOf(kinds.workspace),
    replies: [wireWorkspaceList],
    bodies: [workspaces],
  },
  'workspaces.list (iterated)': {
    operation: 'workspaces.list',
    method: 'GET',
    route: '/workspaces',
    call: (miosa, options) => iterate(miosa.workspaces.list({}, options)),
    kind: uniqueListOf(kinds.workspace),
    replies: [wireWorkspaceList],
    bodies: [workspaces, workspaces, workspaces],
  },
  'workspaces.listProjects': {
    operation: 'workspaces.listProjects',
    method: 'GET',
    route: '/workspaces/{id}/projects',
    call: (miosa, options) => miosa.workspaces.listProjects(workspaceId, {}, options),
    kind: kinds.pageOf(kinds.project),
    replies: [wireProjectList],
    bodies: [projects],
  },
  'workspaces.listProjects (iterated)': {
    operation: 'workspaces.listProjects',
    method: 'GET',
    route: '/workspaces/{id}/projects',
    call: (miosa, options) => iterate(miosa.workspaces.listProjects(workspaceId, { page: 2 }, options)),
    kind: uniqueListOf(kinds.project),
    replies: [wireProjectList, { data: [] }],
    bodies: pages,
  },
  'workspaces.create': {
    operation: 'workspaces.create',
    method: 'POST',
    route: '/workspaces',
    call: (miosa, options) => miosa.workspaces.create(newWorkspace, options),
    kind: kinds.workspace,
    replies: [wireWorkspace],
    bodies: [aWorkspace],
  },
  'workspaces.get': {
    operation: 'workspaces.get',
    method: 'GET',
    route: '/workspaces/{id}',
    call: (miosa, options) => miosa.workspaces.get(workspaceId, options),
    kind: kinds.workspace,
    replies: [wireWorkspace],
    bodies: [aWorkspace],
  },
  'workspaces.update': {
    operation: 'workspaces.update',
    method: 'PATCH',
    route: '/workspaces/{id}',
    call: (miosa, options) => miosa.workspaces.update(workspaceId, { name: 'Clinic' }, options),
    kind: kinds.workspace,
    replies: [wireWorkspace],
    bodies: [aWorkspace],
  },
  'workspaces.ensure': {
    operation: 'workspaces.ensure',
    method: 'POST',
    route: '/workspaces',
    call: (miosa, options) => miosa.workspaces.ensure({ ...newWorkspace, externalWorkspaceId: 'clinic_123' }, options),
    kind: kinds.ensuredWorkspace,
    replies: [wireWorkspace],
    bodies: [aWorkspace, workspaces],
  },
  'workspaces.delete': {
    operation: 'workspaces.delete',
    method: 'DELETE',
    route: '/workspaces/{id}',
    call: (miosa, options) => miosa.workspaces.delete(workspaceId, {}, options),
    kind: kinds.jsonObject,
    replies: [{ ok: true }],
    bodies: [anObject],
  },
  'workspaces.updateSettings': {
    operation: 'workspaces.updateSettings',
    method: 'PUT',
    route: '/workspaces/{id}/settings',
    call: (miosa, options) => miosa.workspaces.updateSettings(workspaceId, { max_computers: 3 }, options),
    kind: kinds.jsonObject,
    replies: [{ ok: true }],
    bodies: [anObject],
  },
  'workspaces.stats': {
    operation: 'workspaces.stats',
    method: 'GET',
    route: '/workspaces/{id}/stats',
    call: (miosa, options) => miosa.workspaces.stats(workspaceId, options),
    kind: kinds.jsonObject,
    replies: [{ computer_count: 3 }],
    bodies: [anObject],
  },
};

/** The methods of one scope of the preview domain; `verify` has another HTTP method in each. */
function previewDomainMethods(
  name: string,
  scope: PreviewDomainScope,
  route: string,
  verify: HttpMethod,
): Readonly<Record<string, MethodCase>> {
  return {
    [`previewDomain.get (${name})`]: {
      operation: 'previewDomain.get',
      method: 'GET',
      route,
      call: (miosa, options) => miosa.previewDomain.get(scope, options),
      kind: kinds.previewDomain,
      replies: [wirePreviewDomain],
      bodies: [aDomain],
    },
    [`previewDomain.set (${name})`]: {
      operation: 'previewDomain.set',
      method: 'PUT',
      route,
      call: (miosa, options) => miosa.previewDomain.set(scope, 'example.com', options),
      kind: kinds.previewDomain,
      replies: [wirePreviewDomain],
      bodies: [aDomain],
    },
    [`previewDomain.clear (${name})`]: {
      operation: 'previewDomain.clear',
      method: 'DELETE',
      route,
      call: (miosa, options) => miosa.previewDomain.clear(scope, options),
      kind: kinds.nothing,
      replies: [wirePreviewDomain],
      bodies: [aDomain],
    },
    [`previewDomain.verify (${name})`]: {
      operation: 'previewDomain.verify',
      method: verify,
      route: `${route}/verify`,
      call: (miosa, options) => miosa.previewDomain.verify(scope, options),
      kind: kinds.check,
      replies: [{ verified: true }],
      bodies: [aCheck],
    },
    [`previewDomain.waitUntilReady (${name})`]: {
      operation: 'previewDomain.waitUntilReady',
      method: verify,
      route: `${route}/verify`,
      call: (miosa, options) => miosa.previewDomain.waitUntilReady(scope, { ...options, timeout: 2000, interval: 1 }),
      kind: kinds.readyCheck,
      replies: [{ verified: true }],
      bodies: [aCheck, aCheck, aCheck],
    },
  };
}

const customRequests: Readonly<Record<string, MethodCase>> = {
  request: {
    operation: 'request',
    method: 'POST',
    route: '/sandboxes',
    call: (miosa, options) => miosa.request('POST', '/sandboxes', { ...options, body: {} }),
    kind: kinds.either(kinds.jsonValue, kinds.nothing),
    replies: [{ ok: true }],
    bodies: [anObject],
  },
  'request (with a schema)': {
    operation: 'request',
    method: 'GET',
    route: '/sandboxes',
    call: (miosa, options) => miosa.request('GET', '/sandboxes', { ...options, schema: objects }),
    kind: kinds.jsonObject,
    replies: [{ ok: true }],
    bodies: [anObject],
  },
};

/** Every method of the client that sends something, under its name; the variant follows in brackets. */
export const everyMethod: Readonly<Record<string, MethodCase>> = {
  ...projectMethods,
  ...workspaceMethods,
  ...previewDomainMethods('project', { projectId: project }, '/projects/{id}/preview-domain', 'GET'),
  ...previewDomainMethods('workspace', { workspaceId }, '/workspaces/{id}/preview-domain', 'GET'),
  ...previewDomainMethods('organization', 'organization', '/tenant/preview-domain', 'POST'),
  ...customRequests,
};
