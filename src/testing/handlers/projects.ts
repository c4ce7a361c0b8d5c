import { checkFields, checkNewFields } from '../fields.ts';
import { ApiFailure, listResponse, notFound, respond, type WireFields, workspaceNotFound } from '../responses.ts';
import { changed, type ProjectRecord, type RecordFields, slugsOf } from '../store.ts';
import type { Context, Handlers } from './context.ts';
import { workspaceInPath } from './workspaces.ts';

/** The endpoints of projects. */
export const projectHandlers: Handlers = {
  'GET /projects': listProjects,
  'POST /projects': createProject,
  'GET /projects/{id}': (context) => respond(200, projectInPath(context)),
  'PATCH /projects/{id}': updateProject,
  'GET /workspaces/{id}/projects': (context) => listProjectsOf(context, workspaceInPath(context).id),
};

function listProjects(context: Context): Response {
  return listProjectsOf(context, context.query.get('workspace_id')?.toLowerCase());
}

function listProjectsOf({ store, query, options }: Context, workspaceId: string | undefined): Response {
  const { listed } = store.projects;
  const matches = listed.filter(({ workspace_id }) => workspaceId === undefined || workspace_id === workspaceId);
  return listResponse(matches, query, options.paging);
}

const createNames: readonly (keyof RecordFields)[] = [
  'name',
  'slug',
  'description',
  'external_workspace_id',
  'external_project_id',
  'metadata',
];

function createProject({ store, fields }: Context): Response {
  const workspace = store.findWorkspace(sentSelectors(fields));
  if (workspace === undefined) throw workspaceNotFound();
  const takenSlugs = slugsOf(store.projectsOf(workspace));
  const checked = checkNewFields(fields, { subject: 'project', names: createNames, takenSlugs });
  return respond(201, store.addProject(workspace, checked));
}

function updateProject(context: Context): Response {
  const { store, fields } = context;
  const project = projectInPath(context);
  const others = store.projects.all.filter((other) => other !== project && other.workspace_id === project.workspace_id);
  const names = [...createNames, 'settings'] as const;
  const changes = checkFields(fields, { subject: 'project', names, takenSlugs: slugsOf(others) });
  return respond(200, store.projects.put(changed(project, changes)));
}

/**
 * The project that the path names.
 *
 * @throws {@link ApiFailure} `NOT_FOUND` when there is none.
 */
export function projectInPath({ store, id }: Context): ProjectRecord {
  const project = store.projects.get(id);
  if (project === undefined) throw notFound('project');
  return project;
}

const selectors = ['workspace_id', 'workspace_slug', 'external_workspace_id'];

function sentSelectors(fields: WireFields): WireFields {
  const sent = selectors.filter((name) => fields[name] != null && fields[name] !== '');
  if (sent.length === 0) {
    throw new ApiFailure(400, 'WORKSPACE_REQUIRED', `one of ${selectors.join(', ')} is required`);
  }
  return Object.fromEntries(sent.map((name) => [name, fields[name]]));
}
