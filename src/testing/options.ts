import type { JsonObject } from '../resources/json.ts';
import type { FaultOptions } from './faults/fault-options.ts';

/** A workspace that an emulator starts with. */
export interface WorkspaceSeed {
  /** UUID. Generated when left out. */
  readonly id?: string | undefined;
  /** The name that people read. */
  readonly name: string;
  /** Unique inside the organization. Derived from `name` when left out. */
  readonly slug?: string | undefined;
  /** Your own id for it. */
  readonly externalWorkspaceId?: string | undefined;
  /** Free text. */
  readonly description?: string | undefined;
  /** Your own data. */
  readonly metadata?: JsonObject | undefined;
  /** Its settings. */
  readonly settings?: JsonObject | undefined;
  /** The preview domain its projects inherit. */
  readonly previewDomain?: string | undefined;
}

/** A project that an emulator starts with. */
export interface ProjectSeed {
  /** UUID. Generated when left out. */
  readonly id?: string | undefined;
  /** UUID of the workspace it belongs to: one of the emulator's. */
  readonly workspaceId: string;
  /** The name that people read. */
  readonly name: string;
  /** Unique inside the workspace. Derived from `name` when left out. */
  readonly slug?: string | undefined;
  /** Your own id for the workspace. Defaults to the workspace's. */
  readonly externalWorkspaceId?: string | undefined;
  /** Your own id for it. */
  readonly externalProjectId?: string | undefined;
  /** Free text. */
  readonly description?: string | undefined;
  /** Your own data. */
  readonly metadata?: JsonObject | undefined;
  /** Its settings. */
  readonly settings?: JsonObject | undefined;
  /** Its own preview domain. */
  readonly previewDomain?: string | undefined;
}

/** How an emulator answers with lists. */
export type EmulatorPaging = 'none' | 'page' | 'meta' | 'cursor';

/** How many requests an emulator lets through. */
export interface EmulatorRateLimit {
  /** How many requests each key may send in one window. */
  readonly requests: number;
  /** How long a window lasts, in milliseconds. It begins with the first request of the key. */
  readonly windowMs: number;
}

/** Options of `createMiosaEmulator`. */
export interface MiosaEmulatorOptions {
  /** The keys that are accepted. Left out: any key is, but one must be sent. */
  readonly apiKeys?: readonly string[] | undefined;
  /** The organization's id. Default: `tnt_abc123`. */
  readonly tenantId?: string | undefined;
  /** The organization's preview domain, the last to be inherited. */
  readonly previewDomain?: string | undefined;
  /** The workspaces to start with. */
  readonly workspaces?: readonly WorkspaceSeed[] | undefined;
  /** The projects to start with. */
  readonly projects?: readonly ProjectSeed[] | undefined;
  /** How many DNS checks find a domain pending before one finds it ready. Default: 2. */
  readonly pendingDnsChecks?: number | undefined;
  /**
   * Whether a mutation whose `Idempotency-Key` was seen within 24 hours, from the same API key for the same method and
   * path, gets the original response again instead of being carried out twice. The same key with another body or query
   * is refused with 422 `IDEMPOTENCY_KEY_REUSED`. Default: `true`.
   */
  readonly idempotency?: boolean | undefined;
  /**
   * How lists are answered. Default: `none`.
   *
   * - `none`: `{ data, total }` with everything; `page` and `page_size` are ignored.
   * - `page`: `{ data, page: { page, page_size, total } }`.
   * - `meta`: `{ data, meta: { total, page, per_page } }`.
   * - `cursor`: `{ data, next_cursor }`. `next_cursor` is the next page, or `null` on the last one.
   *
   * The last three read `page` (from 1) and `page_size` or `per_page` (20 when left out, at most 100).
   */
  readonly paging?: EmulatorPaging | undefined;
  /** Requests beyond it are answered with 429 `rate_limit_exceeded` and a `Retry-After`. Default: no limit. */
  readonly rateLimit?: EmulatorRateLimit | undefined;
  /** What goes wrong, and how often. Left out: nothing does. */
  readonly faults?: FaultOptions | undefined;
}
