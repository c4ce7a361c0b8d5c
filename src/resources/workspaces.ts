import type { IsEqual } from 'type-fest';
import * as z from 'zod/mini';
import { boolean, type Checks, checkOptions } from '../check-options.ts';
import { atCallSite } from '../errors/call-site.ts';
import { MiosaConfigError } from '../errors/errors.ts';
import type { Endpoints } from '../http/call.ts';
import type { HttpClient } from '../http/client.ts';
import type { RequestOptions } from '../http/options.ts';
import type { PagePromise, PageRequest } from '../http/pagination.ts';
import type { MiosaPromise } from '../http/promise.ts';
import type { JsonObject } from '../json.ts';
import { type Decoded, decoder, jsonObject, nullableString, resource } from '../schemas/decoder.ts';
import { listOf } from '../schemas/list-body.ts';
import { openObject, type Schema, settingsObject } from '../schemas/schema.ts';
import { ensure } from './ensure.ts';
import {
  changedFields,
  checkMap,
  type JsonMap,
  listQuery,
  requireSlug,
  type WireFields,
  wireFields,
} from './inputs.ts';
import { namespaceOf } from './namespace.ts';
import { type Project, projectList } from './projects.ts';

/**
 * One of your downstream customers. The API's documentation does not show a full workspace: the type has the fields
 * that official clients know, and all other fields that the API sends are kept.
 */
export interface Workspace {
  /** UUID. */
  id: string;
  /** The organization, as an opaque string, or `null`. */
  tenantId: string | null;
  /** Your own id for the workspace, or `null`. */
  externalWorkspaceId: string | null;
  /** The name that people read. */
  name: string;
  /** URL-safe, unique inside the organization, or `null`. */
  slug: string | null;
  /** Free text, or `null`. */
  description: string | null;
  /** Your own data; its keys are never renamed. */
  metadata: JsonObject;
  /** The workspace's settings; its keys are never renamed. */
  settings: JsonObject;
  /** ISO 8601, exactly as the API sent it, or `null`. */
  createdAt: string | null;
  /** ISO 8601, exactly as the API sent it, or `null`. */
  updatedAt: string | null;
}

/** What the API sends for a workspace. */
const fields = {
  id: z.string(),
  tenant_id: nullableString,
  external_workspace_id: nullableString,
  name: z.string(),
  slug: nullableString,
  description: nullableString,
  metadata: jsonObject,
  settings: jsonObject,
  created_at: nullableString,
  updated_at: nullableString,
};
true satisfies IsEqual<Decoded<typeof fields>, Workspace>;

const decodeWorkspace = decoder(fields);

/**
 * Decodes a workspace that did not come through a client: from a webhook, a queue or a cache. A Standard Schema; it
 * takes the wire object, bare or in its envelope, and gives a {@link Workspace}.
 *
 * @example
 * ```ts
 * import { workspaceSchema } from 'miosa-client';
 *
 * const result = workspaceSchema['~standard'].validate(JSON.parse('{"id": "550e8400", "name": "Dr. Smith Clinic"}'));
 * if (!result.issues) console.log(result.value.name);
 * ```
 */
export const workspaceSchema: Schema<Workspace> = resource('workspace', 'id', decodeWorkspace);

/** Input of `workspaces.create`. */
export interface CreateWorkspaceInput {
  /** The name that people read. */
  readonly name: string;
  /** URL-safe and unique inside the organization. */
  readonly slug?: string | undefined;
  /** Your own id for the workspace. */
  readonly externalWorkspaceId?: string | null | undefined;
  /** Free text. */
  readonly description?: string | null | undefined;
  /** Your own data, a plain object; its keys are never renamed. */
  readonly metadata?: JsonMap | undefined;
}

/** Input of `workspaces.ensure`: that of `workspaces.create`, with the slug that the workspace is found by. */
export interface EnsureWorkspaceInput extends CreateWorkspaceInput {
  /** URL-safe and unique inside the organization. */
  readonly slug: string;
}

/** Result of `workspaces.ensure`. */
export interface EnsuredWorkspace {
  /** The workspace, found or created. */
  workspace: Workspace;
  /** Whether this call created it. May be `false` for every caller if a response was lost. */
  created: boolean;
}

