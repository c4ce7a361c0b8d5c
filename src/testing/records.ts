import type { JsonObject } from '../resources/json.ts';

/** A preview domain that was set, and how often its DNS was checked. */
export interface DomainRecord {
  readonly domain: string;
  checks: number;
}

/** What a preview domain can be set on. */
export interface DomainHolder {
  domain: DomainRecord | undefined;
}

/** A workspace as it goes over the wire. */
export interface WireWorkspace {
  readonly id: string;
  readonly tenant_id: string;
  external_workspace_id: string | null;
  name: string;
  slug: string;
  description: string | null;
  metadata: JsonObject;
  settings: JsonObject;
  readonly created_at: string;
  updated_at: string;
}

/** A kind of resource that projects own, by its plural name. */
export type ResourceKind = 'sandboxes' | 'computers' | 'deployments' | 'databases';

/** A workspace as the emulator keeps it. */
export interface WorkspaceRecord extends DomainHolder {
  readonly wire: WireWorkspace;
  /** How many resources of each kind its projects own. */
  readonly resources: Record<ResourceKind, number>;
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

/** Now, in the API's form: whole seconds, UTC. */
export function timestamp(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, 'Z');
}

/** A domain whose DNS was not checked yet. */
export function domainRecord(domain: string | undefined): DomainRecord | undefined {
  return domain === undefined ? undefined : { domain, checks: 0 };
}
