import { type HttpHandler, HttpResponse, http } from 'msw/http';
import type { Fetch } from '../config/options.ts';
import { abortable, untilAborted } from './abort.ts';
import { checkOptions } from './check-options.ts';
import { ConnectionDropped } from './connection-dropped.ts';
import { Emulator } from './emulator.ts';
import type { FaultCounts } from './faults/fault-plan.ts';
import type { MiosaEmulatorOptions } from './options.ts';
import type { RecordedRequest } from './request-log.ts';

export type { FaultKind, FaultOptions } from './faults/fault-options.ts';
export type { FaultCounts } from './faults/fault-plan.ts';
export type {
  EmulatorPaging,
  EmulatorRateLimit,
  MiosaEmulatorOptions,
  ProjectSeed,
  WorkspaceSeed,
} from './options.ts';
export type { RecordedRequest } from './request-log.ts';

/** An in-memory MIOSA, for tests. It keeps state and answers as the API documents. */
export interface MiosaEmulator {
  /** For msw's `setupServer` and `setupWorker`: answers every request under `/api/v1`, on any host. */
  readonly handlers: readonly HttpHandler[];
  /** For the client's `fetch` option. No network is used. */
  readonly fetch: Fetch;
  /** What has arrived since the start or the last reset, the keys taken out. */
  readonly requests: readonly RecordedRequest[];
  /** Where the random source of the faults starts. Passed as `faults.seed`, it repeats the run. */
  readonly faultSeed: number;
  /** How often each kind of fault was injected since the start or the last reset. */
  readonly injectedFaults: FaultCounts;
  /**
   * Answers one request. For servers and frameworks of your own. Where a fault drops the connection it rejects, with
   * the error that `fetch` rejects with. Pages of every origin may send requests and read the answers (CORS): preflights
   * are answered too, need no key, meet no faults or limits, and do not show in `requests`.
   */
  handle(request: Request): Promise<Response>;
  /** Forgets every change and every request, and starts from the options again: the random source too. */
  reset(): void;
}

/**
 * Makes an in-memory MIOSA.
 *
 * @param options - The keys it accepts, what it holds at the start, how it answers, and what goes wrong.
 * @returns The emulator. Nothing runs until a request arrives.
 * @throws {MiosaConfigError} When an option cannot be right; the message says which.
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
  const config = checkOptions(options);
  let emulator = new Emulator(config);
  return {
    handlers: [
      http.all('*/api/v1/*', async ({ request }) => {
        try {
          return await emulator.handle(request, request.signal);
        } catch (error) {
          // Thrown, it would count as a mistake in the handler, and be printed.
          if (error instanceof ConnectionDropped || request.signal.aborted) return HttpResponse.error();
          throw error;
        }
      }),
    ],
    fetch: async (url, { signal, ...init } = {}) => {
      const request = new Request(url, init);
      // A request hangs on to a signal that it is given, for as long as the signal lives.
      const ends = signal ?? request.signal;
      return abortable(await untilAborted(ends, () => emulator.handle(request, ends)), ends);
    },
    get requests() {
      return emulator.requests;
    },
    faultSeed: config.faults.seed,
    get injectedFaults() {
      return emulator.faults.counts;
    },
    handle: (request) => emulator.handle(request, request.signal),
    reset: () => {
      emulator = new Emulator(config);
    },
  };
}
