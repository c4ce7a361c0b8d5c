/**
 * An in-memory MIOSA for tests.
 *
 * @module miosa-client/testing
 */

import type { Fetch } from '../http/options.ts';
import type { FaultCounts } from './faults.ts';
import { abortable, untilAborted } from './http.ts';
import {
  checkNextFault,
  type FaultKind,
  type MiosaEmulatorOptions,
  type NextFaultOptions,
  resolveOptions,
} from './options.ts';
import type { RecordedRequest } from './request-history.ts';
import { endpointOf, routes } from './routes.ts';
import { EmulatorServer } from './server.ts';

export type { FaultCounts } from './faults.ts';
export type {
  EmulatorPaging,
  EmulatorRateLimit,
  FaultKind,
  FaultOptions,
  MiosaEmulatorOptions,
  NextFaultOptions,
  ProjectSeed,
  WorkspaceSeed,
} from './options.ts';
export type { RecordedRequest } from './request-history.ts';

/**
 * An in-memory MIOSA, for tests. It keeps state and responds as the API documents, below `/api/v1` of any origin;
 * everything else is 404, so that a wrong base URL fails in a test.
 */
export interface MiosaEmulator {
  /** For the client's `fetch` option. No network is used. */
  readonly fetch: Fetch;
  /** What has arrived since the start or the last reset, keys redacted. */
  readonly requests: readonly RecordedRequest[];
  /** Where the random source of the faults starts. Passed as `faults.seed`, it reproduces the run. */
  readonly faultSeed: number;
  /** How often each kind of fault was injected since the start or the last reset. */
  readonly injectedFaults: FaultCounts;
  /**
   * Responds to one request. For servers and frameworks of your own. Where a fault drops the connection it rejects,
   * with the error that `fetch` rejects with. Pages of every origin may send requests and read the responses (CORS):
   * preflights are answered too, need no key, meet no faults or limits, and do not show in `requests`.
   */
  handle(request: Request): Promise<Response>;
  /**
   * Injects a fault into the next request that arrives at an endpoint, or into several; before those of
   * `options.faults`, and without changing which these affect. Several calls add up. A fault that damages the body of a
   * success waits for one.
   *
   * @param kind - What goes wrong.
   * @param options - Which requests it meets. Default: the next one, wherever it goes.
   * @throws {MiosaConfigError} When there is no such fault or endpoint; the message names it.
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
   * Forgets every change, every request and which are to fail, and starts from the options again: the random source
   * too.
   */
  reset(): void;
}

/**
 * Makes an in-memory MIOSA.
 *
 * @param options - The keys it accepts, what it holds at the start, how it responds, and which faults it injects.
 * @returns The emulator. Nothing runs until a request arrives.
 * @throws {MiosaConfigError} When an option is invalid; the message names it.
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
  const endpoints = routes.map(endpointOf);
  const config = resolveOptions(options, endpoints);
  let server = new EmulatorServer(config);
  return {
    fetch: async (url, { signal, ...init } = {}) => {
      const request = new Request(url, init);
      // A request retains a signal that it is given, for as long as the signal lives.
      const ends = signal ?? request.signal;
      return abortable(await untilAborted(ends, () => server.handle(request, ends)), ends);
    },
    get requests() {
      return server.requests;
    },
    faultSeed: config.faults.seed,
    get injectedFaults() {
      return server.faults.counts;
    },
    handle: (request) => server.handle(request, request.signal),
    failNext: (kind, which = {}) => {
      checkNextFault(kind, which, endpoints);
      server.faults.failNext(kind, which);
    },
    reset: () => {
      server = new EmulatorServer(config);
    },
  };
}
