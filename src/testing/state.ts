import type { JsonObject } from '../resources/json.ts';
import type { MiosaEmulatorOptions, ProjectSeed } from './options.ts';
import { freeSlug, slugFrom } from './slug.ts';

/** A preview domain that was set, and how often its DNS was checked. */
export interface DomainRecord {
  readonly domain: string;
  checks: number;
}

/** What a preview domain can be set on. */
export interface DomainHolder {
  domain: DomainRecord | undefined;
}

/** A workspace as the emulator keeps it. */
export interface WorkspaceRecord extends DomainHolder {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly externalId: string | null;
}

/** A project as it goes over the wire. */
export interface WireProject {
  readonly id: string;
  readonly tenant_id: string;
  readonly workspace_id: string;
  external_workspace_id: string | null;
  external_project_id: string | null;
  name: string;
  slug: string;
  description: string | null;
  metadata: JsonObject;
  settings: JsonObject;
  readonly created_at: string;
  updated_at: string;
}

/** A project as the emulator keeps it. */
export interface ProjectRecord extends DomainHolder {
  readonly wire: WireProject;
}

/** Everything one emulator knows. */
export class EmulatorState {
  readonly tenantId: string;
  readonly organization: DomainHolder;
  readonly pendingDnsChecks: number;
  readonly workspaces: Map<string, WorkspaceRecord> = new Map();
  readonly projects: Map<string, ProjectRecord> = new Map();

  constructor(options: MiosaEmulatorOptions) {
    this.tenantId = options.tenantId ?? 'tnt_abc123';
    this.organization = { domain: domainRecord(options.previewDomain) };
    this.pendingDnsChecks = options.pendingDnsChecks ?? 2;
    for (const seed of options.workspaces ?? []) {
      const id = seed.id ?? crypto.randomUUID();
      this.workspaces.set(id, {
        id,
        name: seed.name,
        slug: seed.slug ?? slugFrom(seed.name),
        externalId: seed.externalWorkspaceId ?? null,
        domain: domainRecord(seed.previewDomain),
      });
    }
    for (const seed of options.projects ?? []) this.addProject(seed);
  }

  /** Adds a project, and derives what was left out. */
  addProject(seed: ProjectSeed): ProjectRecord {
    const workspace = this.workspaces.get(seed.workspaceId);
    if (workspace === undefined) throw new Error(`The emulator has no workspace ${seed.workspaceId}.`);
    const now = timestamp();
    const wire: WireProject = {
      id: seed.id ?? crypto.randomUUID(),
      tenant_id: this.tenantId,
      workspace_id: workspace.id,
      external_workspace_id: seed.externalWorkspaceId ?? workspace.externalId,
      external_project_id: seed.externalProjectId ?? null,
      name: seed.name,
      slug: seed.slug ?? freeSlug(slugFrom(seed.name), (slug) => this.isSlugTaken(workspace.id, slug)),
      description: seed.description ?? null,
      metadata: seed.metadata ?? {},
      settings: seed.settings ?? {},
      created_at: now,
      updated_at: now,
    };
    const record: ProjectRecord = { wire, domain: domainRecord(seed.previewDomain) };
    this.projects.set(wire.id, record);
    return record;
  }

  /** Whether another project of the workspace has the slug. */
  isSlugTaken(workspaceId: string, slug: string, exceptId?: string): boolean {
    return [...this.projects.values()].some(
      ({ wire }) => wire.workspace_id === workspaceId && wire.slug === slug && wire.id !== exceptId,
    );
  }

  /** Finds a workspace by whichever selector was sent; the first that was sent decides. */
  findWorkspace(selectors: Readonly<Record<string, unknown>>): WorkspaceRecord | undefined {
    const { workspace_id, workspace_slug, external_workspace_id } = selectors;
    return [...this.workspaces.values()].find((workspace) => {
      if (workspace_id !== undefined) return workspace.id === workspace_id;
      if (workspace_slug !== undefined) return workspace.slug === workspace_slug;
      return workspace.externalId === external_workspace_id;
    });
  }
}

/** Now, in the API's form: whole seconds, UTC. */
export function timestamp(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, 'Z');
}

/** A domain whose DNS was not checked yet. */
export function domainRecord(domain: string | undefined): DomainRecord | undefined {
  return domain === undefined ? undefined : { domain, checks: 0 };
}
