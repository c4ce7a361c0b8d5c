import type { IsEqual } from 'type-fest';
import { WorkspaceRequiredError } from '../errors/api-errors.ts';
import { MiosaConfigError } from '../errors/client-errors.ts';
import { isRecord } from '../errors/is-record.ts';
import type { Ownership } from './selectors.ts';
import { wireFields } from './wire-fields.ts';

/** The snake_case ownership fields of a resource-create body. */
export interface OwnershipFields {
  /** UUID of the workspace. */
  workspace_id?: string;
  /** Slug of the workspace. */
  workspace_slug?: string;
  /** Name for the workspace, where the create makes one. */
  workspace_name?: string;
  /** Your own id for the workspace. */
  external_workspace_id?: string;
  /** UUID of the project. */
  project_id?: string;
  /** Slug of the project. */
  project_slug?: string;
  /** Name for the project, where the create makes one. */
  project_name?: string;
  /** Your own id for the project. */
  external_project_id?: string;
  /** Your own id for the end user. */
  external_user_id?: string;
}

/** The fields that can choose a workspace. */
export const workspaceSelectors = ['workspaceId', 'workspaceSlug', 'externalWorkspaceId'] as const;

const projectSelectors = ['projectId', 'projectSlug', 'externalProjectId'] as const;
const ownershipNames = [
  ...workspaceSelectors,
  'workspaceName',
  ...projectSelectors,
  'projectName',
  'externalUserId',
] as const;

true satisfies IsEqual<(typeof ownershipNames)[number], keyof Ownership>;

/**
 * The ownership fields to spread into the body of any resource create: sandboxes, computers, deployments, databases,
 * buckets, volumes, functions, cron jobs, project auth and integrations.
 *
 * @param ownership - One way to choose the workspace, one to choose the project, and perhaps your user.
 * @returns The same fields under their names on the wire.
 * @throws {WorkspaceRequiredError} When no workspace is chosen.
 * @throws {MiosaConfigError} When no project is chosen, or one of the two is chosen in two ways.
 *
 * @example
 * ```ts
 * import { MiosaClient, ownershipFields } from 'miosa-client';
 *
 * const miosa = new MiosaClient();
 * await miosa.request('POST', '/sandboxes', {
 *   body: {
 *     ...ownershipFields({ workspaceSlug: 'dr-smith-clinic', projectSlug: 'lead-magnet' }),
 *     template_id: 'miosa-sandbox',
 *   },
 * });
 * ```
 */
export function ownershipFields(ownership: Ownership): OwnershipFields {
  const fields = wireFields(ownership, ownershipNames, 'The ownership');
  requireWorkspace(ownership, { method: 'POST', path: '' });
  if (chosen(ownership, projectSelectors).length === 0) {
    throw new MiosaConfigError('No project was chosen: pass one of projectId, projectSlug or externalProjectId.');
  }
  // `wireFields` has renamed string fields of the input, which the type declares under the same names.
  return fields as OwnershipFields;
}

/** Where a request would have gone, for an error that stands in for the API's own. */
export interface RequestLine {
  readonly method: string;
  readonly path: string;
}

/**
 * Makes sure that exactly one way to choose the workspace was taken: what the compiler checks, for plain JavaScript.
 *
 * @throws {WorkspaceRequiredError} When none was taken: the API's own answer, without asking it.
 * @throws {MiosaConfigError} When two were taken: which one the API would follow is not documented.
 */
export function requireWorkspace(input: unknown, { method, path }: RequestLine): void {
  if (chosen(input, workspaceSelectors).length > 0) return;
  const code = 'WORKSPACE_REQUIRED';
  const advice = 'no workspace was chosen; pass one of workspaceId, workspaceSlug or externalWorkspaceId';
  const origin = path === '' ? 'nothing was sent' : `${method} ${path}, nothing was sent`;
  throw new WorkspaceRequiredError(`400 ${code}: ${advice} [${origin}]`, { status: 400, code, method, path });
}

/** The selectors that can be used. An external id beside another selector only rides along. */
function chosen(input: unknown, selectors: readonly string[]): readonly string[] {
  if (!isRecord(input)) return [];
  const given = selectors.filter((name) => input[name] !== undefined);
  const canonical = given.filter((name) => !name.startsWith('external'));
  if (canonical.length > 1) {
    throw new MiosaConfigError(`Choose by ${canonical.join(' or by ')}, not by both: they may disagree.`);
  }
  const usable = given.filter((name) => typeof input[name] === 'string' && input[name] !== '');
  const unusable = given.find((name) => !usable.includes(name));
  if (usable.length > 0 && unusable !== undefined)
    throw new MiosaConfigError(`${unusable} must be a non-empty string.`);
  return usable;
}
