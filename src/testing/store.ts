import type { StandardSchemaV1 } from '@standard-schema/spec';
import { MiosaConfigError } from '../errors/client-errors.ts';
import { type Project, projectSchema } from '../resources/projects.ts';
import { type Workspace, workspaceSchema } from '../resources/workspaces.ts';
import { camelCase, snakeCase } from '../schemas/names.ts';
import type { EmulatorConfig, ProjectSeed, SlugConfig, WorkspaceSeed } from './options.ts';
import { ApiFailure, type FieldErrors, validationFailed, type WireFields } from './replies.ts';
import { freeSlug, slugFrom } from './slug.ts';

/** What all records have. */
interface StoredRecord {
  readonly id: string;
  readonly slug: string | null;
}

/** The part of a resource's schema that makes records. */
interface RecordSchema<T> {
  readonly '~standard': { readonly validate: (value: unknown) => StandardSchemaV1.Result<T> };
}

/** What one kind of record needs. */
interface CollectionOptions<T> {
  /** The name of one record, for messages. */
  readonly subject: string;
  readonly schema: RecordSchema<T>;
  /** The scope that a record's slug is unique in. */
  readonly scopeOf: (record: T) => string;
  readonly listLagMs: number;
}

interface PendingWrite<T> {
  readonly dueAt: number;
  readonly id: string;
  /** `undefined` for a delete. */
  readonly record: T | undefined;
}

/**
 * Records of one kind, in the order in which they were inserted. They are values of the public types, made by the
 * resource's own schema, and are replaced, never changed.
 */
export class Collection<T extends StoredRecord> {
  readonly #options: CollectionOptions<T>;
  readonly #records: Map<string, T> = new Map();
  /** What lists show: the records without the writes that are still pending. */
  readonly #listed: Map<string, T> = new Map();
  #pending: PendingWrite<T>[] = [];

  constructor(options: CollectionOptions<T>) {
    this.#options = options;
  }

  /** All records. */
  get all(): readonly T[] {
    return [...this.#records.values()];
  }

  /** The records that lists show now. */
  get listed(): readonly T[] {
    const now = Date.now();
    const isDue = ({ dueAt }: PendingWrite<T>): boolean => dueAt <= now;
    for (const { id, record } of this.#pending.filter(isDue)) this.#list(id, record);
    this.#pending = this.#pending.filter((write) => !isDue(write));
    return [...this.#listed.values()];
  }

  /** The record with an id, or `undefined`. UUIDs are compared without case. */
  get(id: unknown): T | undefined {
    return this.#records.get(String(id).toLowerCase());
  }

  /** The slugs that the records of a scope have, except the one that may keep its own. */
  takenSlugs(scope: string, except?: T): ReadonlySet<string> {
    const others = this.all.filter((record) => record.id !== except?.id && this.#options.scopeOf(record) === scope);
    return new Set(others.map(({ slug }) => slug).filter((slug) => slug !== null));
  }

  /**
   * Adds a record.
   *
   * @param basis - The fields that every record has.
   * @param fields - Further fields. Those that the resource does not have are ignored.
   * @throws {ApiFailure} `VALIDATION_FAILED` when the schema rejects the record.
   */
  insert(basis: WireFields, fields: WireFields): T {
    return this.#merge(this.#parse(basis), fields);
  }

  /**
   * Replaces fields of a record. Those that the resource does not have are ignored.
   *
   * @throws {ApiFailure} `VALIDATION_FAILED` when the schema rejects the record.
   */
  update(record: T, fields: WireFields): T {
    return this.#merge(record, { ...fields, updated_at: timestamp() });
  }

  /** Removes a record. */
  delete({ id }: T): void {
    this.#records.delete(id);
    this.#write(id, undefined);
  }

  /** Shows all pending writes in lists. */
  flush(): void {
    for (const { id, record } of this.#pending) this.#list(id, record);
    this.#pending = [];
  }

  #merge(record: T, fields: WireFields): T {
    const known = Object.entries(fields).filter(
      ([name, value]) => value !== undefined && Object.hasOwn(record, camelCase(name)),
    );
    const merged = this.#parse({ ...toWire(record), ...Object.fromEntries(known) });
    this.#records.set(merged.id, merged);
    this.#write(merged.id, merged);
    return merged;
  }

  #write(id: string, record: T | undefined): void {
    const { listLagMs } = this.#options;
    // Without a lag a clock that is set back, as tests do, must not hide what was written before.
    if (listLagMs === 0) this.#list(id, record);
    else this.#pending.push({ dueAt: Date.now() + listLagMs, id, record });
  }

  #list(id: string, record: T | undefined): void {
    if (record === undefined) this.#listed.delete(id);
    else this.#listed.set(id, record);
  }

  #parse(wire: WireFields): T {
    const { subject, schema } = this.#options;
    const result = schema['~standard'].validate(wire);
    if (result.issues === undefined) return result.value;
    throw validationFailed(subject, fieldErrors(result.issues));
  }
}

/** All records of one emulator. */
export class Store {
  readonly workspaces: Collection<Workspace>;
  readonly projects: Collection<Project>;
  /** The preview domains that are set, by the id of the project, the workspace or the organization. */
  readonly previewDomains: Map<string, DomainState> = new Map();
  readonly #tenantId: string;
  readonly #slugs: SlugConfig;
  readonly #resourceCounts: Map<string, number> = new Map();

