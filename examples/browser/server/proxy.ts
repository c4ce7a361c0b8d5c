import type { IncomingMessage, ServerResponse } from 'node:http';
import { MiosaApiError, MiosaClient } from 'miosa-client';
import { readBody } from './read-body.ts';

/** Where MIOSA is, and as whom. None of it reaches the browser. */
export interface Upstream {
  /** With `/api/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The workspace of the customer who looks at the page. A real platform knows it from the session. */
  readonly workspaceId: string;
}

const uuid = '([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})';

/** What the page needs. The key can do far more, so everything else is refused. */
const endpoints: readonly { readonly methods: readonly string[]; readonly path: RegExp }[] = [
  { methods: ['GET'], path: /^\/projects$/ },
  { methods: ['GET'], path: new RegExp(`^/workspaces/${uuid}$`) },
  { methods: ['GET', 'PUT', 'DELETE'], path: new RegExp(`^/projects/${uuid}/preview-domain$`) },
  { methods: ['GET'], path: new RegExp(`^/projects/${uuid}/preview-domain/verify$`) },
];

/** What may pass. Everything else stays behind: cookies and credentials of the browser, cookies of the API. */
const passed = {
  query: ['page', 'page_size'],
  requestHeaders: ['accept', 'content-type', 'idempotency-key'],
  responseHeaders: ['content-type', 'retry-after', 'x-request-id'],
};

/** Makes what answers `/api/miosa/*`: it passes the page's requests on, with the key that the browser never sees. */
export function createProxy(upstream: Upstream): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { baseUrl, apiKey, workspaceId } = upstream;
  // The client in the browser does the repeating.
  const miosa = new MiosaClient({ apiKey, baseUrl, maxRetries: 0 });
  const ownProjects = new Set<string>();

  /** Whether a path is about something of the customer's. The key opens every workspace of the organization. */
  async function isOwn(path: string, id: string | undefined): Promise<boolean> {
    if (id === undefined || ownProjects.has(id)) return true;
    if (path.startsWith('/workspaces/')) return id === workspaceId;
    const project = await miosa.projects.get(id);
    if (project.workspaceId !== workspaceId) return false;
    ownProjects.add(id);
    return true;
  }

  return async (request, response) => {
    const { method = 'GET', headers } = request;
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const path = pathname.slice('/api/miosa'.length);
    const endpoint = endpoints.find((candidate) => candidate.methods.includes(method) && candidate.path.test(path));
    if (endpoint === undefined) return refuse(response, 404);
    // Other sites can make a browser send requests, with the customer's cookies.
    if ((headers['sec-fetch-site'] ?? 'same-origin') !== 'same-origin') return refuse(response, 403);

    const gone = new AbortController();
    response.once('close', () => gone.abort());
    try {
      const body = await readBody(request);
      if (!(await isOwn(path, endpoint.path.exec(path)?.[1]))) return refuse(response, 404);

      const target = new URL(baseUrl + path);
      target.search = new URLSearchParams(pick(passed.query, (name) => searchParams.get(name))).toString();
      if (path === '/projects') target.searchParams.set('workspace_id', workspaceId);
      const answer = await fetch(target, {
        method,
        headers: { ...pick(passed.requestHeaders, (name) => headers[name]), authorization: `Bearer ${apiKey}` },
        ...(body.length > 0 && { body }),
        redirect: 'error',
        signal: gone.signal,
      });
      const content = Buffer.from(await answer.arrayBuffer());
      send(response, answer.status, answer.headers, content);
    } catch (error) {
      if (error instanceof RangeError) refuse(response, 413);
      else if (error instanceof MiosaApiError) refuse(response, error.status, error.headers);
      else refuse(response, 502);
    }
  };
}

function send(response: ServerResponse, status: number, headers: Headers, content: Buffer | string): void {
  const shown = pick(passed.responseHeaders, (name) => headers.get(name));
  response.writeHead(status, { ...shown, 'cache-control': 'no-store' }).end(content);
}

/** Answers in the API's own form, so that the client in the browser understands it. */
function refuse(response: ServerResponse, status: number, because: Headers = new Headers()): void {
  const headers = new Headers(because);
  headers.set('content-type', 'application/json');
  send(response, status, headers, JSON.stringify({ error: { code: 'NOT_PASSED_ON', message: 'not passed on' } }));
}

/** The values that are there, by name. */
function pick(
  names: readonly string[],
  valueAt: (name: string) => string | string[] | null | undefined,
): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of names) {
    const value = valueAt(name);
    if (typeof value === 'string') picked[name] = value;
  }
  return picked;
}
