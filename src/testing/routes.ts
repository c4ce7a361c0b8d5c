import type { Handler } from './handlers/handler.ts';
import {
  organizationPreviewDomain,
  type PreviewDomainHandlers,
  projectPreviewDomain,
  workspacePreviewDomain,
} from './handlers/preview-domains.ts';
import { createProject, getProject, listProjects, listWorkspaceProjects, updateProject } from './handlers/projects.ts';
import { createResource } from './handlers/resources.ts';
import {
  createWorkspace,
  deleteWorkspace,
  getWorkspace,
  listWorkspaces,
  updateWorkspace,
  updateWorkspaceSettings,
  workspaceStats,
} from './handlers/workspaces.ts';
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
  ...previewDomainRoutes('/projects/{id}/preview-domain', 'GET', projectPreviewDomain),
  { method: 'GET', path: '/workspaces', handler: listWorkspaces },
  { method: 'POST', path: '/workspaces', handler: createWorkspace },
  { method: 'GET', path: '/workspaces/{id}', handler: getWorkspace },
  { method: 'PATCH', path: '/workspaces/{id}', handler: updateWorkspace },
  { method: 'DELETE', path: '/workspaces/{id}', handler: deleteWorkspace },
  { method: 'PUT', path: '/workspaces/{id}/settings', handler: updateWorkspaceSettings },
  { method: 'GET', path: '/workspaces/{id}/stats', handler: workspaceStats },
  { method: 'GET', path: '/workspaces/{id}/projects', handler: listWorkspaceProjects },
  ...previewDomainRoutes('/workspaces/{id}/preview-domain', 'GET', workspacePreviewDomain),
  ...previewDomainRoutes('/tenant/preview-domain', 'POST', organizationPreviewDomain),
  { method: 'POST', path: '/sandboxes', handler: createResource('sandboxes') },
  { method: 'POST', path: '/computers', handler: createResource('computers') },
  { method: 'POST', path: '/deployments', handler: createResource('deployments') },
  { method: 'POST', path: '/databases', handler: createResource('databases') },
];

function previewDomainRoutes(path: string, verifyMethod: string, handlers: PreviewDomainHandlers): Route[] {
  return [
    { method: 'GET', path, handler: handlers.get },
    { method: 'PUT', path, handler: handlers.set },
    { method: 'DELETE', path, handler: handlers.clear },
    { method: verifyMethod, path: `${path}/verify`, handler: handlers.verify },
  ];
}

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
  return { handler: route.handler, id };
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((part, index) => (part === '{id}' ? segments[index] !== '' : part === segments[index]))
  );
}
