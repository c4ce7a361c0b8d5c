import { checkNames } from '../check-options.ts';
import { MiosaConfigError } from '../errors/errors.ts';
import type { Project } from '../resources/projects.ts';
import type { Workspace } from '../resources/workspaces.ts';
import { camelCase } from '../schemas/names.ts';
import { fieldChecks, isNonEmptyString } from './fields.ts';
import type { MiosaEmulatorOptions } from './options.ts';
import { type NewRecord, type ProjectRecord, Store, slugsOf, type WorkspaceRecord } from './store.ts';

/** Fields of a record, all of them optional. */
type SeedFields<Fields> = { readonly [Name in keyof Fields]?: Fields[Name] | undefined };

/**
 * A workspace that an emulator starts with: any fields of a `Workspace`. `id`, `slug` and times are generated where
 * they are left out.
 */
export interface WorkspaceSeed extends SeedFields<Omit<Workspace, 'name' | 'tenantId'>> {
  /** The name that people read. */
  readonly name: string;
  /** The preview domain that its projects inherit. */
  readonly previewDomain?: string | undefined;
}

/**
 * A project that an emulator starts with: any fields of a `Project`. `id`, `slug` and times are generated where they
 * are left out; `externalWorkspaceId` defaults to the workspace's.
 */
export interface ProjectSeed extends SeedFields<Omit<Project, 'name' | 'workspaceId' | 'tenantId'>> {
  /** UUID of the workspace that it belongs to: one of the emulator's. */
  readonly workspaceId: string;
  /** The name that people read. */
  readonly name: string;
  /** Its own preview domain. */
  readonly previewDomain?: string | undefined;
}

/**
 * Makes the store of an emulator, with what it holds at the start.
 *
 * @throws {@link MiosaConfigError} When a seed is invalid; the message names it.
 */
export function seededStore(options: MiosaEmulatorOptions): Store {
  const { tenantId = 'tnt_abc123', listLagMs = 0, previewDomain, workspaces = [], projects = [] } = options;
  const store = new Store(tenantId, listLagMs);
  store.setPreviewDomain(tenantId, previewDomain);
  for (const [index, seed] of workspaces.entries()) addWorkspace(store, `workspaces[${index}]`, seed);
  for (const [index, seed] of projects.entries()) addProject(store, `projects[${index}]`, seed);
  store.workspaces.flush();
  store.projects.flush();
  return store;
}

function addWorkspace(store: Store, option: string, seed: WorkspaceSeed): void {
  const fields = seedFields<WorkspaceRecord>(option, seed, workspaceNames);
  if (fields.slug !== undefined && slugsOf(store.workspaces.all).has(fields.slug)) {
    throw new MiosaConfigError(`Two workspaces have the slug "${fields.slug}".`);
  }
  const { id } = store.addWorkspace(fields);
  store.setPreviewDomain(id, seed.previewDomain);
}

function addProject(store: Store, option: string, seed: ProjectSeed): void {
  const fields = seedFields<ProjectRecord>(option, seed, projectNames);
  const workspace = store.workspaces.get(seed.workspaceId);
  if (workspace === undefined) throw new MiosaConfigError(`The emulator has no workspace ${seed.workspaceId}.`);
  if (fields.slug !== undefined && slugsOf(store.projectsOf(workspace)).has(fields.slug)) {
    throw new MiosaConfigError(`Two projects of "${workspace.name}" have the slug "${fields.slug}".`);
  }
  const { id } = store.addProject(workspace, fields);
  store.setPreviewDomain(id, seed.previewDomain);
}

/** What a seed may set, as it is spelled on the wire. */
type SeedName = Exclude<keyof WorkspaceRecord | keyof ProjectRecord, 'tenant_id' | 'workspace_id'>;

/** Any text is a slug in a seed: older records may have one that the API would reject now. */
const seedChecks: Readonly<Record<SeedName, (value: unknown) => boolean>> = {
  ...fieldChecks,
  id: isNonEmptyString,
  slug: isNonEmptyString,
  created_at: isNonEmptyString,
  updated_at: isNonEmptyString,
};

/** What a seed may have: a record as the API gives it, and its preview domain. */
const projectNames = [...Object.keys(seedChecks).map(camelCase), 'tenantId', 'workspaceId', 'previewDomain'];
const workspaceNames = projectNames.filter((name) => !['workspaceId', 'externalProjectId'].includes(name));

/** The fields that a seed sets. The organization is the emulator's own, whatever a record that is passed on says. */
function seedFields<T>(option: string, seed: unknown, names: readonly string[]): NewRecord<T> {
  checkNames(option, 'field', seed, names);
  const fields: Record<string, unknown> = {};
  for (const [name, isValid] of Object.entries(seedChecks)) {
    const key = camelCase(name);
    const value = seed[key];
    if (value == null) continue;
    if (!isValid(value)) throw new MiosaConfigError(`${option}.${key} is invalid: ${JSON.stringify(value)}.`);
    fields[name] = name === 'id' ? String(value).toLowerCase() : value;
  }
  if (fields['name'] === undefined) throw new MiosaConfigError(`${option} needs a name.`);
  // Each field has passed its check, and the name is there.
  return fields as NewRecord<T>;
}
