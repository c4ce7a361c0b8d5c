/**
 * The in-memory MIOSA as handlers for msw.
 *
 * @module miosa-client/testing/msw
 */

import { type HttpHandler, HttpResponse, http } from 'msw/http';
import type { MiosaEmulator } from './index.ts';
import { basePath, routes } from './routes.ts';

/**
 * Handlers for msw's `setupServer` and `setupWorker`: one per endpoint, on any host, so that msw's reports name the
 * endpoint and `server.use` overrides one of them. Unknown paths below `/api/v1` get the emulator's 404.
 *
 * This entry needs msw 3. Without msw its import fails with "Cannot find package 'msw'"; with msw 2, whose `http` is in
 * another place, with "Package subpath './http' is not defined". The client's `fetch` option and
 * `miosa-client/testing/node` need no msw.
 *
 * @param emulator - Made by `createMiosaEmulator`.
 * @returns The handlers, in the order in which msw must have them.
 *
 * @example
 * ```ts
 * import { createMiosaEmulator } from 'miosa-client/testing';
 * import { mswHandlers } from 'miosa-client/testing/msw';
 * import { HttpResponse, http } from 'msw/http';
 * import { setupServer } from 'msw/node';
 *
 * const emulator = createMiosaEmulator({ workspaces: [{ name: 'Dr. Smith Clinic' }] });
 * const server = setupServer(...mswHandlers(emulator));
 * server.listen();
 * // In one test only; `server.resetHandlers()` restores the emulator's endpoint.
 * server.use(http.post('https://api.miosa.ai/api/v1/projects', () => HttpResponse.error()));
 * ```
 */
export function mswHandlers(emulator: Pick<MiosaEmulator, 'handle'>): HttpHandler[] {
  const resolver = async ({ request }: { readonly request: Request }): Promise<Response> => {
    try {
      return await emulator.handle(request);
    } catch (error) {
      // Thrown, it would count as an error of the handler, and be printed.
      if (isConnectionDropped(error) || request.signal.aborted) return HttpResponse.error();
      throw error;
    }
  };
  const endpoints = routes.map(({ method, path }) =>
    register[method](`*${basePath}${path.replaceAll('{id}', ':id')}`, resolver),
  );
  // Last, since the first match decides: unknown paths and methods, and preflights.
  return [...endpoints, http.all(`*${basePath}/*`, resolver)];
}

const register = { GET: http.get, POST: http.post, PUT: http.put, PATCH: http.patch, DELETE: http.delete };

/** By its shape: a bundle of its own would hold another copy of the class. */
function isConnectionDropped(error: unknown): boolean {
  return error instanceof TypeError && Object(error.cause).code === 'ECONNRESET';
}
