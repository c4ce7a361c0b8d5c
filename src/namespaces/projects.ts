import type { RequestOptions } from '../config/options.ts';
import { decodeProject, decodeProjectPage } from '../decode/project.ts';
import { atPage, PagePromise } from '../pages/page-promise.ts';
import {
  type CreateProjectInput,
  checkEnsureInput,
  createProjectBody,
  type EnsureProjectInput,
  type ProjectFilter,
  projectFilterQuery,
  type UpdateProjectInput,
  updateProjectBody,
} from '../requests/project-input.ts';
import type { EnsuredProject } from '../resources/ensured-project.ts';
import type { Page } from '../resources/page.ts';
import type { Project } from '../resources/project.ts';
import type { Endpoint } from '../transport/endpoint.ts';
import type { MiosaPromise } from '../transport/miosa-promise.ts';
import type { Transport } from '../transport/transport.ts';
import { ensureProject } from './ensure-project.ts';
import { Workspaces } from './workspaces.ts';

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
   * Lists projects, of one workspace or of the whole organization. `GET /projects`
   *
   * @param filter - Which projects, and which page to begin with.
   * @param options - Options of this call, or of each request of a walk.
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
    return new PagePromise(filter, (page) =>
      this.#transport.run(() => [listProjects, { query: projectFilterQuery(atPage(filter, page)) }], options),
    );
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

  /**
   * Finds a project, or creates it: for sign-up flows that may run twice. It never changes what it finds.
   * `GET /projects`, then `POST /projects`, and `GET /workspaces` unless `workspaceId` is given.
   *
   * With a `slug`, any number of callers end with one project: the API keeps slugs unique inside a workspace, so of
   * callers that race, one creates and the others find what it created. The same holds after lost responses and 5xx
   * answers.
   *
   * With only an `externalProjectId` that cannot be promised, since no source says that the API keeps those unique.
   * Racing callers send the same idempotency key, so an API that honours keys creates one project for all of them, for
   * which several may be told `created`. One that does not honour keys may create several; each caller then takes the
   * oldest it sees. Give a `slug`, too, where that must not happen.
   *
   * With both, a project with the external id is taken first, then one with the slug that has no external id yet; a
   * slug that belongs to another external id is the API's validation error.
   *
   * @param input - As for `create`, with a `slug` or an `externalProjectId`.
   * @param options - Options of each request; `totalTimeout` spans all of them, `idempotencyKey` is for the create.
   * @returns The project, and whether this call created it.
   * @throws {WorkspaceNotFoundError} When the selector does not resolve inside the organization.
   * @throws {ValidationFailedError} When the API refuses a field.
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
  ensure(input: EnsureProjectInput, options: RequestOptions = {}): MiosaPromise<EnsuredProject> {
    return this.#transport.callTogether('projects.ensure', options, async (each) => {
      checkEnsureInput(input);
      return ensureProject(input, {
        listWorkspaces: () => new Workspaces(this.#transport).list({}, each),
        listProjects: (filter) => this.list(filter, each),
        createProject: (idempotencyKey) =>
          this.#transport.call(() => [createProject, { body: createProjectBody(input), idempotencyKey }], each),
      });
    });
  }
}