/**
 * What can be changed about a workspace. At least one field has to be given. Known clients change `name`, `description`
 * and `metadata`; whether the API takes the others after the create is not documented.
 */
export interface WorkspaceChanges {
  /** The name that people read. */
  readonly name?: string | undefined;
  /** URL-safe and unique inside the organization. */
  readonly slug?: string | undefined;
  /** Your own id for the workspace. */
  readonly externalWorkspaceId?: string | undefined;
  /** Free text; `null` clears it. */
  readonly description?: string | null | undefined;
  /** Your own data, a plain object. */
  readonly metadata?: JsonMap | undefined;
}

/** Options of `workspaces.delete`. */
export interface DeleteWorkspaceOptions {
  /** Also deletes what is inside. */
  readonly force?: boolean | undefined;
  /** Deletes nothing, and returns what would be deleted. */
  readonly dryRun?: boolean | undefined;
}

const names = ['name', 'slug', 'externalWorkspaceId', 'description', 'metadata'] as const;
true satisfies IsEqual<(typeof names)[number], keyof CreateWorkspaceInput>;
true satisfies IsEqual<(typeof names)[number], keyof WorkspaceChanges>;

const route = '/workspaces/{id}';
const endpoints = {
  listProjects: {
    operation: 'workspaces.listProjects',
    method: 'GET',
    route: `${route}/projects`,
    schema: projectList,
  },
  list: {
    operation: 'workspaces.list',
    method: 'GET',
    route: '/workspaces',
    schema: listOf('workspaces', decodeWorkspace),
  },
  create: { operation: 'workspaces.create', method: 'POST', route: '/workspaces', schema: workspaceSchema },
  get: { operation: 'workspaces.get', method: 'GET', route, schema: workspaceSchema },
  update: { operation: 'workspaces.update', method: 'PATCH', route, schema: workspaceSchema },
  // What these answer is not documented: an object, or nothing at all.
  delete: { operation: 'workspaces.delete', method: 'DELETE', route, schema: openObject },
  updateSettings: {
    operation: 'workspaces.updateSettings',
    method: 'PUT',
    route: `${route}/settings`,
    schema: settingsObject,
  },
  stats: {
    operation: 'workspaces.stats',
    method: 'GET',
    route: `${route}/stats`,
    schema: openObject,
  },
} as const satisfies Endpoints;

/**
 * Workspaces: your downstream customers. Reached as `miosa.workspaces`.
 *
 * Only `listProjects` is part of the documented Projects API. The others follow MIOSA's public documentation of
 * workspaces and the requests of its official clients; where those show no fields, the result is an open `JsonObject`.
 */
export interface Workspaces {
  /**
   * Lists the projects of one workspace. `GET /workspaces/{id}/projects` (MIOSA's Projects API)
   *
   * @param workspaceId - UUID of the workspace.
   * @param page - The page to start with.
   * @param options - Options of this call, or of each request of an iteration.
   * @returns The first page when awaited; every project when iterated.
   * @throws {@link NotFoundError} When the workspace does not exist, or belongs to another organization.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * for await (const project of miosa.workspaces.listProjects('550e8400-e29b-41d4-a716-446655440000')) {
   *   console.log(project.slug);
   * }
   * ```
   */
  listProjects(workspaceId: string, page?: PageRequest, options?: RequestOptions): PagePromise<Project>;

  /**
   * Lists the workspaces of the organization. `GET /workspaces` (MIOSA's documentation of workspaces)
   *
   * @param page - The page to start with.
   * @param options - Options of this call, or of each request of an iteration.
   * @returns The first page when awaited; every workspace when iterated.
   * @throws {@link MiosaConfigError} When the page is invalid; nothing was sent.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * for await (const workspace of miosa.workspaces.list()) console.log(workspace.name);
   * ```
   */
  list(page?: PageRequest, options?: RequestOptions): PagePromise<Workspace>;

