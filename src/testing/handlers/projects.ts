import { isRecord } from '../../errors/is-record.ts';
import type { JsonObject } from '../../resources/json.ts';
import { ApiFailure, notFound, type Reply, validationFailed } from '../replies.ts';
import { isSlug } from '../slug.ts';
import { type EmulatorState, type ProjectRecord, timestamp, type WireProject } from '../state.ts';
import type { Exchange } from './handler.ts';

/** `GET /projects` */
export function listProjects({ state, query }: Exchange): Reply {
  return projectList(state, query.get('workspace_id'));
}

/** `GET /workspaces/{id}/projects` */
export function listWorkspaceProjects({ state, id }: Exchange): Reply {
  if (!state.workspaces.has(id)) throw notFound('workspace');
  return projectList(state, id);
}

/** `POST /projects` */
export function createProject({ state, fields }: Exchange): Reply {
  const workspace = state.findWorkspace(chosenWorkspace(fields));
  if (workspace === undefined) {
    throw new ApiFailure(404, 'WORKSPACE_NOT_FOUND', 'the workspace did not resolve inside the organization');
  }
  const project = checkedProject(state, fields, { workspaceId: workspace.id, required: ['name'] });
  const record = state.addProject({
    workspaceId: workspace.id,
    name: project.name ?? '',
    ...(project.slug != null && { slug: project.slug }),
    ...(project.external_workspace_id != null && { externalWorkspaceId: project.external_workspace_id }),
    ...(project.external_project_id != null && { externalProjectId: project.external_project_id }),
    ...(project.description != null && { description: project.description }),
    ...(project.metadata != null && { metadata: project.metadata }),
  });
  return { status: 201, body: record.wire };
}

/** `GET /projects/{id}` */
export function getProject(exchange: Exchange): Reply {
  return { status: 200, body: findProject(exchange).wire };
}

/** `PATCH /projects/{id}` */
export function updateProject(exchange: Exchange): Reply {
  const { wire } = findProject(exchange);
  const target = { workspaceId: wire.workspace_id, projectId: wire.id, required: [] };
  Object.assign(wire, checkedProject(exchange.state, exchange.fields, target), { updated_at: timestamp() });
  return { status: 200, body: wire };
}

/** The project that the path names. */
export function findProject({ state, id }: Exchange): ProjectRecord {
  const project = state.projects.get(id);
  if (project === undefined) throw notFound('project');
  return project;
}

function projectList(state: EmulatorState, workspaceId: string | null): Reply {
  const projects = [...state.projects.values()].map(({ wire }) => wire);
  const data = projects.filter((project) => workspaceId === null || project.workspace_id === workspaceId);
  return { status: 200, body: { data, total: data.length } };
}

const selectors = ['workspace_id', 'workspace_slug', 'external_workspace_id'] as const;

function chosenWorkspace(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const chosen = selectors.map((name) => [name, fields[name]] as const);
  const usable = chosen.filter(([, value]) => value != null && value !== '');
  if (usable.length === 0) {
    throw new ApiFailure(400, 'WORKSPACE_REQUIRED', `one of ${selectors.join(', ')} is required`);
  }
  return Object.fromEntries(usable);
}

interface Target {
  readonly workspaceId: string;
  /** The project that is changed, which may keep its own slug. */
  readonly projectId?: string;
  readonly required: readonly string[];
}

type ProjectFields = Partial<
  Pick<
    WireProject,
    'name' | 'slug' | 'description' | 'external_project_id' | 'external_workspace_id' | 'metadata' | 'settings'
  >
>;

const kinds = {
  name: isFilled,
  slug: isSlug,
  description: isNullableString,
  external_project_id: isNullableString,
  external_workspace_id: isNullableString,
  metadata: isRecord,
  settings: isRecord,
};

function checkedProject(
  state: EmulatorState,
  fields: Readonly<Record<string, unknown>>,
  target: Target,
): ProjectFields {
  const errors: Record<string, string[]> = {};
  for (const name of target.required) {
    if (fields[name] == null || fields[name] === '') errors[name] = ["can't be blank"];
  }
  const known = Object.entries(kinds).filter(([name]) => fields[name] !== undefined && !errors[name]);
  for (const [name, isValid] of known) {
    if (!isValid(fields[name])) errors[name] = [fields[name] === '' ? "can't be blank" : 'is invalid'];
  }
  const { slug } = fields;
  if (isSlug(slug) && state.isSlugTaken(target.workspaceId, slug, target.projectId)) {
    errors['slug'] = ['has already been taken'];
  }
  if (Object.keys(errors).length > 0) throw validationFailed('project', errors);
  // Each kind was checked above; a copy keeps later changes of the request's own objects out.
  return structuredClone(
    Object.fromEntries(known.map(([name]) => [name, fields[name] as JsonObject[string]])),
  ) as ProjectFields;
}

function isFilled(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function isNullableString(value: unknown): boolean {
  return value === null || typeof value === 'string';
}
