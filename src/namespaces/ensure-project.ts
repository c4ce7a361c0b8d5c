import {
  AuthenticationError,
  BadRequestError,
  ConflictError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ValidationFailedError,
} from '../errors/api-errors.ts';
import { MiosaConfigError } from '../errors/client-errors.ts';
import { isMiosaError } from '../errors/miosa-error.ts';
import type { PagePromise } from '../pages/page-promise.ts';
import type { EnsureProjectInput, ProjectFilter } from '../requests/project-input.ts';
import type { EnsuredProject } from '../resources/ensured-project.ts';
import type { Project } from '../resources/project.ts';
import type { Workspace } from '../resources/workspace.ts';
import { stableIdempotencyKey } from '../transport/idempotency-key.ts';
import type { MiosaPromise, WithResponse } from '../transport/miosa-promise.ts';

/** The calls that finding or creating a project takes. */
export interface EnsureCalls {
  readonly listWorkspaces: () => PagePromise<Workspace>;
  readonly listProjects: (filter: ProjectFilter) => PagePromise<Project>;
  readonly createProject: (idempotencyKey: string | undefined) => MiosaPromise<Project>;
}

/**
 * Finds a project or creates it, so that any number of callers end with the same one.
 *
 * The API keeps slugs unique inside a workspace: of callers that race with a slug one creates, and the others are
 * refused and find what it created. Nobody documents that for external ids, so callers that race with only such an id
 * send the same idempotency key, and take the oldest of what they then find.
 */
export async function ensureProject(
  input: EnsureProjectInput,
  calls: EnsureCalls,
): Promise<WithResponse<EnsuredProject>> {
  const workspaceId = await findWorkspaceId(input, calls);
  const find = (isSlugTaken = false) => findProject(input, workspaceId, isSlugTaken, calls);

  const existing = await find();
  if (existing !== undefined) return ensured(existing, false);

  const { slug, externalProjectId } = input;
  const hasOnlyExternalId = slug === undefined;
  const workspace = workspaceId ?? [input.workspaceSlug, input.externalWorkspaceId];
  const key = hasOnlyExternalId ? await stableIdempotencyKey([workspace, externalProjectId]) : undefined;
  const create = async (idempotencyKey: string | undefined): Promise<WithResponse<EnsuredProject>> => {
    const made = await calls.createProject(idempotencyKey).withResponse();
    if (!hasOnlyExternalId) return ensured(made, true);
    const oldest = (await find()) ?? made;
    return ensured(oldest, oldest.data.id === made.data.id);
  };
  try {
    return await create(key);
  } catch (error) {
    if (!mayExistAfter(error)) throw error;
    // What the create ended with says more than why looking for its result failed.
    const found = await find(isTaken(error)).catch(() => undefined);
    if (found !== undefined) return ensured(found, false);
    // An API that honours keys repeats a refusal for as long as it remembers the key that all callers share, even when
    // its cause is gone: only a key of one's own tells.
    if (key !== undefined && error instanceof ValidationFailedError) return create(undefined);
    throw error;
  }
}

/** Whether the API has said that another project has the slug. */
function isTaken(error: unknown): boolean {
  if (error instanceof ConflictError) return true;
  return error instanceof ValidationFailedError && error.issues.some(({ field }) => field === 'slug');
}

/** Whether a project may be there although creating it failed: somebody else's, or this caller's own. */
function mayExistAfter(error: unknown): boolean {
  const refused =
    error instanceof BadRequestError ||
    error instanceof AuthenticationError ||
    error instanceof PermissionDeniedError ||
    error instanceof NotFoundError ||
    error instanceof RateLimitError ||
    error instanceof MiosaConfigError;
  return isMiosaError(error) && !refused;
}

/** @returns The id, or `undefined` when the API does not show which workspace the selector means. */
async function findWorkspaceId(input: EnsureProjectInput, calls: EnsureCalls): Promise<string | undefined> {
  const { workspaceId, workspaceSlug, externalWorkspaceId } = input;
  if (workspaceId !== undefined) return workspaceId;
  try {
    for await (const workspace of calls.listWorkspaces()) {
      const { id, slug } = workspace;
      if (
        workspaceSlug === undefined ? workspace.externalWorkspaceId === externalWorkspaceId : slug === workspaceSlug
      ) {
        return id;
      }
    }
  } catch (error) {
    // A key for projects alone may not see workspaces.
    if (!(error instanceof PermissionDeniedError || error instanceof NotFoundError)) throw error;
  }
  return undefined;
}

async function findProject(
  input: EnsureProjectInput,
  workspaceId: string | undefined,
  isSlugTaken: boolean,
  calls: EnsureCalls,
): Promise<WithResponse<Project> | undefined> {
  const { externalWorkspaceId } = input;
  if (workspaceId === undefined && externalWorkspaceId === undefined) {
    return isSlugTaken ? findOnlyOne(input, calls) : undefined;
  }
  const isInWorkspace = (project: Project): boolean =>
    workspaceId === undefined
      ? project.externalWorkspaceId === externalWorkspaceId
      : project.workspaceId.toLowerCase() === workspaceId.toLowerCase();

  const projects = calls.listProjects({ workspaceId });
  let best: Project | undefined;
  for await (const project of projects) {
    if (!isInWorkspace(project) || !isWanted(project, input)) continue;
    if (isBetter(project, best, input)) best = project;
    if (isCertain(project, input)) break;
  }
  return best && { ...(await projects.withResponse()), data: best };
}

/**
 * Finds a project when all that is known of its workspace is that the slug is taken there. If the organization has one
 * such project, it is the one; of several, any may be another customer's.
 */
async function findOnlyOne(input: EnsureProjectInput, calls: EnsureCalls): Promise<WithResponse<Project> | undefined> {
  const projects = calls.listProjects({});
  const found: Project[] = [];
  for await (const project of projects) {
    if (project.slug === input.slug) found.push(project);
  }
  const [only] = found;
  if (only === undefined || found.length > 1 || !isWanted(only, input)) return undefined;
  return { ...(await projects.withResponse()), data: only };
}

/** Has the external id, or has the slug and no other external id. */
function isWanted(project: Project, { slug, externalProjectId }: EnsureProjectInput): boolean {
  if (externalProjectId !== undefined && project.externalProjectId === externalProjectId) return true;
  const isClaimedByAnother = externalProjectId !== undefined && project.externalProjectId !== null;
  return slug !== undefined && project.slug === slug && !isClaimedByAnother;
}

/** Whether no other project can fit as well: slugs are unique inside a workspace. */
function isCertain(project: Project, { slug, externalProjectId }: EnsureProjectInput): boolean {
  return project.slug === slug && (externalProjectId === undefined || project.externalProjectId === externalProjectId);
}

/** The external id says more than the slug; of several, all callers take the oldest, or what is listed first. */
function isBetter(project: Project, best: Project | undefined, { externalProjectId }: EnsureProjectInput): boolean {
  if (best === undefined) return true;
  const rank = ({ externalProjectId: own, createdAt }: Project): string =>
    `${own === externalProjectId ? '0' : '1'} ${createdAt}`;
  return rank(project) < rank(best);
}

function ensured({ data: project, ...rest }: WithResponse<Project>, created: boolean): WithResponse<EnsuredProject> {
  return { ...rest, data: { project, created } };
}
