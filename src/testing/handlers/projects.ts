import { type ProjectRecord, timestamp, type WireProject } from '../records.ts';
import { ApiFailure, notFound, type Reply } from '../replies.ts';
import { checkedFields, type FieldKinds, kind } from './fields.ts';
import type { Exchange } from './handler.ts';
import { findWorkspace } from './workspaces.ts';

/** `GET /projects` */
export function listProjects({ state, query, paginate }: Exchange): Reply {
  const workspaceId = query.get('workspace_id')?.toLowerCase();
  const projects = state.projects.map(({ wire }) => wire);
  const matches = projects.filter(({ workspace_id }) => workspaceId === undefined || workspace_id === workspaceId);
  return { status: 200, body: paginate(matches) };
}

/** `GET /workspaces/{id}/projects` */
export function listWorkspaceProjects(exchange: Exchange): Reply {
  const projects = exchange.state.projectsOf(findWorkspace(exchange).wire.id);
  return { status: 200, body: exchange.paginate(projects.map(({ wire }) => wire)) };
}

/** `POST /projects` */
export function createProject({ state, fields }: Exchange): Reply {
  const workspace = state.findWorkspace(chosenWorkspace(fields));
  if (workspace === undefined) {
    throw new ApiFailure(404, 'WORKSPACE_NOT_FOUND', 'the workspace did not resolve inside the organization');
  }
  const { settings, ...kinds } = projectKinds;
  const takenSlugs = state.projectSlugs(workspace.wire.id);
  const project = checkedFields(fields, { subject: 'project', kinds, required: ['name'], takenSlugs });
  const { wire } = state.addProject(workspace, {
    name: project.name ?? '',
    slug: project.slug,
    externalWorkspaceId: project.external_workspace_id ?? undefined,
    externalProjectId: project.external_project_id ?? undefined,
    description: project.description ?? undefined,
    metadata: project.metadata,
  });
  return { status: 201, body: wire };
}

/** `GET /projects/{id}` */
export function getProject(exchange: Exchange): Reply {
  return { status: 200, body: findProject(exchange).wire };
}

/** `PATCH /projects/{id}` */
export function updateProject(exchange: Exchange): Reply {
  const { state, fields } = exchange;
  const project = findProject(exchange);
  const takenSlugs = state.projectSlugs(project.wire.workspace_id, project);
  const changes = checkedFields(fields, { subject: 'project', kinds: projectKinds, required: [], takenSlugs });
  Object.assign(project.wire, changes, { updated_at: timestamp() });
  return { status: 200, body: project.wire };
}

/** The project that the path names. */
export function findProject({ state, id }: Exchange): ProjectRecord {
  const project = state.project(id);
  if (project === undefined) throw notFound('project');
  return project;
}

const projectKinds: FieldKinds<
  Pick<
    WireProject,
    'name' | 'slug' | 'external_workspace_id' | 'external_project_id' | 'description' | 'metadata' | 'settings'
  >
> = {
  name: kind.filled,
  slug: kind.slug,
  external_workspace_id: kind.nullableString,
  external_project_id: kind.nullableString,
  description: kind.nullableString,
  metadata: kind.map,
  settings: kind.map,
};

const selectors = ['workspace_id', 'workspace_slug', 'external_workspace_id'] as const;

function chosenWorkspace(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const chosen = selectors.map((name) => [name, fields[name]] as const);
  const usable = chosen.filter(([, value]) => value != null && value !== '');
  if (usable.length === 0) {
    throw new ApiFailure(400, 'WORKSPACE_REQUIRED', `one of ${selectors.join(', ')} is required`);
  }
  return Object.fromEntries(usable);
}
