/**
 * The in-memory MIOSA as handlers for msw.
 *
 * @module miosa-client/testing/msw
 */

import { HttpHandler, HttpResponse, http } from 'msw/http';
import { type Checks, checkOptions, unchecked } from '../check-options.ts';
import { MiosaConfigError } from '../errors/errors.ts';
import { defaultBaseUrl, environmentVariable } from '../http/environment.ts';
import type { MiosaEmulator } from './index.ts';
import { basePath, handlers } from './routes.ts';

/** Options of {@link mswHandlers}. */
export interface MswHandlersOptions {
  /**
   * Where the client under test sends its requests: an origin and `/api/v1`. In a page it may be relative. Default:
   * `MIOSA_BASE_URL` from the environment, else `https://api.miosa.ai/api/v1`.
   */
  readonly baseUrl?: string | URL | undefined;
}

const checks: Checks<MswHandlersOptions> = { baseUrl: unchecked };

/**
 * Handlers for msw's `setupServer` and `setupWorker`, for the API's host only: one per endpoint, so that msw's reports
 * name the endpoint and `server.use` overrides one of them, and one for the emulator's own `routes` and for paths that
 * do not exist, which are 404. On a page's own origin they only handle requests below `/api/v1`.
 *
 * This entry needs msw 3. Without msw its import fails with "Cannot find package 'msw'"; with msw 2, whose `http` is in
 * another place, with "Package subpath './http' is not defined". The client's `fetch` option and
 * `miosa-client/testing/node` need no msw.
 *
 * @param emulator - Made by `createMiosaEmulator`.
 * @param options - Where the API is.
 * @returns The handlers, in the order in which msw must have them.
 * @throws {@link MiosaConfigError} When the base URL is not one of an emulator, which serves `/api/v1` of any origin.
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
export function mswHandlers(emulator: Pick<MiosaEmulator, 'handle'>, options: MswHandlersOptions = {}): HttpHandler[] {
  checkOptions('mswHandlers', options, checks);
  const origin = apiOrigin(options.baseUrl);
  const resolver = async ({ request }: { readonly request: Request }): Promise<Response> => {
    try {
      return await emulator.handle(request);
    } catch (error) {
      // If it were thrown, msw would print it as an error of the handler.
      if (isConnectionDropped(error) || request.signal.aborted) return HttpResponse.error();
      throw error;
    }
  };
  const endpoints = Object.keys(handlers).map((endpoint) => {
    const [method = '', path = ''] = endpoint.split(' ');
    return new HttpHandler(method, `${origin}${basePath}${path.replaceAll('{id}', ':id')}`, resolver);
  });
  // A page's own origin has its scripts and styles, too.
  const others = origin === pageUrl()?.origin ? `${basePath}/*` : '/*';
  // Last, since the first match decides.
  return [...endpoints, http.all(`${origin}${others}`, resolver)];
}

function apiOrigin(baseUrl: string | URL | undefined): string {
  const environmentUrl = environmentVariable('MIOSA_BASE_URL');
  const given = baseUrl ?? environmentUrl ?? defaultBaseUrl;
  const url = URL.canParse(given, pageUrl()?.href) ? new URL(given, pageUrl()?.href) : undefined;
  if (url?.pathname.replace(/\/+$/, '') === basePath) return url.origin;
  const option = baseUrl === undefined ? 'MIOSA_BASE_URL' : 'baseUrl';
  throw new MiosaConfigError(
    `${option} "${given}" must be an origin and ${basePath}, such as https://api.miosa.ai${basePath}: ` +
      'the emulator serves no other path. For a proxy with another one, pass its requests to emulator.handle yourself.',
  );
}

/** Where a page or its test environment is, if any. */
function pageUrl(): { readonly href: string; readonly origin: string } | undefined {
  // Servers have no location; the type says what may be missing.
  return (globalThis as { location?: Location }).location;
}

/** By its shape: a bundle of its own would hold another copy of the class. */
function isConnectionDropped(error: unknown): boolean {
  return error instanceof TypeError && Object(error.cause).code === 'ECONNRESET';
}
