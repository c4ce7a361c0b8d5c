import type { Project } from '../../resources/projects.ts';
import { ApiFailure, notFound, type Reply, type WireFields, workspaceNotFound } from '../replies.ts';
import { type Context, checkFields, type Route } from './route.ts';
import { workspaceInPath } from './workspaces.ts';

/** The endpoints of projects. */
export const projectRoutes: readonly Route[] = [
  { method: 'GET', path: '/projects', handler: listProjects },
  { method: 'POST', path: '/projects', handler: createProject },
  { method: 'GET', path: '/projects/{id}', handler: getProject },
  { method: 'PATCH', path: '/projects/{id}', handler: updateProject },
  { method: 'GET', path: '/workspaces/{id}/projects', handler: listWorkspaceProjects },
];

function listProjects({ store, query, list }: Context): Reply {
  const filter = query.get('workspace_id')?.toLowerCase();
  const matches = store.projects.listed.filter(({ workspaceId }) => filter === undefined || workspaceId === filter);
  return { status: 200, body: list(matches) };
}

function listWorkspaceProjects(context: Context): Reply {
  const { id } = workspaceInPath(context);
  const matches = context.store.projects.listed.filter(({ workspaceId }) => workspaceId === id);
  return { status: 200, body: context.list(matches) };
}

function createProject(context: Context): Reply {
  const { store, fields, show } = context;
  const workspace = store.findWorkspace(sentSelectors(fields));
  if (workspace === undefined) throw workspaceNotFound();
  const checked = checkFields(context, {
    subject: 'project',
    required: ['name'],
    ignored: [...readOnly, 'settings'],
    takenSlugs: store.projects.takenSlugs(workspace.id),
  });
  return { status: 201, body: show(store.addProject(workspace, checked)) };
}

function getProject(context: Context): Reply {
  return { status: 200, body: context.show(projectInPath(context)) };
}

function updateProject(context: Context): Reply {
  const { projects } = context.store;
  const project = projectInPath(context);
  const takenSlugs = projects.takenSlugs(project.workspaceId, project);
  const changes = checkFields(context, { subject: 'project', ignored: readOnly, takenSlugs });
  return { status: 200, body: context.show(projects.update(project, changes)) };
}

/**
 * The project that the path names.
 *
 * @throws {ApiFailure} `NOT_FOUND` when there is none.
 */
export function projectInPath({ store, id }: Context): Project {
  const project = store.projects.get(id);
  if (project === undefined) throw notFound('project');
  return project;
}

/** Set by the API alone. */
const readOnly = ['id', 'tenant_id', 'workspace_id', 'created_at', 'updated_at'];

const selectors = ['workspace_id', 'workspace_slug', 'external_workspace_id'];

function sentSelectors(fields: WireFields): WireFields {
  const sent = selectors.filter((name) => fields[name] != null && fields[name] !== '');
  if (sent.length === 0) {
    throw new ApiFailure(400, 'WORKSPACE_REQUIRED', `one of ${selectors.join(', ')} is required`);
  }
  return Object.fromEntries(sent.map((name) => [name, fields[name]]));
}
