import { randomUuid } from '../../uuid.ts';
import { isNonEmptyString, isSlug } from '../fields.ts';
import { notFound, respond, validationFailed, type WireFields, workspaceNotFound } from '../responses.ts';
import type { ProjectRecord, Store, WorkspaceRecord } from '../store.ts';
import type { Handler, Handlers } from './context.ts';

/** The kinds of resources that projects own, by their plural names. */
export const resourceKinds: readonly string[] = ['sandboxes', 'computers', 'deployments', 'databases'];

/** The endpoints that create resources. */
export const resourceHandlers: Handlers = Object.fromEntries(
  resourceKinds.map((kind) => [`POST /${kind}`, createResource(kind)]),
);

/** Responds with the owner of the resource, and with whatever else was sent. */
function createResource(kind: string): Handler {
  return ({ store, fields }) => {
    const sent = sentOwnership(fields);
    const project = findProject(store, sent) ?? projectInWorkspace(store, sent);
    store.resources.push({ kind, workspaceId: project.workspace_id });
    const others = Object.entries(fields).filter(([name]) => !ownershipName.test(name));
    return respond(201, {
      ...Object.fromEntries(others),
      id: randomUuid(),
      workspace_id: project.workspace_id,
      project_id: project.id,
      external_workspace_id: sent.external_workspace_id ?? project.external_workspace_id,
      external_project_id: sent.external_project_id ?? project.external_project_id,
      external_user_id: sent.external_user_id ?? null,
    });
  };
}

const ownershipName = /^((workspace|project)_(id|slug|name)|external_(workspace|project|user)_id)$/;

type OwnershipName =
  | `${'workspace' | 'project'}_${'id' | 'slug' | 'name'}`
  | `external_${'workspace' | 'project' | 'user'}_id`;

/** The ownership fields that were sent. */
type SentOwnership = { readonly [Name in OwnershipName]?: string };

/** @throws {@link ApiFailure} `VALIDATION_FAILED` when one of them is invalid. */
function sentOwnership(fields: WireFields): SentOwnership {
  const sent = Object.entries(fields).filter(([name, value]) => ownershipName.test(name) && value != null);
  const invalid = sent.filter(([name, value]) => !(name.endsWith('_slug') ? isSlug(value) : isNonEmptyString(value)));
  if (invalid.length > 0) {
    throw validationFailed('ownership', Object.fromEntries(invalid.map(([name]) => [name, ['is invalid']])));
  }
  // Whatever is not a string was rejected above.
  return Object.fromEntries(sent) as SentOwnership;
}

/**
 * The project that was sent. Without its workspace it is found by its id or its external id: both are scoped to the
 * organization.
 *
 * @throws {@link ApiFailure} `NOT_FOUND` when there is no project of that id in the workspace that was sent.
 */
function findProject(store: Store, sent: SentOwnership): ProjectRecord | undefined {
  const { project_id, project_slug, external_project_id, workspace_id, workspace_slug } = sent;
  if (project_id !== undefined) {
    const project = store.projects.get(project_id);
    // An external id beside another selector selects nothing, so that it cannot contradict it.
    const isElsewhere =
      (workspace_id ?? workspace_slug) !== undefined &&
      store.findWorkspace({ workspace_id, workspace_slug })?.id !== project?.workspace_id;
    if (project === undefined || isElsewhere) throw notFound('project');
    return project;
  }
  if (external_project_id === undefined || project_slug !== undefined || choosesWorkspace(sent)) return undefined;
  return store.projects.all.find((project) => project.external_project_id === external_project_id);
}

/** The project that was sent, or the default one, in its workspace. A slug or external id that is new makes one. */
function projectInWorkspace(store: Store, sent: SentOwnership): ProjectRecord {
  const { project_slug, project_name, external_project_id = null, external_workspace_id = null } = sent;
  const workspace = findOrAddWorkspace(store, sent);
  const wantedSlug = external_project_id === null ? (project_slug ?? 'default') : project_slug;
  const found = store
    .projectsOf(workspace)
    .find((project) =>
      wantedSlug === undefined ? project.external_project_id === external_project_id : project.slug === wantedSlug,
    );
  return (
    found ??
    store.addProject(workspace, {
      name: project_name ?? project_slug ?? external_project_id ?? 'Default',
      ...(wantedSlug !== undefined && { slug: wantedSlug }),
      external_workspace_id,
      external_project_id,
    })
  );
}

/** @throws {@link ApiFailure} `WORKSPACE_NOT_FOUND` when there is no workspace of the id that was sent. */
function findOrAddWorkspace(store: Store, sent: SentOwnership): WorkspaceRecord {
  const { workspace_id, workspace_slug = null, workspace_name, external_workspace_id = null } = sent;
  const found = store.findWorkspace(choosesWorkspace(sent) ? sent : { workspace_slug: 'default' });
  if (found !== undefined) return found;
  if (workspace_id !== undefined) throw workspaceNotFound();
  const name = workspace_name ?? workspace_slug ?? external_workspace_id ?? 'Default';
  return store.addWorkspace({ name, slug: workspace_slug, external_workspace_id });
}

function choosesWorkspace({ workspace_id, workspace_slug, external_workspace_id }: SentOwnership): boolean {
  return (workspace_id ?? workspace_slug ?? external_workspace_id) !== undefined;
}
