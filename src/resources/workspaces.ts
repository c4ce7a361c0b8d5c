import type { IsEqual } from 'type-fest';
import * as z from 'zod/mini';
import { NotFoundError, PermissionDeniedError } from '../errors/api-errors.ts';
import { MiosaConfigError } from '../errors/client-errors.ts';
import { copyBody } from '../http/call.ts';
import type { HttpClient, OperationContext } from '../http/client.ts';
import type { Endpoints } from '../http/endpoint.ts';
import type { MiosaPromise } from '../http/miosa-promise.ts';
import type { RequestOptions } from '../http/options.ts';
import type { PagePromise, PageRequest } from '../http/pagination.ts';
import type { JsonObject } from '../json.ts';
import { openObject, settingsObject } from '../schemas/open-object.ts';
import { pageOf } from '../schemas/page.ts';
import { type Decoded, decoder, jsonObject, nullableString, resource } from '../schemas/resource.ts';
import type { Schema } from '../schemas/schema.ts';
import { ensure } from './ensure.ts';
import { changedFields, checkMap, type JsonMap, listQuery, wireFields } from './inputs.ts';
import { type FoundWorkspace, type Project, projectPage } from './projects.ts';
import { Search, type Wanted } from './search.ts';

/**
 * One of your downstream customers. No full workspace is documented: what the documented clients know is promised here,
 * and whatever else the API sends stays on the object.
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

/** What can be said about a workspace, beside its name. */
interface WorkspaceDetails {
  /** Your own id for the workspace. */
  readonly externalWorkspaceId?: string | null | undefined;
  /** Free text. */
  readonly description?: string | null | undefined;
  /** Your own data, a plain object; its keys are never renamed. */
  readonly metadata?: JsonMap | undefined;
}

/** Input of `workspaces.create`. */
export interface CreateWorkspaceInput extends WorkspaceDetails {
  /** The name that people read. */
  readonly name: string;
  /** URL-safe and unique inside the organization. */
  readonly slug?: string | undefined;
}

/** Input of `workspaces.ensure`. */
export interface EnsureWorkspaceInput extends WorkspaceDetails {
  /** The name that people read. */
  readonly name: string;
  /** URL-safe and unique inside the organization. The workspace is found by it. */
  readonly slug: string;
}

/** Result of `workspaces.ensure`. */
export interface EnsuredWorkspace {
  /** The workspace, found or created. */
  workspace: Workspace;
  /** Whether this call created it. `false` for every caller where a response was lost. */
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

/** What `workspaces.delete` is to do. */
export interface DeleteWorkspaceOptions {
  /** Deletes what is inside first. */
  readonly force?: boolean | undefined;
  /** Deletes nothing, and tells what would be deleted. */
  readonly dryRun?: boolean | undefined;
}

const names = ['name', 'slug', 'externalWorkspaceId', 'description', 'metadata'] as const;
true satisfies IsEqual<(typeof names)[number], keyof CreateWorkspaceInput>;
true satisfies IsEqual<(typeof names)[number], keyof EnsureWorkspaceInput>;
true satisfies IsEqual<(typeof names)[number], keyof WorkspaceChanges>;

const route = '/workspaces/{id}';
const endpoints = {
  listProjects: {
    operation: 'workspaces.listProjects',
    method: 'GET',
    route: `${route}/projects`,
    schema: projectPage,
  },
  list: {
    operation: 'workspaces.list',
    method: 'GET',
    route: '/workspaces',
    schema: pageOf('workspaces', decodeWorkspace),
  },
  create: { operation: 'workspaces.create', method: 'POST', route: '/workspaces', schema: workspaceSchema },
  get: { operation: 'workspaces.get', method: 'GET', route, schema: workspaceSchema },
  update: { operation: 'workspaces.update', method: 'PATCH', route, schema: workspaceSchema },
  // What these answer is not documented: an object, or nothing at all.
  delete: { operation: 'workspaces.delete', method: 'DELETE', route, schema: openObject, mayBeEmpty: true },
  updateSettings: {
    operation: 'workspaces.updateSettings',
    method: 'PUT',
    route: `${route}/settings`,
    schema: settingsObject,
    mayBeEmpty: true,
  },
  stats: {
    operation: 'workspaces.stats',
    method: 'GET',
    route: `${route}/stats`,
    schema: openObject,
    mayBeEmpty: true,
  },
} as const satisfies Endpoints;

/**
 * Workspaces: your downstream customers. Reached as `miosa.workspaces`.
 *
 * Only `listProjects` is part of the documented Projects API. The others follow MIOSA's public documentation of
 * workspaces and the requests of its official clients; where those show no fields, the result is an open `JsonObject`.
 */
export class Workspaces {
  readonly #http: HttpClient;
  /** Whether the API was seen to create a second workspace instead of refusing a taken slug. */
  #allowsDuplicates = false;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  /**
   * Lists the projects of one workspace. `GET /workspaces/{id}/projects` (MIOSA's Projects API)
   *
   * @param workspaceId - UUID of the workspace.
   * @param page - Which page to begin with.
   * @param options - Options of this call, or of each request of an iteration.
   * @returns The first page when awaited; every project when iterated.
   * @throws {NotFoundError} When the workspace does not exist, or belongs to another organization.
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
  listProjects(workspaceId: string, page: PageRequest = {}, options?: RequestOptions): PagePromise<Project> {
    return this.#http.list(
      endpoints.listProjects,
      () => ({ parameters: { id: workspaceId }, query: listQuery(page) }),
      options,
    );
  }

