import type { Handler } from './handlers/handler.ts';
import { projectPreviewDomain } from './handlers/preview-domains.ts';
import { createProject, getProject, listProjects, listWorkspaceProjects, updateProject } from './handlers/projects.ts';
import { ApiFailure, notFound } from './replies.ts';

/** An endpoint of the emulator. */
interface Route {
  readonly method: string;
  /** Below `/api/v1`, with `{id}` where a UUID stands. */
  readonly path: string;
  readonly handler: Handler;
}

const routes: readonly Route[] = [
  { method: 'GET', path: '/projects', handler: listProjects },
  { method: 'POST', path: '/projects', handler: createProject },
  { method: 'GET', path: '/projects/{id}', handler: getProject },
  { method: 'PATCH', path: '/projects/{id}', handler: updateProject },
  { method: 'GET', path: '/projects/{id}/preview-domain', handler: projectPreviewDomain.get },
  { method: 'PUT', path: '/projects/{id}/preview-domain', handler: projectPreviewDomain.set },
  { method: 'DELETE', path: '/projects/{id}/preview-domain', handler: projectPreviewDomain.clear },
  { method: 'GET', path: '/projects/{id}/preview-domain/verify', handler: projectPreviewDomain.verify },
  { method: 'GET', path: '/workspaces/{id}/projects', handler: listWorkspaceProjects },
];

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Finds the handler of a request, and the id in its path.
 *
 * @param path - Below `/api/v1`, still percent-encoded.
 * @throws {ApiFailure} `NOT_FOUND` when there is no such endpoint, `INVALID_ID` when the id is no UUID.
 */
export function findRoute(method: string, path: string): { readonly handler: Handler; readonly id: string } {
  const segments = path.split('/');
  const route = routes.find((candidate) => candidate.method === method && matches(candidate.path.split('/'), segments));
  if (route === undefined) throw notFound('route');
  const index = route.path.split('/').indexOf('{id}');
  if (index < 0) return { handler: route.handler, id: '' };
  const id = segments[index] ?? '';
  if (!uuid.test(id)) throw new ApiFailure(400, 'INVALID_ID', 'the id in the path must be a UUID');
  return { handler: route.handler, id: id.toLowerCase() };
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((part, index) => (part === '{id}' ? segments[index] !== '' : part === segments[index]))
  );
}
