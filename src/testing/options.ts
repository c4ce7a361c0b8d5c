import { MiosaConfigError } from '../errors/client-errors.ts';
import type { Project } from '../resources/projects.ts';
import type { Workspace } from '../resources/workspaces.ts';

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

/** All paging styles. */
const pagingStyles = ['none', 'page', 'meta', 'cursor'] as const;

/** The envelope and the paging of an emulator's lists. */
export type EmulatorPaging = (typeof pagingStyles)[number];

/** The number of requests that an emulator accepts. */
export interface EmulatorRateLimit {
  /** How many requests each key may send in one window. */
  readonly requests: number;
  /**
   * The length of a window, in milliseconds. It begins with the key's first request. `Retry-After` has whole seconds,
   * rounded up.
   */
  readonly windowMs: number;
  /** The only endpoint that is limited: method and route, such as `POST /projects`. Default: all of them together. */
  readonly endpoint?: string | undefined;
}

/** All kinds of faults. */
export const faultKinds = [
  'latency',
  'drop-before',
  'drop-after',
  'rate-limit',
  '500',
  '502',
  '503',
  '504',
  'html',
  'truncated-json',
  'empty-body',
] as const;

/**
 * A kind of fault.
 *
 * - `latency`: the request is processed later, by up to `latencyMs`.
 * - `drop-before`, `drop-after`: the connection is cut before or after the request was processed.
 * - `rate-limit`: 429, not processed, with a wait of up to `hintMs` in one of the forms that the API uses: a
 *   `Retry-After` header (seconds, a fraction, an HTTP date), or `retry_after_ms` or `retry_after` in the body, at the
 *   top or inside `error`.
 * - `500`, `502`, `503`, `504`: that status, before or after the request was processed.
 * - `html`: a proxy's HTML page with 502 or 503, before or after the request was processed.
 * - `truncated-json`: processed, and a success whose body is cut short.
 * - `empty-body`: processed, and a success whose body is missing.
 *
 * The last two do not affect errors, nor responses without a body.
 */
export type FaultKind = (typeof faultKinds)[number];

/** Which faults are injected, and how often. */
export interface FaultOptions {
  /**
   * Where the random source starts, an integer. The same seed and the same order of requests lead to the same faults.
   * Default: random for each emulator, and readable as `emulator.faultSeed`.
   */
  readonly seed?: number | undefined;
  /** The share of requests that are affected, from 0 to 1. Default: 0.2. */
  readonly rate?: number | undefined;
  /** The kinds of faults, each with the same probability. Default: all of them. */
  readonly kinds?: readonly FaultKind[] | undefined;
  /**
   * How many consecutive requests may be affected, of those with the same method, path and `Idempotency-Key` (of GETs:
   * the same path). A call that is retried more often than this succeeds, unless others read the same path meanwhile.
   * Default: 3.
   */
  readonly maxConsecutive?: number | undefined;
  /** The longest delay that `latency` adds, in milliseconds. Default: 100. */
  readonly latencyMs?: number | undefined;
  /** The longest wait that a 429 asks for, in milliseconds. Forms in whole seconds are rounded down. Default: 1000. */
  readonly hintMs?: number | undefined;
}

/** Which requests meet a fault that is injected by name. */
export interface NextFaultOptions {
  /** Method and route, such as `POST /projects`. Default: any. */
  readonly endpoint?: string | undefined;
  /** How many requests. Default: 1. */
  readonly times?: number | undefined;
}