  /**
   * Lists the workspaces of the organization. `GET /workspaces` (MIOSA's documentation of workspaces)
   *
   * @param page - Which page to begin with.
   * @param options - Options of this call, or of each request of an iteration.
   * @returns The first page when awaited; every workspace when iterated.
   * @throws {MiosaConfigError} When the page is wrong; nothing was sent.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * for await (const workspace of miosa.workspaces.list()) console.log(workspace.name);
   * ```
   */
  list(page: PageRequest = {}, options?: RequestOptions): PagePromise<Workspace> {
    return this.#http.list(endpoints.list, () => ({ query: listQuery(page) }), options);
  }

  /**
   * Creates a workspace. `POST /workspaces` (MIOSA's documentation of workspaces)
   *
   * @param input - The new workspace.
   * @param options - Options of this call.
   * @returns The workspace.
   * @throws {ConflictError} Or a {@link ValidationFailedError}, when the API refuses a field, such as a taken slug.
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
  create(input: CreateWorkspaceInput, options?: RequestOptions): MiosaPromise<Workspace> {
    return this.#http.request(endpoints.create, () => ({ body: newWorkspaceBody(input) }), options);
  }

  /**
   * Reads one workspace. `GET /workspaces/{id}` (MIOSA's documentation of workspaces)
   *
   * @param workspaceId - UUID of the workspace.
   * @param options - Options of this call.
   * @returns The workspace.
   * @throws {NotFoundError} When it does not exist, or belongs to another organization.
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
  get(workspaceId: string, options?: RequestOptions): MiosaPromise<Workspace> {
    return this.#http.request(endpoints.get, () => ({ parameters: { id: workspaceId } }), options);
  }

  /**
   * Changes a workspace. `PATCH /workspaces/{id}` (MIOSA's documentation of workspaces)
   *
   * @param workspaceId - UUID of the workspace.
   * @param changes - At least one change; `description: null` clears the description.
   * @param options - Options of this call.
   * @returns The changed workspace.
   * @throws {MiosaConfigError} When nothing would change; nothing was sent.
   * @throws {NotFoundError} When it does not exist, or belongs to another organization.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * await miosa.workspaces.update('550e8400-e29b-41d4-a716-446655440000', { name: 'Dr. Smith & Partners' });
   * ```
   */
  update(workspaceId: string, changes: WorkspaceChanges, options?: RequestOptions): MiosaPromise<Workspace> {
    const input = () => ({ parameters: { id: workspaceId }, body: changedFields(changes, names) });
    return this.#http.request(endpoints.update, input, options);
  }

