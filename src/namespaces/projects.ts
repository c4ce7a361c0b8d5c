import type { RequestOptions } from '../config/options.ts';
import { decodeProject, decodeProjectPage } from '../decode/project.ts';
import {
  type CreateProjectInput,
  createProjectBody,
  type ProjectFilter,
  projectFilterQuery,
  type UpdateProjectInput,
  updateProjectBody,
} from '../requests/project-input.ts';
import type { Page } from '../resources/page.ts';
import type { Project } from '../resources/project.ts';
import type { Endpoint } from '../transport/endpoint.ts';
import type { MiosaPromise } from '../transport/miosa-promise.ts';
import type { Transport } from '../transport/transport.ts';

const listProjects: Endpoint<Page<Project>> = { method: 'GET', path: '/projects', decode: decodeProjectPage };
const createProject: Endpoint<Project> = { method: 'POST', path: '/projects', decode: decodeProject };
const getProject: Endpoint<Project> = { method: 'GET', path: '/projects/{id}', decode: decodeProject };
const updateProject: Endpoint<Project> = { method: 'PATCH', path: '/projects/{id}', decode: decodeProject };

/** Projects: what your customers build. Reached as `miosa.projects`. */
export class Projects {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Lists projects, of one workspace or of the whole organization: one page. `GET /projects`
   *
   * @param filter - Which projects, and which page.
   * @param options - Options of this call.
   * @returns The page.
   * @throws {MiosaConfigError} When the filter is wrong; nothing was sent.
   * @throws {MiosaError} Any of its other subclasses, as for every method.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * const { data, total } = await miosa.projects.list({ workspaceId: '550e8400-e29b-41d4-a716-446655440000' });
   * console.log(total, data.map((project) => project.slug));
   * ```
   */
  list(filter: ProjectFilter = {}, options?: RequestOptions): MiosaPromise<Page<Project>> {
    return this.#transport.call(() => [listProjects, { query: projectFilterQuery(filter) }], options);
  }

  /**
   * Creates a project inside a workspace that exists. `POST /projects`
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
  create(input: CreateProjectInput, options?: RequestOptions): MiosaPromise<Project> {
    return this.#transport.call(() => [createProject, { body: createProjectBody(input) }], options);
  }

  /**
   * Reads one project. `GET /projects/{id}`
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
    return this.#transport.call(() => [getProject, { parameters: { id: projectId } }], options);
  }

  /**
   * Changes a project. `metadata` and `settings` replace the whole map. `PATCH /projects/{id}`
   *
   * @param projectId - UUID of the project.
   * @param changes - At least one change; `description: null` clears the description.
   * @param options - Options of this call.
   * @returns The changed project.
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
  update(projectId: string, changes: UpdateProjectInput, options?: RequestOptions): MiosaPromise<Project> {
    const input = () => ({ parameters: { id: projectId }, body: updateProjectBody(changes) });
    return this.#transport.call(() => [updateProject, input()], options);
  }
}
