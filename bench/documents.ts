/** What the server and the stubs respond with. */

/** Looks like a secret key to every client that checks what one looks like. */
export const apiKey = 'sk_test_0123456789abcdef';
export const authorization = 'Bearer sk_test_0123456789abcdef';
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

/** What Vercel's client requires of a project, of about the same size. */
const vercelProject = {
  accountId: '550e8400-e29b-41d4-a716-446655440000',
  alias: [],
  deploymentExpiration: {},
  directoryListing: false,
  id: '660e8400-e29b-41d4-a716-446655440001',
  name: 'lead-magnet',
  nodeVersion: '24.x',
  resourceConfig: { functionDefaultRegions: ['iad1'] },
  serverlessFunctionRegion: 'iad1',
};

/** The body of a response: a project for a client that creates one, a page of one project for the others. */
export function bodyFor(client: string, isCreate = false): string {
  if (isCreate) return JSON.stringify(wireProject);
  if (client !== 'vercel') return JSON.stringify({ data: [wireProject], total: 1 });
  return JSON.stringify({ pagination: { count: 1, next: null, prev: null }, projects: [vercelProject] });
}

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
