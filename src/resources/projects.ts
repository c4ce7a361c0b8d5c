import type { IsEqual } from 'type-fest';
import * as z from 'zod/mini';
import { atCallSite } from '../errors/call-site.ts';
import { MiosaConfigError } from '../errors/errors.ts';
import type { Endpoints, SharedOptions } from '../http/call.ts';
import type { HttpClient } from '../http/client.ts';
import type { RequestOptions } from '../http/options.ts';
import type { PagePromise, PageRequest } from '../http/pagination.ts';
import type { MiosaPromise } from '../http/promise.ts';
import { isRecord, type JsonObject } from '../json.ts';
import { type Decoded, decoder, jsonObject, nullableString, resource } from '../schemas/decoder.ts';
import { type ListBody, listOf } from '../schemas/list-body.ts';
import type { Schema } from '../schemas/schema.ts';
import { ensure } from './ensure.ts';
import {
  changedFields,
  type JsonMap,
  listQuery,
  pageNames,
  requireSlug,
  type WireFields,
  wireFields,
} from './inputs.ts';
import { namespaceOf } from './namespace.ts';
import { requireWorkspace, type WorkspaceSelector, workspaceSelectors } from './ownership.ts';
import type { Workspaces } from './workspaces.ts';

/** What one customer builds: an app, a website, a lead magnet. It belongs to a workspace and owns all resources. */
export interface Project {
  /** UUID. */
  id: string;
  /** The organization, as an opaque string. */
  tenantId: string;
  /** UUID of the workspace that the project belongs to. */
  workspaceId: string;
  /** Your own id for the workspace, or `null`. */
  externalWorkspaceId: string | null;
  /** Your own id for the project, or `null`. */
  externalProjectId: string | null;
  /** The name that people read. */
  name: string;
  /** URL-safe, unique inside the workspace. */
  slug: string;
  /** Free text, or `null`. */
  description: string | null;
  /** Your own data; its keys are never renamed. */
  metadata: JsonObject;
  /** The project's settings; its keys are never renamed. */
  settings: JsonObject;
  /** ISO 8601, exactly as the API sent it. */
  createdAt: string;
  /** ISO 8601, exactly as the API sent it. */
  updatedAt: string;
}

/** What the API sends for a project. */
const fields = {
  id: z.string(),
  tenant_id: z.string(),
  workspace_id: z.string(),
  external_workspace_id: nullableString,
  external_project_id: nullableString,
  name: z.string(),
  slug: z.string(),
  description: nullableString,
  metadata: jsonObject,
  settings: jsonObject,
  created_at: z.string(),
  updated_at: z.string(),
};
true satisfies IsEqual<Decoded<typeof fields>, Project>;

const decodeProject = decoder(fields);

/**
 * Decodes a project that did not come through a client: from a webhook, a queue or a cache. A Standard Schema; it takes
 * the wire object, bare or in its envelope, and gives a {@link Project}.
 *
 * @example
 * ```ts
 * import { projectSchema } from 'miosa-client';
 *
 * const result = projectSchema['~standard'].validate(JSON.parse('{"data": {}}'));
 * if (result.issues) console.error(result.issues.map(({ message, path }) => `${path?.join('.')}: ${message}`));
 * else console.log(result.value.slug);
 * ```
 */
export const projectSchema: Schema<Project> = resource('project', 'id', decodeProject);

/** A list of projects. */
export const projectList: Schema<ListBody<Project>> = listOf('projects', decodeProject);

/** The fields of a new project, without its workspace. */
export interface NewProject {
  /** The name that people read. */
  readonly name: string;
  /** URL-safe and unique inside the workspace. Derived from `name` when left out. */
  readonly slug?: string | undefined;
  /** Your own id for the project. */
  readonly externalProjectId?: string | null | undefined;
  /** Free text. */
  readonly description?: string | null | undefined;
  /** Your own data, a plain object; its keys are never renamed. */
  readonly metadata?: JsonMap | undefined;
}

/**
 * Input of `projects.create`: a workspace chosen in exactly one way, and the new project. It is a union: where you need
 * a part of it, write `WorkspaceSelector & Pick<NewProject, 'name'>` or the like, since `Omit` would merge its members.
 */
export type CreateProjectInput = WorkspaceSelector & NewProject;

/** Input of `projects.ensure`: that of `projects.create`, with the slug that the project is found by. */
export type EnsureProjectInput = CreateProjectInput & {
  /** URL-safe and unique inside the workspace. */
  readonly slug: string;
};

/** What can be changed about a project. At least one field has to be given. */
export interface ProjectChanges {
  /** The name that people read. */
  readonly name?: string | undefined;
  /** URL-safe and unique inside the workspace. */
  readonly slug?: string | undefined;
  /** Free text; `null` clears it. */
  readonly description?: string | null | undefined;
  /** Your own id for the project. */
  readonly externalProjectId?: string | undefined;
  /** Your own id for the workspace. */
  readonly externalWorkspaceId?: string | undefined;
  /** Your own data, a plain object. Replaces the whole map. */
  readonly metadata?: JsonMap | undefined;
  /** The project's settings, a plain object. Replaces the whole map. For a domain, use `previewDomain.set`. */
  readonly settings?: JsonMap | undefined;
}