  /**
   * Finds the workspace of one customer or creates it: for sign-up flows that may run twice. It never changes what it
   * finds. `POST /workspaces`, and `GET /workspaces` where it has to look.
   *
   * Any number of callers, in any number of processes, end with one workspace, through retries, lost responses and 5xx.
   * This rests on slugs being unique inside the organization, so that of callers that race, one creates and the others
   * are refused and find what it created. It is plausible and documented nowhere: an API that creates `dr-smith-2`
   * instead is met with a {@link MiosaResponseError} that names that workspace, and from then on this client looks
   * before it creates.
   *
   * With an `externalWorkspaceId` that decides, and the slug where no workspace has it. One that has the slug and no
   * external id counts as the customer's; one that has the slug and another external id is another customer's, and the
   * API's refusal is thrown. Where the API does not return external ids the slug decides, so derive it from your own id,
   * not from the customer's name.
   *
   * | requests | new workspace | existing workspace |
   * |---|---|---|
   * | with a slug alone | 1 | 1, and 1 for each 100 workspaces, up to the match |
   * | with an `externalWorkspaceId` | 1 for each 100 workspaces (2 for exactly 100), and 1 | the same, less 1, up to the match |
   *
   * @param input - The workspace. It is read at once.
   * @param options - Options of each request; `totalTimeout` covers all of them, `idempotencyKey` is for the create.
   * @returns The workspace, and whether this call created it.
   * @throws {ConflictError} Or a {@link ValidationFailedError}, when the API refuses a field, and no such workspace
   *   exists.
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
   * console.log(workspace.id, created ? 'created' : 'was there');
   * ```
   */
  ensure(input: EnsureWorkspaceInput, options: RequestOptions = {}): MiosaPromise<EnsuredWorkspace> {
    const prepare = () => {
      const body = copyBody(newWorkspaceBody(input));
      const wanted = wantedWorkspace(body);
      return {
        input: {},
        options,
        run: async (context: OperationContext) => {
          const { data, ...rest } = await this.#ensure(body, wanted, context);
          return { ...rest, data: { workspace: data.item, created: data.created } };
        },
      };
    };
    return this.#http.operation({ ...endpoints.create, operation: 'workspaces.ensure' }, prepare);
  }

  #ensure(body: Readonly<Record<string, unknown>>, wanted: Wanted, { http, signal }: OperationContext) {
    const identify = (workspace: Workspace) => ({ ...workspace, externalId: workspace.externalWorkspaceId });
    return ensure({
      wanted,
      // With a slug alone the API itself tells whether it exists, which takes one request for a new customer.
      looksFirst: wanted.externalId !== undefined || this.#allowsDuplicates,
      sharesKey: false,
      find: async (moment) => {
        const search = new Search(wanted, identify, moment === 'before' && this.#allowsDuplicates ? 'after' : moment);
        const workspaces = http.list(endpoints.list, () => ({ query: { page_size: 100 } }));
        for await (const workspace of workspaces) if (search.add(workspace)) break;
        return search.settle(search.match, workspaces);
      },
      create: () => http.request(endpoints.create, () => ({ body })).withResponse(),
      onDuplicate: () => {
        this.#allowsDuplicates = true;
      },
      identify,
      signal,
    });
  }

  /**
   * Deletes a workspace. `DELETE /workspaces/{id}` (MIOSA's documentation of workspaces)
   *
   * What happens to a workspace that is not empty is told differently by different sources: it may be refused, or what
   * is inside may survive. Say what you want with `force`, and look first with `dryRun`. A 404 after an attempt whose
   * response was lost is a success: that attempt has deleted it.
   *
   * @param workspaceId - UUID of the workspace.
   * @param what - Whether to delete what is inside, and whether only to look.
   * @param options - Options of this call.
   * @returns What the API says about it, names in camelCase; an empty object when it says nothing.
   * @throws {ConflictError} When it is not empty, and the API refuses.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * console.log(await miosa.workspaces.delete('550e8400-e29b-41d4-a716-446655440000', { dryRun: true }));
   * ```
   */
  delete(workspaceId: string, what: DeleteWorkspaceOptions = {}, options?: RequestOptions): MiosaPromise<JsonObject> {
    const input = () => {
      const query = deleteQuery(what);
      return { parameters: { id: workspaceId }, query, succeedsWhenGone: query['dry_run'] !== true };
    };
    return this.#http.request(endpoints.delete, input, options);
  }

