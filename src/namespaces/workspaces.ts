import type { RequestOptions } from '../config/options.ts';
import { decodeProjectPage } from '../decode/project.ts';
import { decodeOpenObject, decodeSettings, decodeWorkspace, decodeWorkspacePage } from '../decode/workspace.ts';
import { atPage, PagePromise } from '../pages/page-promise.ts';
import { pageQuery } from '../requests/page-query.ts';
import {
  type CreateWorkspaceInput,
  createWorkspaceBody,
  type DeleteWorkspaceOptions,
  deleteWorkspaceQuery,
  settingsBody,
  type UpdateWorkspaceInput,
  updateWorkspaceBody,
} from '../requests/workspace-input.ts';
import type { JsonObject } from '../resources/json.ts';
import type { Page, PageRequest } from '../resources/page.ts';
import type { Project } from '../resources/project.ts';
import type { Workspace } from '../resources/workspace.ts';
import type { Endpoint } from '../transport/endpoint.ts';
import type { MiosaPromise } from '../transport/miosa-promise.ts';
import type { Transport } from '../transport/transport.ts';

const path = '/workspaces/{id}';
/** What these endpoints answer is not documented; that they succeeded is what counts. */
const mayBeEmpty = true;
const listProjects: Endpoint<Page<Project>> = { method: 'GET', path: `${path}/projects`, decode: decodeProjectPage };
const listWorkspaces: Endpoint<Page<Workspace>> = { method: 'GET', path: '/workspaces', decode: decodeWorkspacePage };
const createWorkspace: Endpoint<Workspace> = { method: 'POST', path: '/workspaces', decode: decodeWorkspace };
const getWorkspace: Endpoint<Workspace> = { method: 'GET', path, decode: decodeWorkspace };
const updateWorkspace: Endpoint<Workspace> = { method: 'PATCH', path, decode: decodeWorkspace };
const deleteWorkspace: Endpoint<JsonObject> = { method: 'DELETE', path, decode: decodeOpenObject, mayBeEmpty };
const putSettings: Endpoint<JsonObject> = {
  method: 'PUT',
  path: `${path}/settings`,
  decode: decodeSettings,
  mayBeEmpty,
};
const getStats: Endpoint<JsonObject> = { method: 'GET', path: `${path}/stats`, decode: decodeOpenObject, mayBeEmpty };

/**
 * Workspaces: your downstream customers. Reached as `miosa.workspaces`.
 *
 * Only `listProjects` is part of the documented projects API. The others follow the public documentation of workspaces
 * and the requests of the official clients; where those show no fields, the result is an open `JsonObject`.
 */
export class Workspaces {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Lists the projects of one workspace. `GET /workspaces/{id}/projects`
   *
   * @param workspaceId - UUID of the workspace.
   * @param page - Which page to begin with.
   * @param options - Options of this call, or of each request of a walk.
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
    const input = (number: number | undefined) => ({
      parameters: { id: workspaceId },
      query: pageQuery(atPage(page, number)),
    });
    return new PagePromise(page, (number) => this.#transport.run(() => [listProjects, input(number)], options));
  }

  /**
   * Lists the workspaces of the organization. `GET /workspaces`
   *
   * @param page - Which page to begin with.
   * @param options - Options of this call, or of each request of a walk.
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
    return new PagePromise(page, (number) =>
      this.#transport.run(() => [listWorkspaces, { query: pageQuery(atPage(page, number)) }], options),
    );
  }

  /**
   * Creates a workspace. `POST /workspaces`
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
    return this.#transport.call(() => [createWorkspace, { body: createWorkspaceBody(input) }], options);
  }

  /**
   * Reads one workspace. `GET /workspaces/{id}`
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
    return this.#transport.call(() => [getWorkspace, { parameters: { id: workspaceId } }], options);
  }

  /**
   * Changes a workspace. `PATCH /workspaces/{id}`
   *
   * @param workspaceId - UUID of the workspace.
   * @param changes - At least one change.
   * @param options - Options of this call.
   * @returns The changed workspace.
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
  update(workspaceId: string, changes: UpdateWorkspaceInput, options?: RequestOptions): MiosaPromise<Workspace> {
    const input = () => ({ parameters: { id: workspaceId }, body: updateWorkspaceBody(changes) });
    return this.#transport.call(() => [updateWorkspace, input()], options);
  }

  /**
   * Deletes a workspace. `DELETE /workspaces/{id}`
   *
   * What happens to a workspace that is not empty is told differently by different sources: it may be refused, or what
   * is inside may survive. Say what you want with `force`, and look first with `dryRun`.
   *
   * @param workspaceId - UUID of the workspace.
   * @param how - Whether to delete what is inside, and whether only to look.
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
  delete(workspaceId: string, how: DeleteWorkspaceOptions = {}, options?: RequestOptions): MiosaPromise<JsonObject> {
    const input = () => ({ parameters: { id: workspaceId }, query: deleteWorkspaceQuery(how) });
    return this.#transport.call(() => [deleteWorkspace, input()], options);
  }

  /**
   * Replaces the settings of a workspace, such as its resource limits. `PUT /workspaces/{id}/settings`
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
  updateSettings(workspaceId: string, settings: JsonObject, options?: RequestOptions): MiosaPromise<JsonObject> {
    const input = () => ({ parameters: { id: workspaceId }, body: settingsBody(settings) });
    return this.#transport.call(() => [putSettings, input()], options);
  }

  /**
   * Reads how much a workspace uses. `GET /workspaces/{id}/stats`
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
    return this.#transport.call(() => [getStats, { parameters: { id: workspaceId } }], options);
  }
}
