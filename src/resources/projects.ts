import type { IsEqual } from 'type-fest';
import * as z from 'zod/mini';
import { MiosaConfigError } from '../errors/client-errors.ts';
import { copyBody } from '../http/call.ts';
import type { HttpClient, OperationContext } from '../http/client.ts';
import type { Endpoints } from '../http/endpoint.ts';
import type { MiosaPromise } from '../http/miosa-promise.ts';
import type { RequestOptions } from '../http/options.ts';
import type { PagePromise, PageRequest } from '../http/pagination.ts';
import { stableUuid } from '../http/uuid.ts';
import type { JsonObject } from '../json.ts';
import { type Page, pageOf } from '../schemas/page.ts';
import { type Decoded, decoder, jsonObject, nullableString, resource } from '../schemas/resource.ts';
import type { Schema } from '../schemas/schema.ts';
import { ensure } from './ensure.ts';
import { changedFields, type JsonMap, listQuery, pageNames, wireFields } from './inputs.ts';
import { requireWorkspace, type WorkspaceSelector, workspaceSelectors } from './ownership.ts';
import { type Moment, Search, type Wanted } from './search.ts';

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

/** A page of a list of projects. */
export const projectPage: Schema<Page<Project>> = pageOf('projects', decodeProject);

/** What a new project is made of, beside its workspace. */
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

/** Finds a project by its slug inside the workspace. */
export interface WithProjectSlug {
  /** URL-safe and unique inside the workspace. */
  readonly slug: string;
}

/** Finds a project by your own id for it. */
export interface WithExternalProjectId {
  /** Your own id for the project. */
  readonly externalProjectId: string;
}

/** What `projects.ensure` finds a project by: a slug, your own id, or both. */
export type SlugOrExternalProjectId = WithProjectSlug | WithExternalProjectId;

/** Input of `projects.ensure`: that of `projects.create`, with a slug or your own id to find the project by. */
export type EnsureProjectInput = CreateProjectInput & SlugOrExternalProjectId;

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
  /** UUID of the workspace whose projects are wanted. Left out: the whole organization's. */
  readonly workspaceId?: string | undefined;
}

/** Result of `projects.ensure`. */
export interface EnsuredProject {
  /** The project, found or created. */
  project: Project;
  /** Whether this call created it. `false` for every caller where a response was lost. */
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
  list: { operation: 'projects.list', method: 'GET', route: '/projects', schema: projectPage },
  create: { operation: 'projects.create', method: 'POST', route: '/projects', schema: projectSchema },
  get: { operation: 'projects.get', method: 'GET', route: '/projects/{id}', schema: projectSchema },
  update: { operation: 'projects.update', method: 'PATCH', route: '/projects/{id}', schema: projectSchema },
} as const satisfies Endpoints;

/**
 * What is known of a workspace: its id; that none is listed, or not yet; or nothing, where the key may not list
 * workspaces, or the API does not show their external ids.
 */
export type FoundWorkspace = { readonly id: string } | 'missing' | 'hidden';

/** Finds a workspace by its slug or external id. The client hands it in, since workspaces import projects. */
export type FindWorkspace = (http: HttpClient, slug: unknown, externalId: unknown) => Promise<FoundWorkspace>;

/** Projects: what your customers build. Reached as `miosa.projects`. */
export class Projects {
  readonly #http: HttpClient;
  readonly #findWorkspace: FindWorkspace;
  /** Whether the API was seen to create a second project instead of refusing a taken slug. */
  #allowsDuplicates = false;

  constructor(http: HttpClient, findWorkspace: FindWorkspace) {
    this.#http = http;
    this.#findWorkspace = findWorkspace;
  }

