import { MiosaConfigError } from '../errors/client-errors.ts';
import type { EmulatorConfig } from './check-options.ts';
import type { ProjectSeed, WorkspaceSeed } from './options.ts';
import { type DomainHolder, domainRecord, type ProjectRecord, timestamp, type WorkspaceRecord } from './records.ts';
import { freeSlug, slugFrom } from './slug.ts';

/** Everything one emulator knows. */
export class EmulatorState {
  readonly tenantId: string;
  readonly organization: DomainHolder;
  readonly pendingDnsChecks: number;
  readonly #workspaces: Map<string, WorkspaceRecord> = new Map();
  readonly #projects: Map<string, ProjectRecord> = new Map();

  /** @throws {MiosaConfigError} When what it starts with contradicts itself. */
  constructor({ tenantId, pendingDnsChecks, previewDomain, workspaces = [], projects = [] }: EmulatorConfig) {
    this.tenantId = tenantId;
    this.organization = { domain: domainRecord(previewDomain) };
    this.pendingDnsChecks = pendingDnsChecks;
    for (const seed of workspaces) {
      if (seed.slug !== undefined && this.workspaceSlugs().has(seed.slug)) {
        throw new MiosaConfigError(`Two workspaces have the slug "${seed.slug}".`);
      }
      this.addWorkspace(seed);
    }
    for (const seed of projects) {
      const workspace = this.workspace(seed.workspaceId);
      if (workspace === undefined) throw new MiosaConfigError(`The emulator has no workspace ${seed.workspaceId}.`);
      if (seed.slug !== undefined && this.projectSlugs(workspace.wire.id).has(seed.slug)) {
        throw new MiosaConfigError(`Two projects of "${workspace.wire.name}" have the slug "${seed.slug}".`);
      }
      this.addProject(workspace, seed);
    }
  }

  /** All workspaces, the oldest first. */
  get workspaces(): readonly WorkspaceRecord[] {
    return [...this.#workspaces.values()];
  }

  /** All projects, the oldest first. */
  get projects(): readonly ProjectRecord[] {
    return [...this.#projects.values()];
  }

  /** The workspace with an id. UUIDs are compared without case. */
  workspace(id: unknown): WorkspaceRecord | undefined {
    return this.#workspaces.get(String(id).toLowerCase());
  }

  /** The project with an id. */
  project(id: unknown): ProjectRecord | undefined {
    return this.#projects.get(String(id).toLowerCase());
  }

  /** The projects of a workspace, the oldest first. */
  projectsOf(workspaceId: string): readonly ProjectRecord[] {
    return this.projects.filter(({ wire }) => wire.workspace_id === workspaceId);
  }

  /** The slugs that workspaces have, but for one that may keep its own. */
  workspaceSlugs(except?: WorkspaceRecord): ReadonlySet<string> {
    return slugs(this.workspaces, except);
  }

  /** The slugs that the projects of a workspace have, but for one that may keep its own. */
  projectSlugs(workspaceId: string, except?: ProjectRecord): ReadonlySet<string> {
    return slugs(this.projectsOf(workspaceId), except);
  }

  /** Finds a workspace by whichever selector was sent; the first that was sent decides. */
  findWorkspace(selectors: Readonly<Record<string, unknown>>): WorkspaceRecord | undefined {
    const { workspace_id, workspace_slug, external_workspace_id } = selectors;
    if (workspace_id !== undefined) return this.workspace(workspace_id);
    return this.workspaces.find(({ wire }) => {
      if (workspace_slug !== undefined) return wire.slug === workspace_slug;
      return wire.external_workspace_id === external_workspace_id;
    });
  }

  /** Adds a workspace, and derives what was left out. */
  addWorkspace(seed: WorkspaceSeed): WorkspaceRecord {
    const now = timestamp();
    const record: WorkspaceRecord = {
      wire: {
        id: seed.id?.toLowerCase() ?? crypto.randomUUID(),
        tenant_id: this.tenantId,
        external_workspace_id: seed.externalWorkspaceId ?? null,
        name: seed.name,
        slug: seed.slug ?? freeSlug(slugFrom(seed.name, 'workspace'), this.workspaceSlugs()),
        description: seed.description ?? null,
        metadata: seed.metadata ?? {},
        settings: seed.settings ?? {},
        created_at: now,
        updated_at: now,
      },
      domain: domainRecord(seed.previewDomain),
      resources: { sandboxes: 0, computers: 0, deployments: 0, databases: 0 },
    };
    this.#workspaces.set(record.wire.id, record);
    return record;
  }

  /** Adds a project to a workspace, and derives what was left out. */
  addProject(workspace: WorkspaceRecord, seed: Omit<ProjectSeed, 'workspaceId'>): ProjectRecord {
    const now = timestamp();
    const record: ProjectRecord = {
      wire: {
        id: seed.id?.toLowerCase() ?? crypto.randomUUID(),
        tenant_id: this.tenantId,
        workspace_id: workspace.wire.id,
        external_workspace_id: seed.externalWorkspaceId ?? workspace.wire.external_workspace_id,
        external_project_id: seed.externalProjectId ?? null,
        name: seed.name,
        slug: seed.slug ?? freeSlug(slugFrom(seed.name, 'project'), this.projectSlugs(workspace.wire.id)),
        description: seed.description ?? null,
        metadata: seed.metadata ?? {},
        settings: seed.settings ?? {},
        created_at: now,
        updated_at: now,
      },
      domain: domainRecord(seed.previewDomain),
    };
    this.#projects.set(record.wire.id, record);
    return record;
  }

  /** Deletes a workspace with all that is in it. */
  deleteWorkspace(workspace: WorkspaceRecord): void {
    for (const { wire } of this.projectsOf(workspace.wire.id)) this.#projects.delete(wire.id);
    this.#workspaces.delete(workspace.wire.id);
  }
}

function slugs<R extends { readonly wire: { readonly slug: string } }>(
  records: readonly R[],
  except: R | undefined,
): ReadonlySet<string> {
  return new Set(records.filter((record) => record !== except).map(({ wire }) => wire.slug));
}