  /**
   * Creates a workspace. `POST /workspaces` (MIOSA's documentation of workspaces)
   *
   * @param input - The new workspace.
   * @param options - Options of this call.
   * @returns The workspace.
   * @throws {@link ConflictError} Or a {@link ValidationFailedError}, when the API rejects a field, such as a slug that
   *   is taken.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * const workspace = await miosa.workspaces.create({ name: 'Dr. Smith Clinic', externalWorkspaceId: 'clinic_123' });
   * console.log(workspace.id);
   * ```
   */
  create(input: CreateWorkspaceInput, options?: RequestOptions): MiosaPromise<Workspace>;

  /**
   * Reads one workspace. `GET /workspaces/{id}` (MIOSA's documentation of workspaces)
   *
   * @param workspaceId - UUID of the workspace.
   * @param options - Options of this call.
   * @returns The workspace.
   * @throws {@link NotFoundError} When it does not exist, or belongs to another organization.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * const workspace = await miosa.workspaces.get('550e8400-e29b-41d4-a716-446655440000');
   * console.log(workspace.name);
   * ```
   */
  get(workspaceId: string, options?: RequestOptions): MiosaPromise<Workspace>;

  /**
   * Changes a workspace. `PATCH /workspaces/{id}` (MIOSA's documentation of workspaces)
   *
   * @param workspaceId - UUID of the workspace.
   * @param changes - At least one change; `description: null` clears the description.
   * @param options - Options of this call.
   * @returns The changed workspace.
   * @throws {@link MiosaConfigError} When nothing would change; nothing was sent.
   * @throws {@link NotFoundError} When it does not exist, or belongs to another organization.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * await miosa.workspaces.update('550e8400-e29b-41d4-a716-446655440000', { name: 'Dr. Smith & Partners' });
   * ```
   */
  update(workspaceId: string, changes: WorkspaceChanges, options?: RequestOptions): MiosaPromise<Workspace>;

  /**
   * Finds the workspace of one customer by its slug or creates it: for sign-up flows that may run twice. It never
   * changes what it finds. `POST /workspaces`, and `GET /workspaces` to look for the slug (MIOSA's documentation of
   * workspaces).
   *
   * It works like {@link Projects.ensure}: however many callers there are, the result is one workspace. A new workspace
   * takes one request, an existing one takes one more per 100 workspaces that are searched. This assumes that slugs are
   * unique inside the organization, which is plausible but not documented. If the API creates `dr-smith-2` instead,
   * the call rejects with a {@link MiosaResponseError} that names that workspace.
   *
   * Derive the slug from your own id for the customer, not from a name that two customers may share.
   *
   * @param input - The workspace, with a slug of `a-z`, `0-9` and hyphens. It is read at once.
   * @param options - Options of each request; `totalTimeout` covers all of them, `idempotencyKey` is for the create.
   * @returns The workspace, and whether this call created it.
   * @throws {@link ConflictError} Or a {@link ValidationFailedError} or {@link BadRequestError}, when the API rejects a
   *   field and no such workspace exists, or when the workspace with this slug has another external id than the one
   *   given, and so belongs to another customer.
   * @throws {@link MiosaResponseError} When the API created the workspace with another slug than was sent.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * const { workspace, created } = await miosa.workspaces.ensure({
   *   slug: 'clinic-123',
   *   name: 'Dr. Smith Clinic',
   *   externalWorkspaceId: 'clinic_123',
   * });
   * console.log(workspace.id, created ? 'created' : 'already existed');
   * ```
   */
  ensure(input: EnsureWorkspaceInput, options?: RequestOptions): Promise<EnsuredWorkspace>;

  /**
   * Deletes a workspace. `DELETE /workspaces/{id}` (MIOSA's documentation of workspaces)
   *
   * Sources differ on a workspace that is not empty: the API may reject the delete, or keep what is inside. Pass
   * `force` to delete everything, and `dryRun` to see first what would be deleted.
   *
   * @param workspaceId - UUID of the workspace.
   * @param what - Whether to delete what is inside, and whether this is a dry run.
   * @param options - Options of this call.
   * @returns The body of the response, names in camelCase; an empty object without a body.
   * @throws {@link ConflictError} When it is not empty, and the API rejects the delete.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * console.log(await miosa.workspaces.delete('550e8400-e29b-41d4-a716-446655440000', { dryRun: true }));
   * ```
   */
  delete(workspaceId: string, what?: DeleteWorkspaceOptions, options?: RequestOptions): MiosaPromise<JsonObject>;

