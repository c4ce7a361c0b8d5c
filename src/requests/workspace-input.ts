import type { IsEqual, RequiredKeysOf } from 'type-fest';
import { MiosaConfigError } from '../errors/client-errors.ts';
import { isRecord } from '../errors/is-record.ts';
import type { JsonObject } from '../resources/json.ts';
import { changedFields, wireFields } from './wire-fields.ts';

/** Input of `workspaces.create`. */
export interface CreateWorkspaceInput {
  /** The name that people read. */
  readonly name: string;
  /** URL-safe and unique inside the organization. */
  readonly slug?: string | undefined;
  /** Your own id for the workspace. */
  readonly externalWorkspaceId?: string | undefined;
  /** Free text. */
  readonly description?: string | undefined;
  /** Your own data; its keys are never renamed. */
  readonly metadata?: JsonObject | undefined;
}

/**
 * What can be changed about a workspace. Known clients change `name`, `description` and `metadata`; whether the API
 * takes the others after the create is not documented.
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
  /** Your own data. */
  readonly metadata?: JsonObject | undefined;
}

/** Input of `workspaces.update`: at least one change. */
export type UpdateWorkspaceInput = WorkspaceChanges &
  (
    | { readonly name: string }
    | { readonly slug: string }
    | { readonly externalWorkspaceId: string }
    | { readonly description: string | null }
    | { readonly metadata: JsonObject }
  );

/** How `workspaces.delete` goes about it. */
export interface DeleteWorkspaceOptions {
  /** Deletes what is inside first. */
  readonly force?: boolean | undefined;
  /** Deletes nothing, and answers with what would be deleted. */
  readonly dryRun?: boolean | undefined;
}

const names = ['name', 'slug', 'externalWorkspaceId', 'description', 'metadata'] as const;

true satisfies IsEqual<(typeof names)[number], keyof CreateWorkspaceInput>;
true satisfies IsEqual<(typeof names)[number], keyof WorkspaceChanges>;
true satisfies IsEqual<RequiredKeysOf<UpdateWorkspaceInput>, keyof WorkspaceChanges>;

/** The body of `POST /workspaces`. */
export function createWorkspaceBody(input: CreateWorkspaceInput): Record<string, unknown> {
  const fields = wireFields(input, names, 'The new workspace');
  if (typeof fields['name'] !== 'string') {
    throw new MiosaConfigError('name must be a string: what the workspace is called.');
  }
  return fields;
}

/** The body of `PATCH /workspaces/{id}`. */
export function updateWorkspaceBody(changes: UpdateWorkspaceInput): Record<string, unknown> {
  return changedFields(changes, names);
}

/** The body of `PUT /workspaces/{id}/settings`. */
export function settingsBody(settings: JsonObject): JsonObject {
  if (!isRecord(settings)) throw new MiosaConfigError('The settings must be an object.');
  return settings;
}

/** The query of `DELETE /workspaces/{id}`. */
export function deleteWorkspaceQuery(how: DeleteWorkspaceOptions): Record<string, unknown> {
  const query = wireFields(how, ['force', 'dryRun'], 'The second argument');
  for (const [name, value] of Object.entries(query)) {
    // A string such as 'false' would be sent as it is, and a delete cannot be taken back.
    if (typeof value !== 'boolean') throw new MiosaConfigError(`${name} must be true or false.`);
  }
  return query;
}
