/**
 * What the server and the stubs of the benchmark respond with. The pages are marked as pure, so that they are left out
 * of the programs whose bytes are counted.
 */
import type { ClientName } from './candidates.ts';

/** Looks like a secret key to every client that checks what one looks like. */
export const apiKey = 'sk_test_0123456789abcdef';

export const stubBaseUrl = 'https://api.example.com';

/** A project as it is in MIOSA's documentation. */
const wireProject = {
  id: '660e8400-e29b-41d4-a716-446655440001',
  tenant_id: 'tnt_abc123',
  workspace_id: '550e8400-e29b-41d4-a716-446655440000',
  external_workspace_id: 'clinic_123',
  external_project_id: 'project_789',
  name: 'Lead Magnet',
  slug: 'lead-magnet',
  description: null,
  metadata: {},
  settings: {},
  created_at: '2026-05-18T10:00:00Z',
  updated_at: '2026-05-18T10:00:00Z',
};

/** A list of projects on the wire. */
export interface WireProjectPage {
  readonly data: readonly (typeof wireProject)[];
  readonly total: number;
}

const projectPage = /* @__PURE__ */ JSON.stringify({ data: [wireProject], total: 1 });

/** A page of one project with what Vercel's client requires of one, and of about the same size. */
const vercelPage = /* @__PURE__ */ JSON.stringify({
  pagination: { count: 1, next: null, prev: null },
  projects: [
    {
      accountId: '550e8400-e29b-41d4-a716-446655440000',
      alias: [],
      deploymentExpiration: {},
      directoryListing: false,
      id: '660e8400-e29b-41d4-a716-446655440001',
      name: 'lead-magnet',
      nodeVersion: '24.x',
      resourceConfig: { functionDefaultRegions: ['iad1'] },
      serverlessFunctionRegion: 'iad1',
    },
  ],
});

/** The page at a path of a server for all clients. */
export function pageAt(path: string): string {
  return path.startsWith('/v10/') ? vercelPage : projectPage;
}

/** A `fetch` without a network for one client: a new `Response` each time, as every real one is. */
export function stubFor(client: string): typeof globalThis.fetch {
  const page = client === ('vercel' satisfies ClientName) ? vercelPage : projectPage;
  const headers = { 'content-type': 'application/json' };
  return async () => new Response(page, { headers });
}

/** A `fetch` without a network that responds with one project. */
export const projectStub: typeof globalThis.fetch = async () =>
  new Response(JSON.stringify(wireProject), { status: 201, headers: { 'content-type': 'application/json' } });

/** A page of many projects. Ids, names and slugs differ, so that no engine can share their strings. */
export function longPage(length: number): string {
  const data = Array.from({ length }, (_, index) => ({
    ...wireProject,
    id: `660e8400-e29b-41d4-a716-${String(index).padStart(12, '0')}`,
    external_project_id: `project_${index}`,
    name: `Lead Magnet ${index}`,
    slug: `lead-magnet-${index}`,
  }));
  return JSON.stringify({ data, total: length });
}