/** Which projects to list, and which page of them. */
export interface ProjectFilter extends PageRequest {
  /** UUID of the workspace; leave it out to list the whole organization. `undefined`, `null` and `''` are rejected. */
  readonly workspaceId?: string;
}

/** Result of `projects.ensure`. */
export interface EnsuredProject {
  /** The project, found or created. */
  project: Project;
  /** Whether this call created it. May be `false` for every caller if a response was lost. */
  created: boolean;
}

const createNames = [...workspaceSelectors, 'name', 'slug', 'externalProjectId', 'description', 'metadata'] as const;
const changeNames = [
  'name',
  'slug',
  'description',
  'externalProjectId',
  'externalWorkspaceId',
  'metadata',
  'settings',
] as const;
true satisfies IsEqual<(typeof createNames)[number], keyof CreateProjectInput>;
true satisfies IsEqual<(typeof changeNames)[number], keyof ProjectChanges>;

const endpoints = {
  list: { operation: 'projects.list', method: 'GET', route: '/projects', schema: projectList },
  create: { operation: 'projects.create', method: 'POST', route: '/projects', schema: projectSchema },
  get: { operation: 'projects.get', method: 'GET', route: '/projects/{id}', schema: projectSchema },
  update: { operation: 'projects.update', method: 'PATCH', route: '/projects/{id}', schema: projectSchema },
} as const satisfies Endpoints;

/** Projects: what your customers build. Reached as `miosa.projects`. */
export interface Projects {
  /**
   * Lists projects, of one workspace or of the whole organization. `GET /projects` (MIOSA's Projects API)
   *
   * @param filter - Which projects, and the page to start with.
   * @param options - Options of this call, or of each request of an iteration.
   * @returns The first page when awaited; every project when iterated.
   * @throws {@link MiosaConfigError} When the filter is invalid; nothing was sent.
   * @throws {@link MiosaError} Any of its other subclasses, as for every method.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * const workspaceId = '550e8400-e29b-41d4-a716-446655440000';
   * const { data, total } = await miosa.projects.list({ workspaceId });
   * console.log(total, data.map((project) => project.slug));
   * for await (const project of miosa.projects.list({ workspaceId })) console.log(project.name);
   * ```
   */
  list(filter?: ProjectFilter, options?: RequestOptions): PagePromise<Project>;

  /**
   * Creates a project inside a workspace that exists. `POST /projects` (MIOSA's Projects API)
   *
   * @param input - One way to choose the workspace, and the new project.
   * @param options - Options of this call.
   * @returns The project.
   * @throws {@link WorkspaceRequiredError} When no workspace is chosen.
   * @throws {@link WorkspaceNotFoundError} When the selector does not resolve inside the organization.
   * @throws {@link ValidationFailedError} When the API rejects a field; `issues` says which.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * const project = await miosa.projects.create({ workspaceSlug: 'dr-smith-clinic', name: 'Lead Magnet' });
   * console.log(project.id);
   * ```
   */
  // The parts of `CreateProjectInput`, here and in `ensure`: the compiler's error then names the one that is missing.
  create(input: WorkspaceSelector & NewProject, options?: RequestOptions): MiosaPromise<Project>;

  /**
   * Reads one project. `GET /projects/{id}` (MIOSA's Projects API)
   *
   * @param projectId - UUID of the project.
   * @param options - Options of this call.
   * @returns The project.
   * @throws {@link NotFoundError} When it does not exist, or belongs to another organization.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * const project = await miosa.projects.get('660e8400-e29b-41d4-a716-446655440001');
   * console.log(project.name);
   * ```
   */
  get(projectId: string, options?: RequestOptions): MiosaPromise<Project>;

  /**
   * Changes a project. `metadata` and `settings` replace the whole map. `PATCH /projects/{id}` (MIOSA's Projects API)
   *
   * @param projectId - UUID of the project.
   * @param changes - At least one change; `description: null` clears the description.
   * @param options - Options of this call.
   * @returns The changed project.
   * @throws {@link MiosaConfigError} When nothing would change; nothing was sent.
   * @throws {@link NotFoundError} When it does not exist, or belongs to another organization.
   * @throws {@link ValidationFailedError} When the API rejects a field; `issues` says which.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * await miosa.projects.update('660e8400-e29b-41d4-a716-446655440001', { name: 'Summer Lead Magnet' });
   * ```
   */
  update(projectId: string, changes: ProjectChanges, options?: RequestOptions): MiosaPromise<Project>;

