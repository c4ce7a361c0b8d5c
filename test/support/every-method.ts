import type { StandardSchemaV1 } from '@standard-schema/spec';
import fc from 'fast-check';
import type { MiosaClient } from 'miosa-client';
import { arbitraryPage } from './arbitrary-replies.ts';
import * as kinds from './kinds.ts';
import { ids, wirePreviewDomain, wireProject } from './seed.ts';
import { wireWorkspace } from './workspace.ts';

/** One way to use the client. */
export interface MethodCase {
  readonly call: (miosa: MiosaClient) => Promise<unknown>;
  /** What the promise is declared with. */
  readonly kind: kinds.Kind<unknown>;
  /** What answers its requests in turn; the last goes on for all that follow. */
  readonly bodies: readonly fc.Arbitrary<unknown>[];
}

const { project, workspace: workspaceId } = ids;
const newProject = { name: 'Lead Magnet', slug: 'lead-magnet' };
const scope = { projectId: project };
const longestWalk = 30;

const objects: StandardSchemaV1<unknown, object> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) => (kinds.jsonObject(value) ? { value } : { issues: [{ message: 'no object', path: ['here'] }] }),
  },
};

/** The items of a walk, as far as it is followed. */
async function walk<Item extends { readonly id: string }>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) {
    found.push(item);
    if (found.length === longestWalk) break;
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
const pages = Array.from({ length: 5 }, () => projects);

/** Every method of the client that sends something, under its name; a comment of the variant follows in brackets. */
export const everyMethod: Readonly<Record<string, MethodCase>> = {
  'projects.list': { call: (miosa) => miosa.projects.list(), kind: kinds.pageOf(kinds.project), bodies: [projects] },
  'projects.list (iterated)': {
    call: (miosa) => walk(miosa.projects.list({ workspaceId })),
    kind: uniqueListOf(kinds.project),
    bodies: pages,
  },
  'projects.create': {
    call: (miosa) => miosa.projects.create({ workspaceId, ...newProject }),
    kind: kinds.project,
    bodies: [aProject],
  },
  'projects.get': { call: (miosa) => miosa.projects.get(project), kind: kinds.project, bodies: [aProject] },
  'projects.update': {
    call: (miosa) => miosa.projects.update(project, { description: null }),
    kind: kinds.project,
    bodies: [aProject],
  },
  'projects.ensure (by slug)': {
    call: (miosa) => miosa.projects.ensure({ workspaceSlug: 'dr-smith-clinic', ...newProject }),
    kind: kinds.ensuredProject,
    bodies: [fc.constant([wireWorkspace]), projects, aProject, projects],
  },
  'projects.ensure (by external id)': {
    call: (miosa) => miosa.projects.ensure({ workspaceId, name: 'Lead Magnet', externalProjectId: 'project_789' }),
    kind: kinds.ensuredProject,
    bodies: [projects, aProject, projects],
  },
  'workspaces.list': {
    call: (miosa) => miosa.workspaces.list(),
    kind: kinds.pageOf(kinds.workspace),
    bodies: [workspaces],
  },
  'workspaces.list (iterated)': {
    call: (miosa) => walk(miosa.workspaces.list()),
    kind: uniqueListOf(kinds.workspace),
    bodies: [workspaces, workspaces, workspaces],
  },
  'workspaces.listProjects': {
    call: (miosa) => miosa.workspaces.listProjects(workspaceId, { page: 2 }),
    kind: kinds.pageOf(kinds.project),
    bodies: [projects],
  },
  'workspaces.listProjects (iterated)': {
    call: (miosa) => walk(miosa.workspaces.listProjects(workspaceId, { page: 2 })),
    kind: uniqueListOf(kinds.project),
    bodies: pages,
  },
  'workspaces.create': {
    call: (miosa) => miosa.workspaces.create({ name: 'Clinic' }),
    kind: kinds.workspace,
    bodies: [aWorkspace],
  },
  'workspaces.get': { call: (miosa) => miosa.workspaces.get(workspaceId), kind: kinds.workspace, bodies: [aWorkspace] },
  'workspaces.update': {
    call: (miosa) => miosa.workspaces.update(workspaceId, { name: 'Clinic' }),
    kind: kinds.workspace,
    bodies: [aWorkspace],
  },
  'workspaces.delete': {
    call: (miosa) => miosa.workspaces.delete(workspaceId),
    kind: kinds.jsonObject,
    bodies: [anObject],
  },
  'workspaces.updateSettings': {
    call: (miosa) => miosa.workspaces.updateSettings(workspaceId, {}),
    kind: kinds.jsonObject,
    bodies: [anObject],
  },
  'workspaces.stats': {
    call: (miosa) => miosa.workspaces.stats(workspaceId),
    kind: kinds.jsonObject,
    bodies: [anObject],
  },
  'previewDomain.get': {
    call: (miosa) => miosa.previewDomain.get('organization'),
    kind: kinds.previewDomain,
    bodies: [aDomain],
  },
  'previewDomain.set': {
    call: (miosa) => miosa.previewDomain.set(scope, 'example.com'),
    kind: kinds.previewDomain,
    bodies: [aDomain],
  },
  'previewDomain.clear': {
    call: (miosa) => miosa.previewDomain.clear({ workspaceId }),
    kind: kinds.nothing,
    bodies: [aDomain],
  },
  'previewDomain.verify': { call: (miosa) => miosa.previewDomain.verify(scope), kind: kinds.check, bodies: [aCheck] },
  'previewDomain.waitUntilReady': {
    call: (miosa) => miosa.previewDomain.waitUntilReady(scope, { timeout: 3, interval: 1 }),
    kind: kinds.readyCheck,
    bodies: [aCheck, aCheck, aCheck],
  },
  request: {
    call: (miosa) => miosa.request('POST', '/sandboxes', { body: {} }),
    kind: kinds.either(kinds.jsonValue, kinds.nothing),
    bodies: [anObject],
  },
  'request (with a schema)': {
    call: (miosa) => miosa.request('GET', '/sandboxes', { schema: objects }),
    kind: kinds.jsonObject,
    bodies: [anObject],
  },
};
