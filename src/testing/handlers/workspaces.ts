import { checkFields, checkNewFields } from '../fields.ts';
import { ApiFailure, listResponse, notFound, respond } from '../responses.ts';
import { changed, type RecordFields, slugsOf, type WorkspaceRecord } from '../store.ts';
import type { Context, Handlers } from './context.ts';
import { resourceKinds } from './resources.ts';

/** The endpoints of workspaces. */
export const workspaceHandlers: Handlers = {
  'GET /workspaces': ({ store, query, options }) => listResponse(store.workspaces.listed, query, options.paging),
  'POST /workspaces': createWorkspace,
  'GET /workspaces/{id}': (context) => respond(200, { data: workspaceInPath(context) }),
  'PATCH /workspaces/{id}': updateWorkspace,
  'DELETE /workspaces/{id}': deleteWorkspace,
  'PUT /workspaces/{id}/settings': updateSettings,
  'GET /workspaces/{id}/stats': getStats,
};

const names: readonly (keyof RecordFields)[] = ['name', 'slug', 'description', 'external_workspace_id', 'metadata'];

function createWorkspace({ store, fields }: Context): Response {
  const takenSlugs = slugsOf(store.workspaces.all);
  const checked = checkNewFields(fields, { subject: 'workspace', names, takenSlugs });
  return respond(201, { data: store.addWorkspace(checked) });
}

/** The fields that it accepts are not documented in full; here they are those of the create. */
function updateWorkspace(context: Context): Response {
  const { store, fields } = context;
  const workspace = workspaceInPath(context);
  const takenSlugs = slugsOf(store.workspaces.all.filter((other) => other !== workspace));
  const changes = checkFields(fields, { subject: 'workspace', names, takenSlugs });
  return respond(200, { data: store.workspaces.put(changed(workspace, changes)) });
}

function deleteWorkspace(context: Context): Response {
  const { store, query } = context;
  const workspace = workspaceInPath(context);
  const projects = store.projectsOf(workspace).map(({ id }) => ({ id }));
  if (query.get('dry_run') === 'true') {
    return respond(200, { data: { dry_run: true, resources: { projects }, counts: { projects: projects.length } } });
  }
  if (projects.length > 0 && query.get('force') !== 'true') {
    throw new ApiFailure(409, 'CONFLICT', 'the workspace has projects; force=true deletes them too');
  }
  store.deleteWorkspace(workspace);
  return respond(204);
}

/** Its response is not documented; here it is the workspace. */
function updateSettings(context: Context): Response {
  const updated = changed(workspaceInPath(context), { settings: context.fields });
  return respond(200, { data: context.store.workspaces.put(updated) });
}

/** Described as counts; the names of its fields are not documented. */
function getStats(context: Context): Response {
  const { store } = context;
  const workspace = workspaceInPath(context);
  const owned = store.resources.filter(({ workspaceId }) => workspaceId === workspace.id);
  const counts = resourceKinds.map((kind) => [kind, owned.filter((resource) => resource.kind === kind).length]);
  const projects = store.projectsOf(workspace).length;
  return respond(200, { data: { projects, ...Object.fromEntries(counts) } });
}

/**
 * The workspace that the path names.
 *
 * @throws {@link ApiFailure} `NOT_FOUND` when there is none.
 */
export function workspaceInPath({ store, id }: Context): WorkspaceRecord {
  const workspace = store.workspaces.get(id);
  if (workspace === undefined) throw notFound('workspace');
  return workspace;
}
