import type { MiosaClient, Project, RequestOptions, Workspace, WorkspaceSelector } from 'miosa-client';
import type { MiosaEmulatorOptions } from 'miosa-client/testing';
import { vi } from 'vitest';
import { ids } from './seed.ts';

/** What both methods take, under the same names. */
export interface EnsureInput {
  readonly slug: string;
  readonly name: string;
  readonly externalId?: string;
  readonly description?: string;
  readonly metadata?: Record<string, unknown>;
}

/** One way to ensure something. */
export interface EnsureMethod {
  /** Where it is created and listed. */
  readonly path: '/projects' | '/workspaces';
  /** Where it looks, in this order. */
  readonly looks: readonly string[];
  readonly externalIdField: 'external_project_id' | 'external_workspace_id';
  readonly ensure: (
    miosa: MiosaClient,
    input: EnsureInput,
    options?: RequestOptions,
  ) => Promise<{ readonly item: Project | Workspace; readonly created: boolean }>;
  readonly list: (miosa: MiosaClient) => AsyncIterable<Project | Workspace>;
}

/**
 * What an emulator of a test begins with: two customers, and items that every method finds among its own, all of them
 * called "Existing".
 */
export function holding(
  ...items: readonly Pick<EnsureInput, 'slug' | 'externalId'>[]
): Pick<MiosaEmulatorOptions, 'workspaces' | 'projects'> {
  const name = 'Existing';
  return {
    workspaces: [
      { name: 'Dr. Jones Clinic', externalWorkspaceId: 'clinic_456' },
      { id: ids.workspace, name: 'Dr. Smith Clinic', externalWorkspaceId: 'clinic_123' },
      ...items.map(({ slug, externalId }) => ({ name, slug, externalWorkspaceId: externalId })),
    ],
    projects: items.map(({ slug, externalId }) => ({
      workspaceId: ids.workspace,
      name,
      slug,
      externalProjectId: externalId,
    })),
  };
}

function ofProjects(selector: WorkspaceSelector, looks: readonly string[]): EnsureMethod {
  return {
    path: '/projects',
    looks,
    externalIdField: 'external_project_id',
    ensure: async (miosa, { externalId: externalProjectId, ...input }, options) => {
      const { project, created } = await miosa.projects.ensure({ ...selector, ...input, externalProjectId }, options);
      return { item: project, created };
    },
    list: (miosa) => miosa.projects.list({ workspaceId: ids.workspace }),
  };
}

/** Every way to ensure something. */
export const ensureMethods: Readonly<Record<string, EnsureMethod>> = {
  'projects.ensure by workspaceId': ofProjects({ workspaceId: ids.workspace }, [
    `/projects?workspace_id=${ids.workspace}&page_size=100`,
  ]),
  'projects.ensure by workspaceSlug': ofProjects({ workspaceSlug: 'dr-smith-clinic' }, [
    '/workspaces?page_size=100',
    `/projects?workspace_id=${ids.workspace}&page_size=100`,
  ]),
  'projects.ensure by externalWorkspaceId': ofProjects({ externalWorkspaceId: 'clinic_123' }, [
    '/projects?page_size=100',
  ]),
  'workspaces.ensure': {
    path: '/workspaces',
    looks: ['/workspaces?page_size=100'],
    externalIdField: 'external_workspace_id',
    ensure: async (miosa, { externalId: externalWorkspaceId, ...input }, options) => {
      const { workspace, created } = await miosa.workspaces.ensure({ ...input, externalWorkspaceId }, options);
      return { item: workspace, created };
    },
    list: (miosa) => miosa.workspaces.list(),
  },
};

/** Moves a stopped clock until all calls have settled. */
export async function settle<T>(calls: readonly Promise<T>[]): Promise<PromiseSettledResult<T>[]> {
  let isSettled = false;
  const all = Promise.allSettled(calls).finally(() => {
    isSettled = true;
  });
  while (!isSettled) await vi.advanceTimersByTimeAsync(250);
  return all;
}