  /**
   * Replaces the settings of a workspace, such as its resource limits. `PUT /workspaces/{id}/settings` (MIOSA's
   * documentation of workspaces)
   *
   * @param workspaceId - UUID of the workspace.
   * @param settings - Sent unchanged. Their fields are not documented.
   * @param options - Options of this call.
   * @returns The body of the response, names as sent; an empty object without a body.
   * @throws {@link NotFoundError} When the workspace does not exist, or belongs to another organization.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * await miosa.workspaces.updateSettings('550e8400-e29b-41d4-a716-446655440000', { 'your-own-setting': true });
   * ```
   */
  updateSettings(workspaceId: string, settings: JsonMap, options?: RequestOptions): MiosaPromise<JsonObject>;

  /**
   * Reads how much a workspace uses. `GET /workspaces/{id}/stats` (MIOSA's documentation of workspaces)
   *
   * @param workspaceId - UUID of the workspace.
   * @param options - Options of this call.
   * @returns Counts and totals, names in camelCase. Their fields are not documented.
   * @throws {@link NotFoundError} When the workspace does not exist, or belongs to another organization.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * console.log(await miosa.workspaces.stats('550e8400-e29b-41d4-a716-446655440000'));
   * ```
   */
  stats(workspaceId: string, options?: RequestOptions): MiosaPromise<JsonObject>;
}

/** Makes `miosa.workspaces`. */
export function workspacesOf(http: HttpClient): Workspaces {
  const workspaces: Workspaces = namespaceOf({
    listProjects: (workspaceId, page = {}, options) =>
      http.list(() => ({ endpoint: endpoints.listProjects, options, id: workspaceId, query: listQuery(page) })),
    list: (page = {}, options) => http.list(() => ({ endpoint: endpoints.list, options, query: listQuery(page) })),
    create: (input, options) =>
      http.request(() => ({ endpoint: endpoints.create, options, body: newWorkspaceBody(input) })),
    get: (workspaceId, options) => http.request(() => ({ endpoint: endpoints.get, options, id: workspaceId })),
    update: (workspaceId, changes, options) =>
      http.request(() => ({
        endpoint: endpoints.update,
        options,
        id: workspaceId,
        body: changedFields(changes, names),
      })),
    ensure: (input, options = {}) =>
      atCallSite(async () => {
        const slug = requireSlug(input, 'workspace');
        // A copy, since the caller may change it before the last request.
        const workspace = { ...input, slug };
        const shared = http.share('workspaces.ensure', options);
        const { item, created } = await ensure({
          slug,
          externalId: workspace.externalWorkspaceId,
          create: () => workspaces.create(workspace, shared).withResponse(),
          list: () => workspaces.list({ pageSize: 100 }, shared),
          externalIdOf: ({ externalWorkspaceId }) => externalWorkspaceId,
          pause: (milliseconds) => http.pause(milliseconds, shared),
        });
        return { workspace: item, created };
      }),
    delete: (workspaceId, what = {}, options) =>
      http.request(() => ({ endpoint: endpoints.delete, options, id: workspaceId, query: deleteQuery(what) })),
    updateSettings: (workspaceId, settings, options) =>
      http.request(() => {
        checkMap('settings', settings);
        return { endpoint: endpoints.updateSettings, options, id: workspaceId, body: settings };
      }),
    stats: (workspaceId, options) => http.request(() => ({ endpoint: endpoints.stats, options, id: workspaceId })),
  });
  return workspaces;
}

function newWorkspaceBody(input: CreateWorkspaceInput): WireFields {
  const body = wireFields(input, { subject: 'The new workspace', names });
  if (typeof body['name'] !== 'string') {
    throw new MiosaConfigError('name must be a string.');
  }
  return body;
}

const deleteChecks: Checks<DeleteWorkspaceOptions> = { force: boolean, dryRun: boolean };

function deleteQuery(what: DeleteWorkspaceOptions): WireFields {
  checkOptions('The second argument', what, deleteChecks);
  // Only `true` is documented: an API may take any value for it.
  return { force: what.force || undefined, dry_run: what.dryRun || undefined };
}
