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

/** What both methods return, under the same names. */
export interface EnsureResult {
  readonly item: Project | Workspace;
  readonly created: boolean;
}

/** One way to ensure something. */
export interface EnsureMethod {
  /** Where it is created and listed. */
  readonly path: '/projects' | '/workspaces';
  readonly externalIdField: 'external_project_id' | 'external_workspace_id';
  /** Whether it looks before it creates, where only a slug is given. */
  readonly looksFirst: boolean;
  readonly ensure: (miosa: MiosaClient, input: EnsureInput, options?: RequestOptions) => Promise<EnsureResult>;
  readonly create: (miosa: MiosaClient, input: EnsureInput) => Promise<Project | Workspace>;
  readonly list: (miosa: MiosaClient) => AsyncIterable<Project | Workspace>;
}

/** The customers that the emulator of a test begins with. */
export const workspaces: NonNullable<MiosaEmulatorOptions['workspaces']> = [
  { name: 'Dr. Jones Clinic', externalWorkspaceId: 'clinic_456' },
  { id: ids.workspace, name: 'Dr. Smith Clinic', externalWorkspaceId: 'clinic_123' },
];

function ofProjects(selector: WorkspaceSelector): EnsureMethod {
  const own = ({ externalId: externalProjectId, ...input }: EnsureInput) => ({
    ...selector,
    ...input,
    externalProjectId,
  });
  return {
    path: '/projects',
    externalIdField: 'external_project_id',
    looksFirst: selector.workspaceId !== undefined,
    ensure: async (miosa, input, options) => {
      const { project, created } = await miosa.projects.ensure(own(input), options);
      return { item: project, created };
    },
    create: (miosa, input) => miosa.projects.create(own(input)),
    list: (miosa) => miosa.projects.list({ workspaceId: ids.workspace }),
  };
}

const ofWorkspaces: EnsureMethod = {
  path: '/workspaces',
  externalIdField: 'external_workspace_id',
  looksFirst: false,
  ensure: async (miosa, { externalId: externalWorkspaceId, ...input }, options) => {
    const { workspace, created } = await miosa.workspaces.ensure({ ...input, externalWorkspaceId }, options);
    return { item: workspace, created };
  },
  create: (miosa, { externalId: externalWorkspaceId, ...input }) =>
    miosa.workspaces.create({ ...input, externalWorkspaceId }),
  list: (miosa) => miosa.workspaces.list(),
};

/** Every way to ensure something. */
export const ensureMethods = {
  'projects.ensure by workspaceId': ofProjects({ workspaceId: ids.workspace }),
  'projects.ensure by workspaceSlug': ofProjects({ workspaceSlug: 'dr-smith-clinic' }),
  'projects.ensure by externalWorkspaceId': ofProjects({ externalWorkspaceId: 'clinic_123' }),
  'workspaces.ensure': ofWorkspaces,
} satisfies Record<string, EnsureMethod>;

/** Moves a stopped clock until all calls have settled. */
export async function settle<T>(calls: readonly Promise<T>[]): Promise<PromiseSettledResult<T>[]> {
  let isSettled = false;
  const all = Promise.allSettled(calls).finally(() => {
    isSettled = true;
  });
  while (!isSettled) await vi.advanceTimersByTimeAsync(250);
  return all;
}

/** Moves a stopped clock until a call has succeeded, and gives its value. */
export async function finish<T>(call: Promise<T>): Promise<T> {
  await settle([call]);
  return call;
}