  /**
   * Lists projects, of one workspace or of the whole organization. `GET /projects` (MIOSA's Projects API)
   *
   * @param filter - Which projects, and which page to begin with.
   * @param options - Options of this call, or of each request of an iteration.
   * @returns The first page when awaited; every project when iterated.
   * @throws {MiosaConfigError} When the filter is wrong; nothing was sent.
   * @throws {MiosaError} Any of its other subclasses, as for every method.
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
  list(filter: ProjectFilter = {}, options?: RequestOptions): PagePromise<Project> {
    return this.#http.list(endpoints.list, () => ({ query: filterQuery(filter) }), options);
  }

  /**
   * Creates a project inside a workspace that exists. `POST /projects` (MIOSA's Projects API)
   *
   * @param input - One way to choose the workspace, and the new project.
   * @param options - Options of this call.
   * @returns The project.
   * @throws {WorkspaceRequiredError} When no workspace is chosen.
   * @throws {WorkspaceNotFoundError} When the selector does not resolve inside the organization.
   * @throws {ValidationFailedError} When the API refuses a field; `issues` says which.
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
  create(input: WorkspaceSelector & NewProject, options?: RequestOptions): MiosaPromise<Project> {
    return this.#http.request(endpoints.create, () => ({ body: newProjectBody(input) }), options);
  }

  /**
   * Reads one project. `GET /projects/{id}` (MIOSA's Projects API)
   *
   * @param projectId - UUID of the project.
   * @param options - Options of this call.
   * @returns The project.
   * @throws {NotFoundError} When it does not exist, or belongs to another organization.
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
  get(projectId: string, options?: RequestOptions): MiosaPromise<Project> {
    return this.#http.request(endpoints.get, () => ({ parameters: { id: projectId } }), options);
  }

  /**
   * Changes a project. `metadata` and `settings` replace the whole map. `PATCH /projects/{id}` (MIOSA's Projects API)
   *
   * @param projectId - UUID of the project.
   * @param changes - At least one change; `description: null` clears the description.
   * @param options - Options of this call.
   * @returns The changed project.
   * @throws {MiosaConfigError} When nothing would change; nothing was sent.
   * @throws {NotFoundError} When it does not exist, or belongs to another organization.
   * @throws {ValidationFailedError} When the API refuses a field; `issues` says which.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * await miosa.projects.update('660e8400-e29b-41d4-a716-446655440001', { name: 'Summer Lead Magnet' });
   * ```
   */
  update(projectId: string, changes: ProjectChanges, options?: RequestOptions): MiosaPromise<Project> {
    const input = () => ({ parameters: { id: projectId }, body: changedFields(changes, changeNames) });
    return this.#http.request(endpoints.update, input, options);
  }

  /**
   * Finds a project or creates it: for sign-up flows that may run twice. It never changes what it finds.
   * `POST /projects`, and `GET /projects` and `GET /workspaces` where it has to look.
   *
   * With a `slug`, any number of callers, in any number of processes, end with one project, through retries, lost
   * responses and 5xx: the API keeps slugs unique inside a workspace, so of callers that race, one creates and the others
   * find what it created. Where lists lag behind writes, it looks again for five seconds.
   *
   * A slug that the API normalises (`Lead Magnet` becomes `lead-magnet`) is found again where it is the only match. Of
   * slugs that it shortens, and where an external id was given and is not shown, the name has to be the same, too.
   *
   * A key that may not list workspaces takes the only project of the organization that has the external id, or the slug
   * that the API calls taken: with such a key, let external ids be unique in the whole organization.
   *
   * With only an `externalProjectId`, one project needs an API that honours idempotency keys and returns external ids;
   * callers that race may all see `created: true`. With both, the external id decides; a slug that belongs to another
   * external id is the API's refusal.
   *
   * | requests, by how the workspace is chosen | new project | existing project |
   * |---|---|---|
   * | `workspaceId` | 1 for each 100 projects (2 for exactly 100), and 1 | 1 for each 100 projects, up to the match |
   * | another selector, with a slug alone | 1 | 1, and 1 for each 100 workspaces and 100 projects, up to the match |
   * | another selector, with an external id | 1 for each 100 workspaces and projects, and 1 | the same, less 1 |
   *
   * An API that does not refuse a taken slug, but creates `lead-magnet-2`, is met with a {@link MiosaResponseError} that
   * names that project. From then on this client looks before it creates; another client (a cold start of a function) may
   * meet it once more.
   *
   * @param input - As for `create`, with a `slug` or an `externalProjectId`. It is read at once.
   * @param options - Options of each request; `totalTimeout` covers all of them, `idempotencyKey` is for the create.
   * @returns The project, and whether this call created it.
   * @throws {WorkspaceNotFoundError} When the selector does not resolve inside the organization.
   * @throws {ValidationFailedError} When the API refuses a field, and no such project exists.
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
   * console.log(project.id, created ? 'created' : 'was there');
   * ```
   */
  ensure(
    input: WorkspaceSelector & NewProject & SlugOrExternalProjectId,
    options: RequestOptions = {},
  ): MiosaPromise<EnsuredProject> {
    const prepare = () => {
      const body = copyBody(newProjectBody(input));
      const wanted = wantedProject(body);
      return {
        input: {},
        options,
        run: async (context: OperationContext) => {
          // With a slug, the API keeps callers apart; an external id alone needs a key that is derived from it.
          const sharesKey = wanted.slug === undefined && options.idempotencyKey === undefined;
          const { data, ...rest } = await this.#ensure(body, wanted, sharesKey, context);
          return { ...rest, data: { project: data.item, created: data.created } };
        },
      };
    };
    return this.#http.operation({ ...endpoints.create, operation: 'projects.ensure' }, prepare);
  }

