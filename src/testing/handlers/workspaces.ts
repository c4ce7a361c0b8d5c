import { timestamp, type WireWorkspace, type WorkspaceRecord } from '../records.ts';
import { ApiFailure, notFound, type Reply } from '../replies.ts';
import { checkedFields, type FieldKinds, kind } from './fields.ts';
import type { Exchange } from './handler.ts';

/** `GET /workspaces` */
export function listWorkspaces({ state, paginate }: Exchange): Reply {
  return { status: 200, body: paginate(state.workspaces.map(({ wire }) => wire)) };
}

/** `POST /workspaces` */
export function createWorkspace({ state, fields }: Exchange): Reply {
  const rules = { subject: 'workspace', kinds: workspaceKinds, takenSlugs: state.workspaceSlugs() };
  const workspace = checkedFields(fields, { ...rules, required: ['name'] });
  const { wire } = state.addWorkspace({
    name: workspace.name ?? '',
    slug: workspace.slug,
    externalWorkspaceId: workspace.external_workspace_id ?? undefined,
    description: workspace.description ?? undefined,
    metadata: workspace.metadata,
  });
  return { status: 201, body: { data: wire } };
}

/** `GET /workspaces/{id}` */
export function getWorkspace(exchange: Exchange): Reply {
  return { status: 200, body: { data: findWorkspace(exchange).wire } };
}

/** `PATCH /workspaces/{id}`. Which fields it takes could not be read anywhere in full; here, those of the create. */
export function updateWorkspace(exchange: Exchange): Reply {
  const { state, fields } = exchange;
  const workspace = findWorkspace(exchange);
  const rules = { subject: 'workspace', kinds: workspaceKinds, takenSlugs: state.workspaceSlugs(workspace) };
  Object.assign(workspace.wire, checkedFields(fields, { ...rules, required: [] }), { updated_at: timestamp() });
  return { status: 200, body: { data: workspace.wire } };
}

/** `DELETE /workspaces/{id}` */
export function deleteWorkspace(exchange: Exchange): Reply {
  const { state, query } = exchange;
  const workspace = findWorkspace(exchange);
  const projects = state.projectsOf(workspace.wire.id).map(({ wire }) => ({ id: wire.id }));
  if (query.get('dry_run') === 'true') {
    const data = { dry_run: true, resources: { projects }, counts: { projects: projects.length } };
    return { status: 200, body: { data } };
  }
  if (projects.length > 0 && query.get('force') !== 'true') {
    throw new ApiFailure(409, 'CONFLICT', 'the workspace has projects; force=true deletes them too');
  }
  state.deleteWorkspace(workspace);
  return { status: 204 };
}

/** `PUT /workspaces/{id}/settings`. Its answer is not documented; here, the workspace. */
export function updateWorkspaceSettings(exchange: Exchange): Reply {
  const { wire } = findWorkspace(exchange);
  const { settings = {} } = checkedFields(
    { settings: exchange.fields },
    { subject: 'workspace', kinds: { settings: kind.map }, required: [], takenSlugs: new Set() },
  );
  Object.assign(wire, { settings, updated_at: timestamp() });
  return { status: 200, body: { data: wire } };
}

/** `GET /workspaces/{id}/stats`. Described as counts; the names of its fields are not documented. */
export function workspaceStats(exchange: Exchange): Reply {
  const workspace = findWorkspace(exchange);
  const projects = exchange.state.projectsOf(workspace.wire.id).length;
  return { status: 200, body: { data: { projects, ...workspace.resources } } };
}

/** The workspace that the path names. */
export function findWorkspace({ state, id }: Exchange): WorkspaceRecord {
  const workspace = state.workspace(id);
  if (workspace === undefined) throw notFound('workspace');
  return workspace;
}

const workspaceKinds: FieldKinds<
  Pick<WireWorkspace, 'name' | 'slug' | 'external_workspace_id' | 'description' | 'metadata'>
> = {
  name: kind.filled,
  slug: kind.slug,
  external_workspace_id: kind.nullableString,
  description: kind.nullableString,
  metadata: kind.map,
};