  /**
   * Finds a project by its slug or creates it: for sign-up flows that may run twice. It never changes what it finds.
   * `POST /projects`, and `GET /projects` and `GET /workspaces` to look for the slug (MIOSA's Projects API, and its
   * documentation of workspaces).
   *
   * However many callers and processes there are, the result is one project, even with retries, lost responses and 5xx:
   * the API keeps slugs unique inside a workspace, so when callers race, one creates, and the others find what it
   * created. If a call fails, it is safe to call again.
   *
   * It creates first, so that a new project takes one request. If that is rejected with 400, 409 or 422, it looks for
   * exactly this slug in that workspace. An existing project takes one more request per 100 projects that are searched,
   * and with `workspaceSlug` one per 100 workspaces: with many workspaces, choose by `workspaceId`. With
   * `externalWorkspaceId` alone, it searches the organization's projects. If the error may mean that the slug is taken,
   * it looks again after 0.5, 1 and 2 s, since lists may lag behind writes.
   *
   * @param input - As for `create`, with a slug of `a-z`, `0-9` and hyphens. It is read at once.
   * @param options - Options of each request; `totalTimeout` covers all of them, `idempotencyKey` is for the create.
   * @returns The project, and whether this call created it.
   * @throws {@link WorkspaceNotFoundError} When the selector does not resolve inside the organization.
   * @throws {@link ConflictError} Or a {@link ValidationFailedError} or {@link BadRequestError}, when the API rejects a
   *   field and no such project exists, or when the project with this slug has another external id than the one given,
   *   and so belongs to somebody else.
   * @throws {@link MiosaResponseError} When the API created the project with another slug than was sent; the message
   *   names both.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * const { project, created } = await miosa.projects.ensure({
   *   workspaceSlug: 'dr-smith-clinic',
   *   name: 'Lead Magnet',
   *   slug: 'lead-magnet',
   * });
   * console.log(project.id, created ? 'created' : 'already existed');
   * ```
   */
  ensure(
    input: WorkspaceSelector & NewProject & { readonly slug: string },
    options?: RequestOptions,
  ): Promise<EnsuredProject>;
}

/** Makes `miosa.projects`. */
export function projectsOf(http: HttpClient, workspaces: Workspaces): Projects {
  const projects: Projects = namespaceOf({
    list: (filter = {}, options) =>
      http.list(() => ({ endpoint: endpoints.list, options, query: filterQuery(filter) })),
    create: (input, options) =>
      http.request(() => ({ endpoint: endpoints.create, options, body: newProjectBody(input) })),
    get: (projectId, options) => http.request(() => ({ endpoint: endpoints.get, options, id: projectId })),
    update: (projectId, changes, options) =>
      http.request(() => ({
        endpoint: endpoints.update,
        options,
        id: projectId,
        body: changedFields(changes, changeNames),
      })),
    ensure: (input, options = {}) =>
      atCallSite(async () => {
        requireWorkspace(input, endpoints.create.route);
        const slug = requireSlug(input, 'project');
        // A copy, since the caller may change it before the last request.
        const project = { ...input, slug };
        const shared = http.share('projects.ensure', options);
        const { item, created } = await ensure({
          slug,
          externalId: project.externalProjectId,
          create: () => projects.create(project, shared).withResponse(),
          list: () => listWorkspace(project, shared),
          externalIdOf: ({ externalProjectId }) => externalProjectId,
          pause: (milliseconds) => http.pause(milliseconds, shared),
        });
        return { project: item, created };
      }),
  });

  /** The projects of the workspace that was chosen: those that show it, should the API ignore the filter. */
  async function* listWorkspace(
    { workspaceId, workspaceSlug, externalWorkspaceId }: WorkspaceSelector,
    options: SharedOptions,
  ): AsyncGenerator<Project, void, undefined> {
    // `null` counts as not given.
    let id = workspaceId ?? undefined;
    if (workspaceSlug) {
      for await (const workspace of workspaces.list({ pageSize: 100 }, options)) {
        if (workspace.slug !== workspaceSlug) continue;
        id = workspace.id;
        break;
      }
      if (id === undefined) return;
    }
    const filter = { ...(id !== undefined && { workspaceId: id }), pageSize: 100 };
    for await (const project of projects.list(filter, options)) {
      const isThere =
        id === undefined ? project.externalWorkspaceId === externalWorkspaceId : isSameId(project.workspaceId, id);
      if (isThere) yield project;
    }
  }

  return projects;
}

/** UUIDs are compared without case. */
function isSameId(id: string, other: string): boolean {
  return id.toLowerCase() === other.toLowerCase();
}

function newProjectBody(input: CreateProjectInput): WireFields {
  const body = wireFields(input, { subject: 'The new project', names: createNames });
  requireWorkspace(input, endpoints.create.route);
  if (typeof body['name'] !== 'string') throw new MiosaConfigError('name must be a string.');
  return body;
}

function isId(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function filterQuery(filter: ProjectFilter): WireFields {
  // An API that skips an empty filter would answer with the projects of every customer.
  if (isRecord(filter) && 'workspaceId' in filter && !isId(filter['workspaceId'])) {
    throw new MiosaConfigError('workspaceId must be a non-empty string: leave it out to list all.');
  }
  return listQuery(filter, ['workspaceId', ...pageNames]);
}
