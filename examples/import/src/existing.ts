import type { MiosaClient } from 'miosa-client';
import type { Customer } from './customers.ts';
import { type ImportJob, projectSlug, workspaceSlug } from './import-customer.ts';

/** What is left to do of a file. */
export interface Plan {
  /** How many customers have everything already. */
  readonly found: number;
  readonly jobs: readonly ImportJob[];
}

/**
 * Finds out which customers exist, with one request per 100 workspaces and per 100 projects. For an `ensure` to find
 * each of them would take several requests for every customer.
 */
export async function planImport(miosa: MiosaClient, customers: readonly Customer[]): Promise<Plan> {
  const workspaceIds = new Map<string | null, string>();
  for await (const { slug, id } of miosa.workspaces.list({ pageSize: 100 })) workspaceIds.set(slug, id);
  const projectIds = new Map<string | undefined, string>();
  if (workspaceIds.size > 0) {
    for await (const { slug, id, workspaceId } of miosa.projects.list({ pageSize: 100 })) {
      if (slug === projectSlug) projectIds.set(workspaceId, id);
    }
  }
  const jobs = customers
    .map((customer): ImportJob => {
      const workspaceId = workspaceIds.get(workspaceSlug(customer.id));
      const projectId = projectIds.get(workspaceId);
      return { ...customer, ...(workspaceId && { workspaceId }), ...(projectId && { projectId }) };
    })
    // Neither list says which domains are set.
    .filter(({ projectId, domain }) => projectId === undefined || domain !== undefined);
  return { found: customers.length - jobs.length, jobs };
}
