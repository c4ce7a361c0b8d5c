/**
 * Counts the requests that `projects.ensure` and `workspaces.ensure` send, as the data of an organization grows, and
 * prints a table of them.
 */
import { MiosaClient } from 'miosa-client';
import { createMiosaEmulator } from 'miosa-client/testing';

/** The requests of one case, by the number of workspaces and projects. */
export type RequestCounts = Readonly<Record<string, number>>;

const workspaceId = '550e8400-e29b-41d4-a716-446655440000';
const selectors = {
  workspaceId: { workspaceId },
  workspaceSlug: { workspaceSlug: 'clinic-last' },
  externalWorkspaceId: { externalWorkspaceId: 'clinic_last' },
} as const;

/**
 * Counts the requests in an organization with so many workspaces, the last of which has so many projects. What exists
 * comes last in its list, where it takes the most requests to find.
 */
export async function countRequests(size: number): Promise<RequestCounts> {
  const numbers = Array.from({ length: size }, (_, index) => (index === size - 1 ? 'last' : String(index)));
  const emulator = createMiosaEmulator({
    paging: 'page',
    workspaces: numbers.map((number) => ({
      name: `Clinic ${number}`,
      slug: `clinic-${number}`,
      externalWorkspaceId: `clinic_${number}`,
      ...(number === 'last' && { id: workspaceId }),
    })),
    projects: numbers.map((number) => ({ workspaceId, name: `Site ${number}`, slug: `site-${number}` })),
  });
  const miosa = new MiosaClient({ apiKey: 'msk_test_requests', fetch: emulator.fetch });
  const counts: Record<string, number> = {};

  const count = async (name: string, isNew: boolean, call: () => Promise<{ readonly created: boolean }>) => {
    const before = emulator.requests.length;
    const { created } = await call();
    if (created !== isNew) throw new Error(`${name}: created is ${created}`);
    counts[name] = emulator.requests.length - before;
  };
  for (const isNew of [true, false]) {
    const kind = isNew ? 'new' : 'existing';
    for (const [by, selector] of Object.entries(selectors)) {
      const slug = isNew ? `new-by-${by.toLowerCase()}` : 'site-last';
      const input = { ...selector, name: 'Site', slug };
      await count(`${kind} project by ${by}`, isNew, () => miosa.projects.ensure(input));
    }
    const input = { name: 'Clinic', slug: isNew ? 'clinic-new' : 'clinic-last' };
    await count(`${kind} workspace`, isNew, () => miosa.workspaces.ensure(input));
  }
  return counts;
}

if (import.meta.main) {
  const rows: Record<string, Record<string, number>> = {};
  for (const size of [1, 100, 1000, 10_000]) {
    for (const [name, requests] of Object.entries(await countRequests(size))) {
      rows[name] = { ...rows[name], [size.toLocaleString('en')]: requests };
    }
  }
  console.log('Requests, by the number of workspaces and of projects:');
  console.table(rows);
}