  /**
   * Replaces the settings of a workspace, such as its resource limits. `PUT /workspaces/{id}/settings` (MIOSA's
   * documentation of workspaces)
   *
   * @param workspaceId - UUID of the workspace.
   * @param settings - Sent as they are. No source names their fields.
   * @param options - Options of this call.
   * @returns What the API answers, its names as sent; an empty object when it says nothing.
   * @throws {NotFoundError} When the workspace does not exist, or belongs to another organization.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * await miosa.workspaces.updateSettings('550e8400-e29b-41d4-a716-446655440000', { 'your-own-setting': true });
   * ```
   */
  updateSettings(workspaceId: string, settings: JsonMap, options?: RequestOptions): MiosaPromise<JsonObject> {
    const input = () => {
      checkMap('settings', settings);
      return { parameters: { id: workspaceId }, body: settings };
    };
    return this.#http.request(endpoints.updateSettings, input, options);
  }

  /**
   * Reads how much a workspace uses. `GET /workspaces/{id}/stats` (MIOSA's documentation of workspaces)
   *
   * @param workspaceId - UUID of the workspace.
   * @param options - Options of this call.
   * @returns Counts and totals, names in camelCase. No source names their fields.
   * @throws {NotFoundError} When the workspace does not exist, or belongs to another organization.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * console.log(await miosa.workspaces.stats('550e8400-e29b-41d4-a716-446655440000'));
   * ```
   */
  stats(workspaceId: string, options?: RequestOptions): MiosaPromise<JsonObject> {
    return this.#http.request(endpoints.stats, () => ({ parameters: { id: workspaceId } }), options);
  }
}

/** Finds a workspace by its slug or, where there is none, by its external id. */
export async function findWorkspace(http: HttpClient, slug: unknown, externalId: unknown): Promise<FoundWorkspace> {
  let showsExternalIds = false;
  try {
    for await (const workspace of http.list(endpoints.list, () => ({ query: { page_size: 100 } }))) {
      const isWanted = slug === undefined ? workspace.externalWorkspaceId === externalId : workspace.slug === slug;
      if (isWanted) return { id: workspace.id };
      showsExternalIds ||= workspace.externalWorkspaceId !== null;
    }
  } catch (error) {
    if (error instanceof PermissionDeniedError || error instanceof NotFoundError) return 'hidden';
    throw error;
  }
  return slug !== undefined || showsExternalIds ? 'missing' : 'hidden';
}

function newWorkspaceBody(input: CreateWorkspaceInput): Record<string, unknown> {
  const body = wireFields(input, { subject: 'The new workspace', names });
  if (typeof body['name'] !== 'string') {
    throw new MiosaConfigError('name must be a string: what the workspace is called.');
  }
  return body;
}

function wantedWorkspace(body: Readonly<Record<string, unknown>>): Wanted {
  const { slug, external_workspace_id: externalId, name } = body;
  if (typeof slug !== 'string' || slug === '') {
    throw new MiosaConfigError('slug must be a non-empty string: the workspace is found by it.');
  }
  if (externalId !== undefined && (typeof externalId !== 'string' || externalId === '')) {
    throw new MiosaConfigError('externalWorkspaceId must be a non-empty string, or left out.');
  }
  // The name was checked where the body was made.
  return { slug, externalId, name: name as string };
}

function deleteQuery(what: DeleteWorkspaceOptions): Record<string, unknown> {
  const query = wireFields(what, { subject: 'The second argument', names: ['force', 'dryRun'], keepsNull: true });
  for (const [name, value] of Object.entries(query)) {
    // A string such as 'false' would be sent as it is, and a delete cannot be undone.
    if (typeof value !== 'boolean') throw new MiosaConfigError(`${name} must be true or false.`);
  }
  return query;
}
