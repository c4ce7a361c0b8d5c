/**
 * An in-memory MIOSA for tests.
 *
 * @module miosa-client/testing
 */

import { calledFrom } from '../errors/call-site.ts';
import type { Fetch } from '../http/options.ts';
import { untilAborted } from '../http/timing.ts';
import { abortable } from './abort.ts';
import type { FaultKind } from './fault-kinds.ts';
import type { FaultCounts, NextFaultOptions } from './fault-plan.ts';
import { checkEmulatorOptions, type MiosaEmulatorOptions } from './options.ts';
import type { RecordedRequest } from './recorded-request.ts';
import { EmulatorServer } from './server.ts';

export type { FaultKind } from './fault-kinds.ts';
export type { FaultCounts, FaultOptions, NextFaultOptions } from './fault-plan.ts';
export type { EmulatorPaging, MiosaEmulatorOptions } from './options.ts';
export type { EmulatorRateLimit } from './rate-limiter.ts';
export type { RecordedRequest } from './recorded-request.ts';
export type { EmulatorRouteHandler } from './routes.ts';
export type { ProjectSeed, WorkspaceSeed } from './seeds.ts';

/**
 * An in-memory MIOSA, for tests. It keeps state and responds as the API's documentation says, below `/api/v1` of any
 * origin; everything else is 404, so that a wrong base URL fails in a test.
 */
export interface MiosaEmulator {
  /** For the client's `fetch` option. No network is used. */
  readonly fetch: Fetch;
  /** The requests since the start or the last reset, keys redacted, with the status of the response. */
  readonly requests: readonly RecordedRequest[];
  /** Where the random source of the faults starts. Passed as `faults.seed`, it reproduces the run. */
  readonly faultSeed: number;
  /** How often each kind of fault was injected since the start or the last reset. */
  readonly injectedFaults: FaultCounts;
  /**
   * Responds to one request. For servers and frameworks of your own. Where a fault drops the connection it rejects,
   * with the error that `fetch` rejects with. Pages of every origin may send requests and read the responses (CORS):
   * preflights are answered too; they need no key, are not hit by faults or limits, and are not in `requests`.
   */
  handle(request: Request): Promise<Response>;
  /**
   * Injects a fault into the next request that arrives at an endpoint, or into several; before those of
   * `options.faults`, and without changing which these affect. Several calls add up. A fault that damages the body of a
   * success waits for one.
   *
   * @param kind - What goes wrong.
   * @param options - Which requests fail, and whether they take effect first. Default: the next request to any endpoint,
   *   which does not take effect with `500`, `502`, `503`, `504` and `html`.
   * @throws {@link MiosaConfigError} When there is no such fault, option or endpoint, or when `processed` contradicts
   *   the kind; the message says what to do.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   * import { createMiosaEmulator } from 'miosa-client/testing';
   *
   * const emulator = createMiosaEmulator();
   * const miosa = new MiosaClient({ apiKey: 'msk_test_anything', fetch: emulator.fetch });
   * // The workspace is created, and the response is lost.
   * emulator.failNext('drop-after', { endpoint: 'POST /workspaces' });
   * const { created } = await miosa.workspaces.ensure({ slug: 'clinic-123', name: 'Dr. Smith Clinic' });
   * console.log(created, emulator.requests.length);
   * ```
   */
  failNext(kind: FaultKind, options?: NextFaultOptions): void;
  /**
   * Returns to the initial state: discards changes, requests and the faults of `failNext`, and restarts the random
   * source.
   */
  reset(): void;
}

/**
 * Makes an in-memory MIOSA.
 *
 * @param options - The keys it accepts, what it holds at the start, how it responds, and which faults it injects.
 * @returns The emulator. Nothing runs until a request arrives.
 * @throws {@link MiosaConfigError} When an option is invalid; the message names it.
 *
 * @example
 * ```ts
 * import { MiosaClient } from 'miosa-client';
 * import { createMiosaEmulator } from 'miosa-client/testing';
 *
 * const emulator = createMiosaEmulator({ workspaces: [{ name: 'Dr. Smith Clinic' }] });
 * const miosa = new MiosaClient({ apiKey: 'msk_test_anything', fetch: emulator.fetch });
 * await miosa.projects.create({ workspaceSlug: 'dr-smith-clinic', name: 'Lead Magnet' });
 * console.log(emulator.requests.length);
 * ```
 *
 * @example
 * ```ts
 * import { MiosaClient } from 'miosa-client';
 * import { createMiosaEmulator } from 'miosa-client/testing';
 *
 * const emulator = createMiosaEmulator({
 *   workspaces: [{ name: 'Dr. Smith Clinic' }],
 *   faults: { rate: 0.5, kinds: ['drop-before', 'drop-after', '503', 'rate-limit'], hintMs: 50 },
 * });
 * const miosa = new MiosaClient({ apiKey: 'msk_test_anything', fetch: emulator.fetch });
 * await miosa.projects.create({ workspaceSlug: 'dr-smith-clinic', name: 'Lead Magnet' });
 * console.log(emulator.faultSeed, emulator.injectedFaults);
 * ```
 */
export function createMiosaEmulator(options: MiosaEmulatorOptions = {}): MiosaEmulator {
  try {
    return makeEmulator(options);
  } catch (error) {
    throw calledFrom(createMiosaEmulator, error);
  }
}

function makeEmulator(options: MiosaEmulatorOptions): MiosaEmulator {
  checkEmulatorOptions(options);
  // A reset starts from the options as they are now, even if the caller changes the object.
  const given = { ...options };
  const faultSeed = given.faults?.seed ?? Math.floor(Math.random() * 2 ** 32);
  let server = new EmulatorServer(given, faultSeed);
  return {
    fetch: async (url, { signal, ...init } = {}) => {
      const request = new Request(url, init);
      // A request retains a signal that it is given, for as long as the signal lives.
      const ends = signal ?? request.signal;
      return abortable(await untilAborted(() => server.handle(request, ends), ends), ends);
    },
    get requests() {
      return server.requests;
    },
    faultSeed,
    get injectedFaults() {
      return server.faults.counts;
    },
    handle: (request) => server.handle(request, request.signal),
    failNext: (kind, which = {}) => server.faults.failNext(kind, which),
    reset: () => {
      server = new EmulatorServer(given, faultSeed);
    },
  };
}
