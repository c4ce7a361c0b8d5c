import { previewDomainRoutes } from './handlers/preview-domains.ts';
import { projectRoutes } from './handlers/projects.ts';
import { resourceRoutes } from './handlers/resources.ts';
import type { Route } from './handlers/route.ts';
import { workspaceRoutes } from './handlers/workspaces.ts';

/** Every endpoint of the emulator. */
export const routes: readonly Route[] = [
  ...projectRoutes,
  ...workspaceRoutes,
  ...previewDomainRoutes,
  ...resourceRoutes,
];

/** Where the API begins: nothing outside is served. */
export const basePath = '/api/v1';

/** The name of an endpoint, as options and messages use it: `GET /projects/{id}`. */
export function endpointOf({ method, path }: Route): string {
  return `${method} ${path}`;
}

/**
 * Finds the route of a request, and the id in its path: `''` where the route has none.
 *
 * @param path - Below `/api/v1`, still percent-encoded.
 * @returns `undefined` when there is no such endpoint.
 */
export function findRoute(method: string, path: string): { readonly route: Route; readonly id: string } | undefined {
  const segments = path.split('/');
  const route = routes.find((candidate) => candidate.method === method && matches(candidate.path.split('/'), segments));
  return route && { route, id: segments[route.path.split('/').indexOf('{id}')] ?? '' };
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((part, index) => (part === '{id}' ? segments[index] !== '' : part === segments[index]))
  );
}
