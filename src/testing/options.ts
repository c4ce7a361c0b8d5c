import type { JsonObject } from '../resources/json.ts';

/** A workspace that an emulator starts with. */
export interface WorkspaceSeed {
  /** UUID. Generated when left out. */
  readonly id?: string;
  /** The name that people read. */
  readonly name: string;
  /** Derived from `name` when left out. */
  readonly slug?: string;
  /** Your own id for it. */
  readonly externalWorkspaceId?: string;
  /** The preview domain its projects inherit. */
  readonly previewDomain?: string;
}

/** A project that an emulator starts with. */
export interface ProjectSeed {
  /** UUID. Generated when left out. */
  readonly id?: string;
  /** UUID of the workspace it belongs to: one of the emulator's. */
  readonly workspaceId: string;
  /** The name that people read. */
  readonly name: string;
  /** Derived from `name` when left out. */
  readonly slug?: string;
  /** Your own id for the workspace. Defaults to the workspace's. */
  readonly externalWorkspaceId?: string;
  /** Your own id for it. */
  readonly externalProjectId?: string;
  /** Free text. */
  readonly description?: string;
  /** Your own data. */
  readonly metadata?: JsonObject;
  /** Its settings. */
  readonly settings?: JsonObject;
  /** Its own preview domain. */
  readonly previewDomain?: string;
}

/** Options of `createMiosaEmulator`. */
export interface MiosaEmulatorOptions {
  /** The keys that are accepted. Left out: any key is, but one must be sent. */
  readonly apiKeys?: readonly string[];
  /** The organization's id. Default: `tnt_abc123`. */
  readonly tenantId?: string;
  /** The organization's preview domain, the last to be inherited. */
  readonly previewDomain?: string;
  /** The workspaces to start with. */
  readonly workspaces?: readonly WorkspaceSeed[];
  /** The projects to start with. */
  readonly projects?: readonly ProjectSeed[];
  /** How many DNS checks find a domain pending before one finds it ready. Default: 2. */
  readonly pendingDnsChecks?: number;
}
