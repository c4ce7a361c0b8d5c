import { type HttpHandler, http } from 'msw';
import type { Fetch } from '../config/options.ts';
import { Emulator } from './emulator.ts';
import type { MiosaEmulatorOptions } from './options.ts';
import type { RecordedRequest } from './request-log.ts';

export type { MiosaEmulatorOptions, ProjectSeed, WorkspaceSeed } from './options.ts';
export type { RecordedRequest } from './request-log.ts';

/** An in-memory MIOSA, for tests. It keeps state and answers as the API documents. */
export interface MiosaEmulator {
  /** For msw's `setupServer` and `setupWorker`: answers every request under `/api/v1`, on any host. */
  readonly handlers: readonly HttpHandler[];
  /** For the client's `fetch` option. No network is used. */
  readonly fetch: Fetch;
  /** What has arrived since the start or the last reset, the keys taken out. */
  readonly requests: readonly RecordedRequest[];
  /** Answers one request. For servers and frameworks of your own. */
  handle(request: Request): Promise<Response>;
  /** Forgets every change and every request, and starts from the options again. */
  reset(): void;
}

/**
 * Makes an in-memory MIOSA.
 *
 * @param options - The keys it accepts, and what it holds at the start.
 * @returns The emulator. Nothing runs until a request arrives.
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
 */
export function createMiosaEmulator(options: MiosaEmulatorOptions = {}): MiosaEmulator {
  const emulator = new Emulator(options);
  return {
    handlers: [http.all('*/api/v1/*', ({ request }) => emulator.handle(request))],
    fetch: async (url, init) => {
      const request = new Request(url, init);
      request.signal.throwIfAborted();
      return emulator.handle(request);
    },
    get requests() {
      return emulator.requests;
    },
    handle: (request) => emulator.handle(request),
    reset: () => emulator.reset(),
  };
}
