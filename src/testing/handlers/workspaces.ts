import type { Workspace } from '../../resources/workspaces.ts';
import { ApiFailure, notFound, type Reply } from '../replies.ts';
import { resourceKinds } from './resources.ts';
import { type Context, checkFields, type Route } from './route.ts';

/** The endpoints of workspaces. */
export const workspaceRoutes: readonly Route[] = [
  { method: 'GET', path: '/workspaces', handler: listWorkspaces },
  { method: 'POST', path: '/workspaces', handler: createWorkspace },
  { method: 'GET', path: '/workspaces/{id}', handler: getWorkspace },
  { method: 'PATCH', path: '/workspaces/{id}', handler: updateWorkspace },
  { method: 'DELETE', path: '/workspaces/{id}', handler: deleteWorkspace },
  { method: 'PUT', path: '/workspaces/{id}/settings', handler: updateSettings },
  { method: 'GET', path: '/workspaces/{id}/stats', handler: getStats },
];

function listWorkspaces({ store, list }: Context): Reply {
  return { status: 200, body: list(store.workspaces.listed) };
}

function createWorkspace(context: Context): Reply {
  const { store, config } = context;
  const checked = checkFields(context, {
    subject: 'workspace',
    required: ['name'],
    ignored: readOnly,
    takenSlugs: store.workspaces.takenSlugs(config.tenantId),
  });
  return single(201, context, store.addWorkspace(checked));
}

function getWorkspace(context: Context): Reply {
  return single(200, context, workspaceInPath(context));
}

/** The fields that it accepts are not documented in full; here they are those of the create. */
function updateWorkspace(context: Context): Reply {
  const { store, config } = context;
  const workspace = workspaceInPath(context);
  const takenSlugs = store.workspaces.takenSlugs(config.tenantId, workspace);
  const changes = checkFields(context, { subject: 'workspace', ignored: readOnly, takenSlugs });
  return single(200, context, store.workspaces.update(workspace, changes));
}

function deleteWorkspace(context: Context): Reply {
  const { store, query } = context;
  const workspace = workspaceInPath(context);
  const projects = store.projectsOf(workspace).map(({ id }) => ({ id }));
  if (query.get('dry_run') === 'true') {
    const data = { dry_run: true, resources: { projects }, counts: { projects: projects.length } };
    return { status: 200, body: { data } };
  }
  if (projects.length > 0 && query.get('force') !== 'true') {
    throw new ApiFailure(409, 'CONFLICT', 'the workspace has projects; force=true deletes them too');
  }
  store.deleteWorkspace(workspace);
  return { status: 204 };
}

/** Its response is not documented; here it is the workspace. */
function updateSettings(context: Context): Reply {
  const workspace = workspaceInPath(context);
  return single(200, context, context.store.workspaces.update(workspace, { settings: context.fields }));
}

/** Described as counts; the names of its fields are not documented. */
function getStats(context: Context): Reply {
  const { store } = context;
  const workspace = workspaceInPath(context);
  const counts = resourceKinds.map((kind) => [kind, store.resourceCount(workspace, kind)]);
  const projects = store.projectsOf(workspace).length;
  return { status: 200, body: { data: { projects, ...Object.fromEntries(counts) } } };
}

/**
 * The workspace that the path names.
 *
 * @throws {ApiFailure} `NOT_FOUND` when there is none.
 */
export function workspaceInPath({ store, id }: Context): Workspace {
  const workspace = store.workspaces.get(id);
  if (workspace === undefined) throw notFound('workspace');
  return workspace;
}

function single(status: number, { show }: Context, workspace: Workspace): Reply {
  return { status, body: { data: show(workspace) } };
}

/** Set by the API alone, or by an endpoint of their own. */
const readOnly = ['id', 'tenant_id', 'created_at', 'updated_at', 'settings'];
