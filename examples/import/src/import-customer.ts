import type { MiosaClient } from 'miosa-client';
import type { Customer } from './customers.ts';

/** A customer to import. */
export interface ImportJob extends Customer {
  /** The workspace, where it is known already: that saves the requests that find it. */
  readonly workspaceId?: string;
  /** The project, where it is known already. */
  readonly projectId?: string;
}

/** What an import of one customer came to. */
export interface Imported {
  readonly workspaceId: string;
  readonly projectId: string;
  /** Whether the workspace or the project is new. `false` also where a lost response hid that. */
  readonly created: boolean;
  /** The domain that now waits for its DNS records. */
  readonly pendingDomain?: string;
}

/** The slug of every customer's first project. */
export const projectSlug = 'lead-magnet';

/**
 * The slug of a customer's workspace, always the same for the same id. Slugs have a to z, digits and hyphens: an id with
 * anything else is written in hexadecimal, marked so that it is no other id's slug.
 */
export function workspaceSlug(id: string): string {
  const isPlain = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(id) && !id.startsWith('x-');
  return `customer-${isPlain ? id : `x-${Buffer.from(id).toString('hex')}`}`;
}

/**
 * Ensures a customer's workspace, first project and domain. It is safe to repeat, at any time and by several processes:
 * what exists is found, and never changed.
 *
 * @param onWorkspace - Called with the id of the workspace, for the next attempt.
 */
export async function importCustomer(
  miosa: MiosaClient,
  { id, name, domain, ...known }: ImportJob,
  onWorkspace?: (workspaceId: string) => Promise<void>,
): Promise<Imported> {
  let { workspaceId, projectId } = known;
  let isNewWorkspace = false;
  let isNewProject = false;
  if (workspaceId === undefined) {
    const ensured = await miosa.workspaces.ensure({ slug: workspaceSlug(id), name, externalWorkspaceId: id });
    workspaceId = ensured.workspace.id;
    isNewWorkspace = ensured.created;
    await onWorkspace?.(workspaceId);
  }
  if (projectId === undefined) {
    const ensured = await miosa.projects.ensure({ workspaceId, slug: projectSlug, name: 'Lead Magnet' });
    projectId = ensured.project.id;
    isNewProject = ensured.created;
  }
  const isPending = domain !== undefined && (await hasDomain(miosa, projectId, domain, isNewProject));
  const created = isNewWorkspace || isNewProject;
  return { workspaceId, projectId, created, ...(isPending && { pendingDomain: domain }) };
}

/** How many requests a job takes where nothing fails. */
export function requestsOf({ workspaceId, projectId, domain }: ImportJob): number {
  return [workspaceId === undefined, projectId === undefined, domain !== undefined].filter(Boolean).length;
}

/** Sets the domain where there is none. A customer who has chosen another one since keeps that. */
async function hasDomain(miosa: MiosaClient, projectId: string, domain: string, isNew: boolean): Promise<boolean> {
  if (!isNew) {
    const { previewDomain } = await miosa.previewDomain.get({ projectId });
    if (previewDomain !== null) return previewDomain === domain;
  }
  await miosa.previewDomain.set({ projectId }, domain);
  return true;
}
