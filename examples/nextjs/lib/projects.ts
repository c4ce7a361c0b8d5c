import 'server-only';
import type { Project } from 'miosa-client';
import { miosa } from './miosa';

/** A page of a workspace's projects. A plain object, so it passes from the server to client components. */
export interface ProjectPage {
  readonly projects: readonly Project[];
  /** The number of the next page; `undefined` on the last one. */
  readonly nextPage: number | undefined;
}

const pageSize = 10;

/** Lists a workspace's projects, one page at a time. */
export async function listProjects(workspaceId: string, page: number, signal?: AbortSignal): Promise<ProjectPage> {
  const list = miosa.workspaces.listProjects(workspaceId, { page, pageSize }, { signal, totalTimeout: 10_000 });
  const { data, hasMore } = await list;
  return { projects: data, nextPage: hasMore ? page + 1 : undefined };
}
