import type { RequestOptions } from '../config/options.ts';
import { decodeProjectPage } from '../decode/project.ts';
import { type PageRequest, pageQuery } from '../requests/project-input.ts';
import type { Page } from '../resources/page.ts';
import type { Project } from '../resources/project.ts';
import type { Endpoint } from '../transport/endpoint.ts';
import type { MiosaPromise } from '../transport/miosa-promise.ts';
import type { Transport } from '../transport/transport.ts';

const listWorkspaceProjects: Endpoint<Page<Project>> = {
  method: 'GET',
  path: '/workspaces/{id}/projects',
  decode: decodeProjectPage,
};

/** Workspaces: your downstream customers. Reached as `miosa.workspaces`. */
export class Workspaces {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Lists the projects of one workspace: one page. `GET /workspaces/{id}/projects`
   *
   * @param workspaceId - UUID of the workspace.
   * @param page - Which page.
   * @param options - Options of this call.
   * @returns The page.
   * @throws {NotFoundError} When the workspace does not exist, or belongs to another organization.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * const { data } = await miosa.workspaces.listProjects('550e8400-e29b-41d4-a716-446655440000');
   * console.log(data.length);
   * ```
   */
  listProjects(workspaceId: string, page: PageRequest = {}, options?: RequestOptions): MiosaPromise<Page<Project>> {
    const input = () => ({ parameters: { id: workspaceId }, query: pageQuery(page) });
    return this.#transport.call(() => [listWorkspaceProjects, input()], options);
  }
}
