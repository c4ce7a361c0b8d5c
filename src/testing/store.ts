import type { SnakeCasedProperties } from 'type-fest';
import type { Project } from '../resources/projects.ts';
import type { Workspace } from '../resources/workspaces.ts';
import { randomUuid } from '../uuid.ts';
import { deriveSlug } from './fields.ts';
import type { WireFields } from './responses.ts';

/** A workspace as the API shows it. */
export type WorkspaceRecord = Readonly<SnakeCasedProperties<Workspace>>;

/** A project as the API shows it. */
export type ProjectRecord = Readonly<SnakeCasedProperties<Project>>;

/** The fields that requests can set. */
export type RecordFields = Partial<
  Pick<
    ProjectRecord,
    'name' | 'slug' | 'description' | 'external_workspace_id' | 'external_project_id' | 'metadata' | 'settings'
  >
>;

/** Fields of a record to be: what is left out is generated. */
export type NewRecord<T> = Partial<T> & { readonly name: string };

/** A preview domain that is set. */
export interface DomainState {
  readonly domain: string;
  /** How often its DNS was checked. */
  checks: number;
}

/** Records of one kind, in the order in which they were inserted. They are replaced, never changed. */
class Collection<T extends { readonly id: string }> {
  readonly #listLagMs: number;
  readonly #records = new Map<string, T>();
  /** What lists show from a time on, where they lag. */
  #versions: { readonly from: number; readonly records: readonly T[] }[] = [];

  constructor(listLagMs: number) {
    this.#listLagMs = listLagMs;
  }

  /** All records. */
  get all(): readonly T[] {
    return [...this.#records.values()];
  }

  /** The records that lists show now. */
  get listed(): readonly T[] {
    // Without a lag a clock that is set back, as tests do, must not hide what was written before.
    if (this.#listLagMs === 0) return this.all;
    return this.#versions.findLast(({ from }) => from <= Date.now())?.records ?? [];
  }

  /** The record with an id, or `undefined`. UUIDs are compared without case. */
  get(id: unknown): T | undefined {
    return this.#records.get(String(id).toLowerCase());
  }

  /** Adds a record, or replaces the one with its id. */
  put(record: T): T {
    this.#records.set(record.id, record);
    this.#addVersion(Date.now() + this.#listLagMs);
    return record;
  }

  /** Removes a record. */
  delete({ id }: T): void {
    this.#records.delete(id);
    this.#addVersion(Date.now() + this.#listLagMs);
  }

  /** Shows all records in lists, however recent. */
  flush(): void {
    this.#versions = [];
    this.#addVersion(Number.NEGATIVE_INFINITY);
  }

  #addVersion(from: number): void {
    if (this.#listLagMs > 0) this.#versions.push({ from, records: this.all });
  }
}

/** All records of one emulator. */
export class Store {
  readonly tenantId: string;
  readonly workspaces: Collection<WorkspaceRecord>;
  readonly projects: Collection<ProjectRecord>;
  /** What projects own: only counted. */
  readonly resources: { readonly kind: string; readonly workspaceId: string }[] = [];
  readonly #domains = new Map<string, DomainState>();

  constructor(tenantId: string, listLagMs: number) {
    this.tenantId = tenantId;
    this.workspaces = new Collection(listLagMs);
    this.projects = new Collection(listLagMs);
  }

  /** Whether something has an id: those of seeds need not be UUIDs. */
  has(id: string): boolean {
    return this.workspaces.get(id) !== undefined || this.projects.get(id) !== undefined;
  }

  /** The projects of a workspace. */
  projectsOf({ id }: WorkspaceRecord): readonly ProjectRecord[] {
    return this.projects.all.filter(({ workspace_id }) => workspace_id === id);
  }

  /** Finds a workspace by what was sent: the id decides, else the slug, else the external id. */
  findWorkspace({ workspace_id, workspace_slug, external_workspace_id }: WireFields): WorkspaceRecord | undefined {
    if (workspace_id !== undefined) return this.workspaces.get(workspace_id);
    return this.workspaces.all.find((workspace) =>
      workspace_slug === undefined
        ? workspace.external_workspace_id === external_workspace_id
        : workspace.slug === workspace_slug,
    );
  }

  /** Adds a workspace. Its slug is derived from its name where none is given. */
  addWorkspace(fields: NewRecord<WorkspaceRecord>): WorkspaceRecord {
    const slug = fields.slug ?? deriveSlug(fields.name, 'workspace', slugsOf(this.workspaces.all));
    return this.workspaces.put({ ...this.#defaults(), ...fields, slug });
  }

  /** Adds a project to a workspace. Its slug and its external workspace id are derived where none are given. */
  addProject(workspace: WorkspaceRecord, fields: NewRecord<ProjectRecord>): ProjectRecord {
    return this.projects.put({
      ...this.#defaults(),
      external_project_id: null,
      ...fields,
      workspace_id: workspace.id,
      external_workspace_id: fields.external_workspace_id ?? workspace.external_workspace_id,
      slug: fields.slug ?? deriveSlug(fields.name, 'project', slugsOf(this.projectsOf(workspace))),
    });
  }

  /** Deletes a workspace with its projects. */
  deleteWorkspace(workspace: WorkspaceRecord): void {
    for (const project of this.projectsOf(workspace)) this.projects.delete(project);
    this.workspaces.delete(workspace);
  }

  /** The first preview domain that is set, by the ids of the project, the workspace or the organization. */
  previewDomain(ownerIds: readonly string[]): DomainState | undefined {
    return ownerIds.map((id) => this.#domains.get(id)).find((domain) => domain !== undefined);
  }

  /** Sets a preview domain, whose DNS was not checked yet, or clears it. */
  setPreviewDomain(ownerId: string, domain: string | undefined): void {
    if (domain === undefined) this.#domains.delete(ownerId);
    else this.#domains.set(ownerId, { domain, checks: 0 });
  }

  #defaults() {
    const now = timestamp();
    return {
      id: randomUuid(),
      tenant_id: this.tenantId,
      external_workspace_id: null,
      description: null,
      metadata: {},
      settings: {},
      created_at: now,
      updated_at: now,
    };
  }
}

/** A record with changes, as an update leaves it. */
export function changed<T extends WorkspaceRecord | ProjectRecord>(record: T, changes: RecordFields): T {
  return { ...record, ...changes, updated_at: timestamp() };
}

/** The slugs that records have. */
export function slugsOf(records: readonly { readonly slug: string | null }[]): ReadonlySet<unknown> {
  return new Set(records.map(({ slug }) => slug));
}

/** Now, in the API's form: whole seconds, UTC. */
function timestamp(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, 'Z');
}