  /** @throws {MiosaConfigError} When a seed is invalid. */
  constructor(config: EmulatorConfig) {
    const { tenantId, previewDomain, listLagMs, workspaces, projects } = config;
    this.#tenantId = tenantId;
    this.#slugs = config;
    this.workspaces = new Collection({
      subject: 'workspace',
      schema: workspaceSchema,
      scopeOf: () => tenantId,
      listLagMs,
    });
    this.projects = new Collection({
      subject: 'project',
      schema: projectSchema,
      scopeOf: ({ workspaceId }) => workspaceId,
      listLagMs,
    });
    this.setPreviewDomain(tenantId, previewDomain);
    for (const [index, seed] of workspaces.entries())
      asConfigError(`workspaces[${index}]`, () => this.#seedWorkspace(seed));
    for (const [index, seed] of projects.entries()) asConfigError(`projects[${index}]`, () => this.#seedProject(seed));
    this.workspaces.flush();
    this.projects.flush();
  }

  /** Whether something has an id: those of seeds need not be UUIDs. */
  has(id: string): boolean {
    return this.workspaces.get(id) !== undefined || this.projects.get(id) !== undefined;
  }

  /** The projects of a workspace. */
  projectsOf({ id }: Workspace): readonly Project[] {
    return this.projects.all.filter(({ workspaceId }) => workspaceId === id);
  }

  /** Finds a workspace by what was sent: the id decides, else the slug, else the external id. */
  findWorkspace({ workspace_id, workspace_slug, external_workspace_id }: WireFields): Workspace | undefined {
    if (workspace_id !== undefined) return this.workspaces.get(workspace_id);
    return this.workspaces.all.find(({ slug, externalWorkspaceId }) =>
      workspace_slug === undefined ? externalWorkspaceId === external_workspace_id : slug === workspace_slug,
    );
  }

  /** Adds a workspace. Its slug is derived from its name where none is given. */
  addWorkspace({ name, slug, ...fields }: WireFields): Workspace {
    const taken = this.workspaces.takenSlugs(this.#tenantId);
    return this.workspaces.insert({ ...this.#basis(name, slug, 'workspace', taken) }, fields);
  }

  /** Adds a project to a workspace. Its slug and its external workspace id are derived where none are given. */
  addProject(workspace: Workspace, { name, slug, external_workspace_id, ...fields }: WireFields): Project {
    const taken = this.projects.takenSlugs(workspace.id);
    return this.projects.insert(
      {
        ...this.#basis(name, slug, 'project', taken),
        workspace_id: workspace.id,
        external_workspace_id: external_workspace_id ?? workspace.externalWorkspaceId,
      },
      fields,
    );
  }

  /** Deletes a workspace with its projects. */
  deleteWorkspace(workspace: Workspace): void {
    for (const project of this.projectsOf(workspace)) this.projects.delete(project);
    this.workspaces.delete(workspace);
  }

  /** Sets a preview domain, whose DNS was not checked yet, or clears it. */
  setPreviewDomain(ownerId: string, domain: string | undefined): void {
    if (domain === undefined) this.previewDomains.delete(ownerId);
    else this.previewDomains.set(ownerId, { domain, checks: 0 });
  }

  /** Counts a new resource of a workspace. */
  countResource(workspace: Workspace, kind: string): void {
    this.#resourceCounts.set(`${workspace.id} ${kind}`, this.resourceCount(workspace, kind) + 1);
  }

  /** How many resources of a kind the projects of a workspace own. */
  resourceCount({ id }: Workspace, kind: string): number {
    return this.#resourceCounts.get(`${id} ${kind}`) ?? 0;
  }

  #basis(name: unknown, slug: unknown, fallback: string, taken: ReadonlySet<string>): WireFields {
    const now = timestamp();
    return {
      id: crypto.randomUUID(),
      tenant_id: this.#tenantId,
      name,
      slug: slug ?? freeSlug(slugFrom(String(name), fallback), taken, this.#slugs),
      created_at: now,
      updated_at: now,
    };
  }

  #seedWorkspace({ previewDomain, ...seed }: WorkspaceSeed): void {
    if (typeof seed.slug === 'string' && this.workspaces.takenSlugs(this.#tenantId).has(seed.slug)) {
      throw new MiosaConfigError(`Two workspaces have the slug "${seed.slug}".`);
    }
    const { id } = this.addWorkspace(seedFields(seed));
    this.setPreviewDomain(id, previewDomain);
  }

  #seedProject({ previewDomain, workspaceId, ...seed }: ProjectSeed): void {
    const workspace = this.workspaces.get(workspaceId);
    if (workspace === undefined) throw new MiosaConfigError(`The emulator has no workspace ${workspaceId}.`);
    if (seed.slug !== undefined && this.projects.takenSlugs(workspace.id).has(seed.slug)) {
      throw new MiosaConfigError(`Two projects of "${workspace.name}" have the slug "${seed.slug}".`);
    }
    const { id } = this.addProject(workspace, seedFields(seed));
    this.setPreviewDomain(id, previewDomain);
  }
}

/** A preview domain that is set. */
export interface DomainState {
  readonly domain: string;
  /** How often its DNS was checked. */
  checks: number;
}

/** A record under the names of the wire. Only its own fields are renamed: keys inside a map belong to the caller. */
export function toWire(record: object): WireFields {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [snakeCase(name), value]));
}

/** Now, in the API's form: whole seconds, UTC. */
function timestamp(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, 'Z');
}

function fieldErrors(issues: readonly StandardSchemaV1.Issue[]): FieldErrors {
  const fields = issues.map(({ path: [segment = 'base'] = [] }) =>
    typeof segment === 'object' ? segment.key : segment,
  );
  return Object.fromEntries(fields.map((field) => [snakeCase(String(field)), ['is invalid']]));
}

/** The fields that a seed sets. The organization is the emulator's own, whatever a record that is passed on says. */
function seedFields(seed: object): WireFields {
  const { id, tenant_id, ...fields } = toWire(seed);
  const given = Object.entries(fields).filter(([, value]) => value != null);
  return { ...Object.fromEntries(given), ...(typeof id === 'string' && { id: id.toLowerCase() }) };
}

function asConfigError(option: string, seed: () => void): void {
  try {
    seed();
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    throw new MiosaConfigError(`${option} is invalid: ${JSON.stringify(error.extras.atTop?.['errors'])}.`);
  }
}
