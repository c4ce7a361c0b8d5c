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
  const complete = new Set<string>();
  if (workspaceIds.size > 0) {
    for await (const { slug, workspaceId } of miosa.projects.list({ pageSize: 100 })) {
      if (slug === projectSlug) complete.add(workspaceId);
    }
  }
  const jobs = customers
    .map((customer): ImportJob => {
      const workspaceId = workspaceIds.get(workspaceSlug(customer.id));
      return workspaceId === undefined ? customer : { ...customer, workspaceId };
    })
    // Which domains are set is in neither list.
    .filter(({ workspaceId = '', domain }) => domain !== undefined || !complete.has(workspaceId));
  return { found: customers.length - jobs.length, jobs };
}