  #ensure(
    body: Readonly<Record<string, unknown>>,
    wanted: Wanted,
    sharesKey: boolean,
    { http, signal, tenant }: OperationContext,
  ) {
    const { workspace_slug: workspaceSlug, external_workspace_id: externalWorkspaceId } = body;
    const identify = (project: Project) => ({ ...project, externalId: project.externalProjectId });
    let workspace: FoundWorkspace = 'missing';
    if (body['workspace_id'] !== undefined) workspace = { id: String(body['workspace_id']) };
    const find = async (given: Moment): Promise<Search<Project>> => {
      if (workspace === 'missing') workspace = await this.#findWorkspace(http, workspaceSlug, externalWorkspaceId);
      const moment = given === 'before' && this.#allowsDuplicates ? 'after' : given;
      const search = new Search(wanted, identify, moment);
      // Without its workspace, a project can only be told by an external id, or by being the only one of its slug.
      const isHidden = workspace === 'hidden' && (moment === 'taken' || wanted.externalId !== undefined);
      const id = typeof workspace === 'object' ? workspace.id : undefined;
      if (id === undefined && externalWorkspaceId === undefined && !isHidden) return search;
      const elsewhere = new Search(wanted, identify, moment);
      const projects = http.list(endpoints.list, () => ({ query: { workspace_id: id, page_size: 100 } }));
      for await (const project of projects) {
        const isThere = isIn(project, id, externalWorkspaceId);
        if (isThere && search.add(project)) break;
        const mayBeThere = isThere === undefined && isHidden;
        if (mayBeThere && (moment === 'taken' || project.externalProjectId === wanted.externalId))
          elsewhere.add(project);
      }
      return search.settle(search.match ?? (search.isClaimed ? undefined : elsewhere.onlyMatch), projects);
    };
    return ensure({
      wanted,
      // With a slug alone the API itself tells whether the project exists, which takes one request for a new customer.
      looksFirst: body['workspace_id'] !== undefined || wanted.externalId !== undefined || this.#allowsDuplicates,
      find,
      sharesKey,
      create: async (isFresh) => {
        // What was sent, not what was found: where lists lag, not every caller finds the workspace.
        const byName = workspaceSlug === undefined ? { externalWorkspaceId } : { workspaceSlug };
        const chosen = body['workspace_id'] ?? byName;
        const idempotencyKey =
          sharesKey && !isFresh ? await stableUuid([tenant, chosen, wanted.externalId]) : undefined;
        return http.request(endpoints.create, () => ({ body, idempotencyKey })).withResponse();
      },
      onDuplicate: () => {
        this.#allowsDuplicates = true;
      },
      identify,
      signal,
    });
  }
}

/** Whether a project is in a workspace. `undefined` where that cannot be told: the API may not show external ids. */
function isIn(
  { workspaceId, externalWorkspaceId }: Project,
  id: string | undefined,
  externalId: unknown,
): boolean | undefined {
  if (id !== undefined) return workspaceId.toLowerCase() === id.toLowerCase();
  if (externalId === undefined || externalWorkspaceId === null) return undefined;
  return externalWorkspaceId === externalId;
}

function newProjectBody(input: CreateProjectInput): Record<string, unknown> {
  const body = wireFields(input, { subject: 'The new project', names: createNames });
  requireWorkspace(input, endpoints.create.method, endpoints.create.route);
  if (typeof body['name'] !== 'string')
    throw new MiosaConfigError('name must be a string: what the project is called.');
  return body;
}

function wantedProject(body: Readonly<Record<string, unknown>>): Wanted {
  const { slug, external_project_id: externalId, name } = body;
  for (const value of [slug, externalId]) {
    if (value !== undefined && (typeof value !== 'string' || value === '')) {
      throw new MiosaConfigError('slug and externalProjectId must be non-empty strings: the project is found by them.');
    }
  }
  if (slug === undefined && externalId === undefined) {
    throw new MiosaConfigError('Give a slug or an externalProjectId: without either, no project can be found again.');
  }
  // Each was checked above, the name where the body was made.
  return { slug, externalId, name } as Wanted;
}

function filterQuery(filter: ProjectFilter): Record<string, unknown> {
  const query = listQuery(filter, ['workspaceId', ...pageNames]);
  // An API that skips an empty filter would answer with the projects of every customer.
  if (query['workspace_id'] === '' || query['workspace_id'] === null) {
    throw new MiosaConfigError('workspaceId must not be empty or null: leave it out to list all.');
  }
  return query;
}
