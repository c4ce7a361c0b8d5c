import { wireProject, wireProjectList } from '../../test/support/seed.ts';
import type { PeerName } from './peer.ts';

/** A page of one project, as it is in MIOSA's documentation. */
const projectPage = JSON.stringify(wireProjectList);

/** A page of one project with what Vercel's client requires of one, and of about the same size. */
const vercelPage = JSON.stringify({
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

/** The page that a peer asks for. */
export function pageFor(peer: string): string {
  return peer === ('vercel' satisfies PeerName) ? vercelPage : projectPage;
}

/** The page at a path of a server that answers every peer. */
export function pageAt(path: string): string {
  return path.startsWith('/v10/') ? vercelPage : projectPage;
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
