import type { IsEqual } from 'type-fest';
import { calledFrom } from '../errors/call-site.ts';
import { MiosaConfigError, WorkspaceRequiredError } from '../errors/errors.ts';
import { isRecord } from '../json.ts';
import { wireFields } from './inputs.ts';

/** Chooses a workspace by its UUID. */
type WorkspaceById = {
  /** UUID of the workspace. */
  readonly workspaceId: string;
  /** Your own id for the workspace. It is sent too, but does not select. */
  readonly externalWorkspaceId?: string | null | undefined;
  readonly workspaceSlug?: undefined;
};

/** Chooses a workspace by its slug. */
type WorkspaceBySlug = {
  /** Slug of the workspace, unique inside the organization. */
  readonly workspaceSlug: string;
  /** Your own id for the workspace. It is sent too, but does not select. */
  readonly externalWorkspaceId?: string | null | undefined;
  readonly workspaceId?: undefined;
};

/** Chooses a workspace by your own id for it. */
type WorkspaceByExternalId = {
  /** Your own id for the workspace. */
  readonly externalWorkspaceId: string;
  readonly workspaceId?: undefined;
  readonly workspaceSlug?: undefined;
};

/** Chooses a workspace in exactly one way: `workspaceId`, `workspaceSlug` or `externalWorkspaceId`. */
export type WorkspaceSelector = WorkspaceById | WorkspaceBySlug | WorkspaceByExternalId;

/** Chooses a project by its UUID. */
type ProjectById = {
  /** UUID of the project. */
  readonly projectId: string;
  /** Your own id for the project. It is sent too, but does not select. */
  readonly externalProjectId?: string | null | undefined;
  readonly projectSlug?: undefined;
};

/** Chooses a project by its slug. */
type ProjectBySlug = {
  /** Slug of the project, unique inside its workspace. */
  readonly projectSlug: string;
  /** Your own id for the project. It is sent too, but does not select. */
  readonly externalProjectId?: string | null | undefined;
  readonly projectId?: undefined;
};

/** Chooses a project by your own id for it. */
type ProjectByExternalId = {
  /** Your own id for the project. */
  readonly externalProjectId: string;
  readonly projectId?: undefined;
  readonly projectSlug?: undefined;
};

/** Chooses a project in exactly one way: `projectId`, `projectSlug` or `externalProjectId`. */
export type ProjectSelector = ProjectById | ProjectBySlug | ProjectByExternalId;

/** Further details of an owner. */
type OwnershipDetails = {
  /** Name for the workspace, if this request creates one. */
  readonly workspaceName?: string | null | undefined;
  /** Name for the project, if this request creates one. */
  readonly projectName?: string | null | undefined;
  /** Your own id for the end user. */
  readonly externalUserId?: string | null | undefined;
};

/** The owner of a resource: a workspace, a project in it, and optionally one of your users. */
export type Ownership = WorkspaceSelector & ProjectSelector & OwnershipDetails;

/** The snake_case ownership fields of a resource-create body. */
export interface OwnershipFields {
  /** UUID of the workspace. */
  workspace_id?: string;
  /** Slug of the workspace. */
  workspace_slug?: string;
  /** Name for the workspace, if this request creates one. */
  workspace_name?: string;
  /** Your own id for the workspace. */
  external_workspace_id?: string;
  /** UUID of the project. */
  project_id?: string;
  /** Slug of the project. */
  project_slug?: string;
  /** Name for the project, if this request creates one. */
  project_name?: string;
  /** Your own id for the project. */
  external_project_id?: string;
  /** Your own id for the end user. */
  external_user_id?: string;
}

/** The fields that can choose a workspace. */
export const workspaceSelectors = ['workspaceId', 'workspaceSlug', 'externalWorkspaceId'] as const;

const projectSelectors = ['projectId', 'projectSlug', 'externalProjectId'] as const;
const details = ['workspaceName', 'projectName', 'externalUserId'] as const;
const ownershipNames = [...workspaceSelectors, ...projectSelectors, ...details] as const;

true satisfies IsEqual<(typeof ownershipNames)[number], keyof Ownership>;

/**
 * The ownership fields to spread into the body of any resource create: sandboxes, computers, deployments, databases,
 * buckets, volumes, functions, cron jobs, project auth and integrations.
 *
 * @param ownership - One way to choose the workspace, one to choose the project, and optionally your user.
 * @returns The same fields under their names on the wire.
 * @throws {@link WorkspaceRequiredError} When no workspace is chosen.
 * @throws {@link MiosaConfigError} When no project is chosen, or one of the two is chosen in two ways.
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
// The parts of `Ownership`, since the compiler's error then names the one that is missing.
export function ownershipFields(ownership: WorkspaceSelector & ProjectSelector & OwnershipDetails): OwnershipFields {
  try {
    const fields = wireFields(ownership, { subject: 'The ownership', names: ownershipNames });
    requireWorkspace(ownership);
    if (!isChosen(ownership, projectSelectors)) {
      throw new MiosaConfigError('No project was chosen: pass one of projectId, projectSlug or externalProjectId.');
    }
    // `wireFields` has renamed string fields of the input, which the type declares under the same names.
    return fields as OwnershipFields;
  } catch (error) {
    throw calledFrom(ownershipFields, error);
  }
}

/**
 * Makes sure that a workspace was chosen.
 *
 * @param path - Of the request that will not be sent, for the error.
 * @throws {@link WorkspaceRequiredError} When none was: the API's own error, without a request.
 * @throws {@link MiosaConfigError} When one was chosen in two ways.
 */
export function requireWorkspace(input: unknown, path = ''): void {
  if (isChosen(input, workspaceSelectors)) return;
  const code = 'WORKSPACE_REQUIRED';
  const advice = 'no workspace was chosen; pass one of workspaceId, workspaceSlug or externalWorkspaceId';
  const origin = path === '' ? 'nothing was sent' : `POST ${path}, nothing was sent`;
  const fields = { status: 400, code, method: 'POST', path } as const;
  throw new WorkspaceRequiredError(`400 ${code}: ${advice} [${origin}]`, fields);
}

/**
 * Whether a selector was given. `null` counts as not given; an external id beside another one does not choose.
 *
 * @throws {@link MiosaConfigError} When two were, since which one the API would follow is not documented; or one that
 *   cannot be.
 */
function isChosen(input: unknown, selectors: readonly string[]): boolean {
  if (!isRecord(input)) return false;
  const present = selectors.filter((name) => input[name] !== undefined && input[name] !== null);
  const canonical = present.filter((name) => !name.startsWith('external'));
  if (canonical.length > 1) {
    throw new MiosaConfigError(`Choose by ${canonical.join(' or by ')}, not by both: they may disagree.`);
  }
  const usable = present.filter((name) => typeof input[name] === 'string' && input[name] !== '');
  const unusable = present.find((name) => !usable.includes(name));
  // An empty one alone counts as none.
  if (unusable !== undefined && (usable.length > 0 || input[unusable] !== '')) {
    throw new MiosaConfigError(`${unusable} must be a non-empty string.`);
  }
  return usable.length > 0;
}
