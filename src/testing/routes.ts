import { MiosaConfigError } from '../errors/errors.ts';
import type { Handler, Handlers } from './handlers/context.ts';
import { previewDomainHandlers } from './handlers/preview-domains.ts';
import { projectHandlers } from './handlers/projects.ts';
import { resourceHandlers } from './handlers/resources.ts';
import { workspaceHandlers } from './handlers/workspaces.ts';

/** Where the API begins: nothing outside is served. */
export const basePath = '/api/v1';

/** Responds to the requests of an endpoint of your own. */
export type EmulatorRouteHandler = (request: Request) => Response | Promise<Response>;

/** Every endpoint of the API that the emulator serves, as `GET /projects/{id}`. */
export const handlers: Handlers = {
  ...projectHandlers,
  ...workspaceHandlers,
  ...previewDomainHandlers,
  ...resourceHandlers,
};

/** The route of a request. */
interface RouteMatch {
  readonly endpoint: string;
  /** What the path has in place of `{id}`; `''` where the endpoint has no id. */
  readonly id: string;
  /** The user's handler, which wins over the emulator's. */
  readonly own: EmulatorRouteHandler | undefined;
  readonly handler: Handler | undefined;
}

/** The endpoints of one emulator. */
export class Routes {
  /** Their names, as options and messages use them: `GET /projects/{id}`. */
  readonly endpoints: readonly string[];
  readonly #own: Readonly<Record<string, EmulatorRouteHandler>>;

  /**
   * @param own - The user's routes.
   * @throws {@link MiosaConfigError} When one of them is not a route.
   */
  constructor(own: Readonly<Record<string, EmulatorRouteHandler>>) {
    for (const [endpoint, handler] of Object.entries(own)) checkRoute(endpoint, handler);
    const replaced = new Set(Object.keys(own).map(shapeOf));
    const others = Object.keys(handlers).filter((endpoint) => !replaced.has(shapeOf(endpoint)));
    this.endpoints = [...Object.keys(own), ...others];
    this.#own = own;
  }

  /**
   * Finds the route of a request.
   *
   * @param path - Below `/api/v1`, still percent-encoded.
   * @returns `undefined` when there is no such endpoint.
   */
  find(method: string, path: string): RouteMatch | undefined {
    const segments = `${method} ${path}`.split('/');
    const endpoint = this.endpoints.find((candidate) => matches(candidate.split('/'), segments));
    if (endpoint === undefined) return undefined;
    const id = segments[endpoint.split('/').indexOf('{id}')] ?? '';
    return { endpoint, id, own: this.#own[endpoint], handler: handlers[endpoint] };
  }
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((part, index) => (part.startsWith('{') ? segments[index] !== '' : part === segments[index]))
  );
}

/** What is the same for routes that match the same requests. */
function shapeOf(endpoint: string): string {
  return endpoint.replace(/\{\w+\}/g, '{}');
}

const routePattern = /^(GET|POST|PUT|PATCH|DELETE) (?!\/api\/v1\/)(\/(\{\w+\}|[^\s/?#{}]+))+$/;

function checkRoute(endpoint: string, handler: unknown): void {
  if (!routePattern.test(endpoint)) {
    throw new MiosaConfigError(
      `routes has "${endpoint}": it must be GET, POST, PUT, PATCH or DELETE, a space, and a path below ${basePath}, ` +
        'such as "GET /sandboxes/{id}".',
    );
  }
  if (typeof handler !== 'function') {
    throw new MiosaConfigError(`routes["${endpoint}"] must be a function that takes a Request and returns a Response.`);
  }
}