/** Options of `createMiosaEmulator`. */
export interface MiosaEmulatorOptions {
  /** The keys that are accepted. Default: any key, but one must be sent. */
  readonly apiKeys?: readonly string[] | undefined;
  /**
   * The organization's id. There is one organization: a tenant that a request names is recorded and changes nothing.
   * Default: `tnt_abc123`.
   */
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
   * path, gets the original response again instead of being processed twice. The same key with another body or query is
   * rejected with 422 `IDEMPOTENCY_KEY_REUSED`. Default: `true`.
   */
  readonly idempotency?: boolean | undefined;
  /**
   * The envelope and the paging of lists. Default: `none`.
   *
   * - `none`: `{ data, total }` with everything; `page` and `page_size` are ignored.
   * - `page`: `{ data, page: { page, page_size, total } }`.
   * - `meta`: `{ data, meta: { total, page, per_page } }`.
   * - `cursor`: `{ data, next_cursor }`. `next_cursor` is the next page, or `null` on the last one.
   *
   * The last three read `page` (from 1) and `page_size` or `per_page` (default 20, at most 100).
   */
  readonly paging?: EmulatorPaging | undefined;
  /**
   * How many rows the totals of lists count that are on no page, as archived rows may be. Default: 0.
   *
   * @example `hiddenRows: 3` with one project: `{ "data": [{ … }], "total": 4 }`
   */
  readonly hiddenRows?: number | undefined;
  /**
   * How many milliseconds lists lag behind writes. Until then a list shows what was there before the write; a GET by id
   * shows the change at once. Measured with `Date.now()`, which fake timers control. Default: 0.
   */
  readonly listLagMs?: number | undefined;
  /**
   * Whether slugs that are sent are normalized (`Lead Magnet` becomes `lead-magnet`) instead of rejected with 422
   * `is invalid`. Default: `false`.
   */
  readonly normalizeSlugs?: boolean | undefined;
  /** The length to which normalized and derived slugs are cut. Needs `normalizeSlugs`. Default: no limit. */
  readonly maxSlugLength?: number | undefined;
  /** Whether a slug that is taken gets a number (`lead-magnet-2`) instead of a 422. Default: `false`. */
  readonly suffixTakenSlugs?: boolean | undefined;
  /**
   * Whether responses leave out `external_workspace_id` and `external_project_id`. They are stored all the same, and
   * select workspaces and projects. Default: `false`.
   */
  readonly omitExternalIds?: boolean | undefined;
  /**
   * Endpoints that no key has the scope for: 403 `insufficient_scope`. Method and route, as in
   * `['GET /workspaces', 'GET /projects/{id}']`. Default: none.
   */
  readonly deniedEndpoints?: readonly string[] | undefined;
  /** Requests beyond it are answered with 429 `rate_limit_exceeded` and a `Retry-After`. Default: no limit. */
  readonly rateLimit?: EmulatorRateLimit | undefined;
  /** Which faults are injected, and how often. Default: none. */
  readonly faults?: FaultOptions | undefined;
}

/** Validated {@link FaultOptions} with their defaults. */
export interface FaultConfig {
  readonly seed: number;
  readonly rate: number;
  readonly kinds: readonly [FaultKind, ...FaultKind[]];
  readonly maxConsecutive: number;
  readonly latencyMs: number;
  readonly hintMs: number;
}

/** What an emulator does with slugs. */
export interface SlugConfig {
  readonly normalizeSlugs: boolean;
  readonly maxSlugLength: number;
  readonly suffixTakenSlugs: boolean;
}

/** Validated {@link MiosaEmulatorOptions} with their defaults. */
export interface EmulatorConfig extends SlugConfig {
  readonly apiKeys: readonly string[] | undefined;
  readonly tenantId: string;
  readonly previewDomain: string | undefined;
  readonly workspaces: readonly WorkspaceSeed[];
  readonly projects: readonly ProjectSeed[];
  readonly pendingDnsChecks: number;
  readonly idempotency: boolean;
  readonly paging: EmulatorPaging;
  readonly hiddenRows: number;
  readonly listLagMs: number;
  readonly omitExternalIds: boolean;
  readonly deniedEndpoints: readonly string[];
  readonly rateLimit: EmulatorRateLimit | undefined;
  readonly faults: FaultConfig;
}

/** Timers overflow beyond it, and fire at once. */
const maxTimerMs = 2 ** 31 - 1;

/**
 * Validates the options of an emulator and adds the defaults.
 *
 * @param options - As the user gave them.
 * @param endpoints - All endpoints, as `GET /projects/{id}`.
 * @returns The complete configuration.
 * @throws {MiosaConfigError} When an option is invalid; the message names it.
 */
