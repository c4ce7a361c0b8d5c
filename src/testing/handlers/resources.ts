import type { Project } from '../../resources/projects.ts';
import type { Workspace } from '../../resources/workspaces.ts';
import { notFound, validationFailed, type WireFields, workspaceNotFound } from '../replies.ts';
import { isSlug, normalizeSlug } from '../slug.ts';
import type { Store } from '../store.ts';
import { type Context, type Handler, isNonEmptyString, type Route } from './route.ts';

/** The kinds of resources that projects own, by their plural names. */
export const resourceKinds: readonly string[] = ['sandboxes', 'computers', 'deployments', 'databases'];

/** The endpoints that create resources. */
export const resourceRoutes: readonly Route[] = resourceKinds.map((kind) => ({
  method: 'POST',
  path: `/${kind}`,
  handler: createResource(kind),
}));

/** Replies with the owner of the resource, and with whatever else was sent. */
function createResource(kind: string): Handler {
  return (context) => {
    const { store, show } = context;
    const { sent, others } = splitOwnership(context);
    const { workspace, project } = resolveOwner(store, sent);
    store.countResource(workspace, kind);
    return {
      status: 201,
      body: {
        ...others,
        ...show({
          id: crypto.randomUUID(),
          workspaceId: workspace.id,
          projectId: project.id,
          externalWorkspaceId: sent.external_workspace_id ?? project.externalWorkspaceId,
          externalProjectId: sent.external_project_id ?? project.externalProjectId,
          externalUserId: sent.external_user_id ?? null,
        }),
      },
    };
  };
}

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

/** The ownership fields that were sent. */
type SentOwnership = { readonly [Name in (typeof ownershipNames)[number]]?: string };

/** The workspace and the project that a new resource belongs to. */
interface Owner {
  readonly workspace: Workspace;
  readonly project: Project;
}

/**
 * Separates the ownership fields of a body from all others.
 *
 * @throws {ApiFailure} `VALIDATION_FAILED` when one of them is invalid.
 */
function splitOwnership({ fields, config }: Context): { readonly sent: SentOwnership; readonly others: WireFields } {
  const names: readonly string[] = ownershipNames;
  const entries = Object.entries(fields);
  const sent = entries
    .filter(([name, value]) => names.includes(name) && value != null)
    .map(([name, value]) => [name, name.endsWith('_slug') ? normalizeSlug(value, config) : value] as const);
  const invalid = sent.filter(([name, value]) => !(name.endsWith('_slug') ? isSlug(value) : isNonEmptyString(value)));
  if (invalid.length > 0) {
    throw validationFailed('ownership', Object.fromEntries(invalid.map(([name]) => [name, ['is invalid']])));
  }
  // Whatever is not a string was rejected above.
  return {
    sent: Object.fromEntries(sent) as SentOwnership,
    others: Object.fromEntries(entries.filter(([name]) => !names.includes(name))),
  };
}

/**
 * Finds the owner of a new resource. A slug or external id that does not exist makes a workspace or project; without
 * any selector the default one is used. Ids must exist.
 *
 * @throws {ApiFailure} `WORKSPACE_NOT_FOUND` or `NOT_FOUND` when an id does not resolve.
 */
function resolveOwner(store: Store, sent: SentOwnership): Owner {
  const known = findByProject(store, sent);
  if (known !== undefined) return known;
  const workspace = resolveWorkspace(store, sent);
  return { workspace, project: resolveProject(store, workspace, sent) };
}

/** A project that can be found without its workspace: external ids are scoped to the organization, as ids are. */
function findByProject(store: Store, sent: SentOwnership): Owner | undefined {
  const { project_id, project_slug, external_project_id, workspace_id, workspace_slug, external_workspace_id } = sent;
  const isWorkspaceSent = (workspace_id ?? workspace_slug ?? external_workspace_id) !== undefined;
  const isAlone = external_project_id !== undefined && project_slug === undefined && !isWorkspaceSent;
  const project =
    project_id === undefined
      ? store.projects.all.find(({ externalProjectId }) => isAlone && externalProjectId === external_project_id)
      : store.projects.get(project_id);
  const workspace = project && store.workspaces.get(project.workspaceId);
  if (project_id === undefined) return project && workspace && { workspace, project };
  // An external id beside another selector selects nothing, so that it cannot contradict it.
  const contradicts =
    (workspace_id ?? workspace_slug) !== undefined &&
    store.findWorkspace({ workspace_id, workspace_slug }) !== workspace;
  if (project === undefined || workspace === undefined || contradicts) throw notFound('project');
  return { workspace, project };
}

function resolveWorkspace(store: Store, sent: SentOwnership): Workspace {
  const { workspace_id, workspace_slug, workspace_name, external_workspace_id } = sent;
  const isSent = (workspace_id ?? workspace_slug ?? external_workspace_id) !== undefined;
  const found = store.findWorkspace(isSent ? sent : { workspace_slug: 'default' });
  if (found !== undefined) return found;
  if (workspace_id !== undefined) throw workspaceNotFound();
  return store.addWorkspace({
    name: workspace_name ?? workspace_slug ?? external_workspace_id ?? 'Default',
    slug: workspace_slug,
    external_workspace_id,
  });
}

function resolveProject(store: Store, workspace: Workspace, sent: SentOwnership): Project {
  const { project_slug, project_name, external_project_id, external_workspace_id } = sent;
  const isSent = (project_slug ?? external_project_id) !== undefined;
  const wanted = isSent ? project_slug : 'default';
  const found = store
    .projectsOf(workspace)
    .find(({ slug, externalProjectId }) =>
      wanted === undefined ? externalProjectId === external_project_id : slug === wanted,
    );
  return (
    found ??
    store.addProject(workspace, {
      name: project_name ?? project_slug ?? external_project_id ?? 'Default',
      slug: wanted,
      external_workspace_id,
      external_project_id,
    })
  );
}
