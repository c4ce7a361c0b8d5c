import type { ProjectRecord, WorkspaceRecord } from '../records.ts';
import { ApiFailure, type FieldErrors, notFound, validationFailed } from '../replies.ts';
import { isSlug } from '../slug.ts';
import type { EmulatorState } from '../state.ts';

const ownershipNames = [
  'workspace_id',
  'workspace_slug',
  'workspace_name',
  'external_workspace_id',
  'project_id',
  'project_slug',
  'project_name',
  'external_project_id',
  'external_user_id',
] as const;

/** The ownership fields that a body has. */
export type SentOwnership = { readonly [Name in (typeof ownershipNames)[number]]?: string };

/** Whose a new resource is. */
export interface Owner {
  readonly workspace: WorkspaceRecord;
  readonly project: ProjectRecord;
}

/**
 * Takes the ownership fields out of the body of a resource create.
 *
 * @returns The ownership fields, and all others.
 * @throws {ApiFailure} `VALIDATION_FAILED` when one of them cannot be right.
 */
export function splitOwnership(fields: Readonly<Record<string, unknown>>): {
  readonly sent: SentOwnership;
  readonly others: Readonly<Record<string, unknown>>;
} {
  const names: readonly string[] = ownershipNames;
  const entries = Object.entries(fields);
  const sent = entries.filter(([name, value]) => names.includes(name) && value != null);
  const errors: FieldErrors = Object.fromEntries(
    sent.filter(([name, value]) => !isUsable(name, value)).map(([name]) => [name, ['is invalid']]),
  );
  if (Object.keys(errors).length > 0) throw validationFailed('ownership', errors);
  // Whatever is not a usable string was refused above.
  return {
    sent: Object.fromEntries(sent) as SentOwnership,
    others: Object.fromEntries(entries.filter(([name]) => !names.includes(name))),
  };
}

/**
 * Finds the owner of a new resource. A slug or external id that nothing has makes a workspace or project; where none is
 * sent, the default one is taken. Ids must exist.
 *
 * @throws {ApiFailure} `WORKSPACE_NOT_FOUND` or `NOT_FOUND` when an id does not resolve.
 */
export function resolveOwner(state: EmulatorState, sent: SentOwnership): Owner {
  const named = namedProject(state, sent);
  if (named !== undefined) return named;
  const workspace = resolveWorkspace(state, sent);
  return { workspace, project: resolveProject(state, workspace, sent) };
}

/** A project that is known without its workspace: external ids are scoped to the organization, as ids are. */
function namedProject(state: EmulatorState, sent: SentOwnership): Owner | undefined {
  const { project_id, project_slug, external_project_id, workspace_id, workspace_slug, external_workspace_id } = sent;
  const isWorkspaceSent = (workspace_id ?? workspace_slug ?? external_workspace_id) !== undefined;
  const isAlone = external_project_id !== undefined && project_slug === undefined && !isWorkspaceSent;
  const project =
    project_id === undefined
      ? state.projects.find(({ wire }) => isAlone && wire.external_project_id === external_project_id)
      : state.project(project_id);
  const workspace = state.workspace(project?.wire.workspace_id);
  if (project_id === undefined) return project && workspace && { workspace, project };
  // An external id beside another selector only rides along: it cannot contradict it.
  const contradicts =
    (workspace_id ?? workspace_slug) !== undefined &&
    state.findWorkspace({ workspace_id, workspace_slug }) !== workspace;
  if (project === undefined || workspace === undefined || contradicts) throw notFound('project');
  return { workspace, project };
}

function resolveWorkspace(state: EmulatorState, sent: SentOwnership): WorkspaceRecord {
  const { workspace_id, workspace_slug, workspace_name, external_workspace_id } = sent;
  const isSent = (workspace_id ?? workspace_slug ?? external_workspace_id) !== undefined;
  const found = state.findWorkspace(isSent ? sent : { workspace_slug: 'default' });
  if (found !== undefined) return found;
  if (workspace_id !== undefined) {
    throw new ApiFailure(404, 'WORKSPACE_NOT_FOUND', 'the workspace did not resolve inside the organization');
  }
  return state.addWorkspace({
    name: workspace_name ?? workspace_slug ?? external_workspace_id ?? 'Default',
    slug: workspace_slug,
    externalWorkspaceId: external_workspace_id,
  });
}

function resolveProject(state: EmulatorState, workspace: WorkspaceRecord, sent: SentOwnership): ProjectRecord {
  const { project_slug, project_name, external_project_id, external_workspace_id } = sent;
  const isSent = (project_slug ?? external_project_id) !== undefined;
  const slug = isSent ? project_slug : 'default';
  const found = state.projectsOf(workspace.wire.id).find(({ wire }) => {
    return slug === undefined ? wire.external_project_id === external_project_id : wire.slug === slug;
  });
  return (
    found ??
    state.addProject(workspace, {
      name: project_name ?? project_slug ?? external_project_id ?? 'Default',
      slug,
      externalWorkspaceId: external_workspace_id,
      externalProjectId: external_project_id,
    })
  );
}

function isUsable(name: string, value: unknown): boolean {
  return name.endsWith('_slug') ? isSlug(value) : typeof value === 'string' && value.trim() !== '';
}
