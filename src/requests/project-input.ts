import type { IsEqual, RequiredKeysOf } from 'type-fest';
import { MiosaConfigError } from '../errors/client-errors.ts';
import type { JsonObject } from '../resources/json.ts';
import type { PageRequest } from '../resources/page.ts';
import { requireWorkspace, workspaceSelectors } from './ownership.ts';
import { checkedPage, pageNames } from './page-query.ts';
import type { WorkspaceSelector } from './selectors.ts';
import { changedFields, wireFields } from './wire-fields.ts';

/** What a new project is made of, beside its workspace. */
export interface NewProject {
  /** The name that people read. */
  readonly name: string;
  /** URL-safe and unique inside the workspace. Derived from `name` when left out. */
  readonly slug?: string | undefined;
  /** Your own id for the project. */
  readonly externalProjectId?: string | undefined;
  /** Free text. */
  readonly description?: string | undefined;
  /** Your own data; its keys are never renamed. */
  readonly metadata?: JsonObject | undefined;
  /** Belongs to resource creates: a project is created inside a workspace that exists. */
  readonly workspaceName?: never;
}

/** Input of `projects.create`: a workspace chosen in exactly one way, and the new project. */
export type CreateProjectInput = WorkspaceSelector & NewProject;

/** Input of `projects.ensure`: that of `projects.create`, with a slug or your own id to find the project by. */
export type EnsureProjectInput = CreateProjectInput &
  ({ readonly slug: string } | { readonly externalProjectId: string });

/** What can be changed about a project. */
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
  /** Your own data. Replaces the whole map. */
  readonly metadata?: JsonObject | undefined;
  /** The project's settings. Replaces the whole map. For a domain, use `previewDomain.set`. */
  readonly settings?: JsonObject | undefined;
}

/** Input of `projects.update`: at least one change. */
export type UpdateProjectInput = ProjectChanges &
  (
    | { readonly name: string }
    | { readonly slug: string }
    | { readonly description: string | null }
    | { readonly externalProjectId: string }
    | { readonly externalWorkspaceId: string }
    | { readonly metadata: JsonObject }
    | { readonly settings: JsonObject }
  );

/** Which projects to list, and which page of them. */
export interface ProjectFilter extends PageRequest {
  /** UUID of the workspace whose projects are wanted. Left out: the whole organization's. */
  readonly workspaceId?: string | undefined;
}

const createNames = [...workspaceSelectors, 'name', 'slug', 'externalProjectId', 'description', 'metadata'] as const;
const updateNames = [
  'name',
  'slug',
  'description',
  'externalProjectId',
  'externalWorkspaceId',
  'metadata',
  'settings',
] as const;

true satisfies IsEqual<(typeof createNames)[number], Exclude<keyof CreateProjectInput, 'workspaceName'>>;
true satisfies IsEqual<(typeof updateNames)[number], keyof ProjectChanges>;
true satisfies IsEqual<RequiredKeysOf<UpdateProjectInput>, keyof ProjectChanges>;

/** The body of `POST /projects`. */
export function createProjectBody(input: CreateProjectInput): Record<string, unknown> {
  const fields = wireFields(input, createNames, 'The new project');
  requireWorkspace(input, { method: 'POST', path: '/projects' });
  if (typeof fields['name'] !== 'string')
    throw new MiosaConfigError('name must be a string: what the project is called.');
  return fields;
}

/** Checks the input of `projects.ensure`, before anything is looked up. */
export function checkEnsureInput(input: EnsureProjectInput): void {
  const fields = createProjectBody(input);
  for (const name of ['slug', 'external_project_id']) {
    const value = fields[name];
    if (value !== undefined && (typeof value !== 'string' || value === '')) {
      throw new MiosaConfigError('slug and externalProjectId must be non-empty strings: the project is found by them.');
    }
  }
  if (fields['slug'] === undefined && fields['external_project_id'] === undefined) {
    throw new MiosaConfigError('Give a slug or an externalProjectId: without either, no project can be found again.');
  }
}

/** The body of `PATCH /projects/{id}`. */
export function updateProjectBody(changes: UpdateProjectInput): Record<string, unknown> {
  return changedFields(changes, updateNames);
}

/** The query of `GET /projects`. */
export function projectFilterQuery(filter: ProjectFilter): Record<string, unknown> {
  const query = wireFields(filter, ['workspaceId', ...pageNames], 'The filter');
  // An API that skips an empty filter would answer with the projects of every customer.
  if (query['workspace_id'] === '' || query['workspace_id'] === null)
    throw new MiosaConfigError('workspaceId must not be empty or null: leave it out to list all.');
  return checkedPage(query);
}
