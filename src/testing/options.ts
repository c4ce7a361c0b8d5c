import { boolean, type Checks, checkOptions, unchecked } from '../check-options.ts';
import { arrayOf, object, oneOf, text, wholeNumber } from './checks.ts';
import type { FaultOptions } from './fault-plan.ts';
import type { EmulatorRateLimit } from './rate-limiter.ts';
import type { EmulatorRouteHandler } from './routes.ts';
import type { ProjectSeed, WorkspaceSeed } from './seeds.ts';

/** All paging styles. */
const pagingStyles = ['none', 'page', 'meta', 'cursor'] as const;

/** The envelope and the paging of an emulator's lists. */
export type EmulatorPaging = (typeof pagingStyles)[number];

/** Options of `createMiosaEmulator`. */
export interface MiosaEmulatorOptions {
  /** The accepted keys. Default: any key, but one must be sent. */
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
  /**
   * Further endpoints, or responses of your own for existing ones, by method and path below `/api/v1`. A segment such
   * as `{id}` stands for any value. Of several endpoints that match a request the first one responds.
   *
   * As with all others, such requests need a key, count against the rate limit, can be hit by faults and are in
   * `requests`; an `Idempotency-Key` does not repeat their responses. `Response.error()` drops the connection.
   *
   * @example `{ 'GET /sandboxes/{id}': (request) => Response.json({ id: new URL(request.url).pathname.split('/').at(-1) }) }`
   */
  readonly routes?: Readonly<Record<string, EmulatorRouteHandler>> | undefined;
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
   * How many milliseconds lists lag behind writes. Until then a list shows what was there before the write; a GET by id
   * shows the change at once. Measured with `Date.now()`, which fake timers control. Default: 0.
   */
  readonly listLagMs?: number | undefined;
  /** Requests beyond it are answered with 429 `rate_limit_exceeded` and a `Retry-After`. Default: no limit. */
  readonly rateLimit?: EmulatorRateLimit | undefined;
  /** Which faults are injected, and how often. Default: none. */
  readonly faults?: FaultOptions | undefined;
}

const checks: Checks<MiosaEmulatorOptions> = {
  apiKeys: arrayOf(text),
  tenantId: text,
  previewDomain: text,
  workspaces: arrayOf(unchecked),
  projects: arrayOf(unchecked),
  routes: object,
  pendingDnsChecks: wholeNumber(0),
  idempotency: boolean,
  paging: oneOf(pagingStyles),
  listLagMs: wholeNumber(0),
  rateLimit: object,
  faults: object,
};

/**
 * Checks the options of an emulator, except for what is inside of seeds, routes, the rate limit and faults: those check
 * it themselves.
 *
 * @throws {@link MiosaConfigError} When an option is invalid; the message names it.
 */
export function checkEmulatorOptions(options: MiosaEmulatorOptions): void {
  checkOptions('createMiosaEmulator', options, checks);
}