export function resolveOptions(options: MiosaEmulatorOptions, endpoints: readonly string[]): EmulatorConfig {
  const { pendingDnsChecks = 2, paging = 'none', hiddenRows = 0, listLagMs = 0 } = options;
  const { normalizeSlugs = false, maxSlugLength, rateLimit, deniedEndpoints = [] } = options;
  const { idempotency = true, suffixTakenSlugs = false, omitExternalIds = false } = options;
  for (const [option, value] of Object.entries({ idempotency, normalizeSlugs, suffixTakenSlugs, omitExternalIds })) {
    if (typeof value !== 'boolean') throw new MiosaConfigError(`${option} must be true or false.`);
  }
  for (const [option, value] of Object.entries({ pendingDnsChecks, hiddenRows, listLagMs }))
    checkInteger(option, value);
  checkOneOf('paging', paging, pagingStyles);
  if (maxSlugLength !== undefined) {
    checkInteger('maxSlugLength', maxSlugLength, 1);
    if (!normalizeSlugs) throw new MiosaConfigError('maxSlugLength needs normalizeSlugs: true.');
  }
  if (rateLimit !== undefined) checkRateLimit(rateLimit, endpoints);
  if (!Array.isArray(deniedEndpoints)) throw new MiosaConfigError('deniedEndpoints must be an array of endpoints.');
  for (const endpoint of deniedEndpoints) checkOneOf('deniedEndpoints', endpoint, endpoints);
  return {
    apiKeys: options.apiKeys,
    tenantId: options.tenantId ?? 'tnt_abc123',
    previewDomain: options.previewDomain,
    workspaces: options.workspaces ?? [],
    projects: options.projects ?? [],
    pendingDnsChecks,
    idempotency,
    paging,
    hiddenRows,
    listLagMs,
    normalizeSlugs,
    maxSlugLength: maxSlugLength ?? Number.POSITIVE_INFINITY,
    suffixTakenSlugs,
    omitExternalIds,
    deniedEndpoints,
    rateLimit,
    faults: resolveFaults(options.faults),
  };
}

function checkRateLimit({ requests, windowMs, endpoint }: EmulatorRateLimit, endpoints: readonly string[]): void {
  checkInteger('rateLimit.requests', requests, 1);
  checkInteger('rateLimit.windowMs', windowMs, 1);
  if (endpoint !== undefined) checkOneOf('rateLimit.endpoint', endpoint, endpoints);
}

function resolveFaults(options: FaultOptions = { rate: 0 }): FaultConfig {
  const { rate = 0.2, maxConsecutive = 3, latencyMs = 100, hintMs = 1000 } = options;
  const { seed = Math.floor(Math.random() * 2 ** 32) } = options;
  const [kind, ...kinds] = options.kinds ?? faultKinds;
  if (!(typeof rate === 'number' && rate >= 0 && rate <= 1)) {
    throw new MiosaConfigError('faults.rate must be a share of the requests: a number from 0 to 1.');
  }
  if (kind === undefined) {
    throw new MiosaConfigError('faults.kinds is empty: leave it out for all kinds, or leave faults out for none.');
  }
  for (const each of [kind, ...kinds]) checkOneOf('faults.kinds', each, faultKinds);
  checkInteger('faults.seed', seed, Number.MIN_SAFE_INTEGER);
  checkInteger('faults.maxConsecutive', maxConsecutive, 1);
  checkInteger('faults.latencyMs', latencyMs, 0, maxTimerMs);
  checkInteger('faults.hintMs', hintMs);
  return { seed, rate, kinds: [kind, ...kinds], maxConsecutive, latencyMs, hintMs };
}

/**
 * Checks a fault that is to be injected.
 *
 * @param endpoints - All endpoints, as `GET /projects/{id}`.
 * @throws {MiosaConfigError} When there is no such fault or endpoint; the message names it.
 */
export function checkNextFault(
  kind: unknown,
  { endpoint, times = 1 }: NextFaultOptions,
  endpoints: readonly string[],
): void {
  checkOneOf('kind', kind, faultKinds);
  if (endpoint !== undefined) checkOneOf('endpoint', endpoint, endpoints);
  checkInteger('times', times, 1);
}

function checkInteger(option: string, value: unknown, min = 0, max = Number.MAX_SAFE_INTEGER): void {
  if (Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max) return;
  const from = min === Number.MIN_SAFE_INTEGER ? '' : ` from ${min}`;
  const to = max === Number.MAX_SAFE_INTEGER ? '' : ` to ${max}`;
  throw new MiosaConfigError(`${option} must be a whole number${from}${to}.`);
}

function checkOneOf(option: string, value: unknown, known: readonly string[]): void {
  if (typeof value === 'string' && known.includes(value)) return;
  throw new MiosaConfigError(`${option} cannot be ${JSON.stringify(value)}. Known are ${known.join(', ')}.`);
}
