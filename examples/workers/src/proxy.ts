import { isMiosaError, MiosaClient } from 'miosa-client';

/** Options of {@link createProxy}. */
export interface ProxyOptions {
  readonly apiKey: string;
  /** Where the API is, with `/api/v1`. Default: MIOSA's. */
  readonly baseUrl?: string | undefined;
  /** The path of the proxy, such as `/api/miosa`. Browsers use it as their `baseUrl`. */
  readonly path: string;
  /** The hosts under which browsers reach it, each with its port where it has one. */
  readonly hosts: readonly string[];
}

/**
 * Answers one request of a browser.
 *
 * @param workspaceId - The workspace of the customer who sends it, from the session.
 */
export type MiosaProxy = (request: Request, workspaceId: string | undefined) => Promise<Response>;

interface Route {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  readonly path: RegExp;
}

const uuid = '([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})';

/** What the page needs. The key can do far more, so everything else is refused. */
const routes: readonly Route[] = [
  { method: 'GET', path: /^\/projects$/ },
  { method: 'GET', path: new RegExp(`^/projects/${uuid}$`) },
  { method: 'GET', path: new RegExp(`^/projects/${uuid}/preview-domain$`) },
  { method: 'PUT', path: new RegExp(`^/projects/${uuid}/preview-domain$`) },
  { method: 'DELETE', path: new RegExp(`^/projects/${uuid}/preview-domain$`) },
  { method: 'GET', path: new RegExp(`^/projects/${uuid}/preview-domain/verify$`) },
];

/** A domain is far smaller. */
const maxBodyBytes = 4096;
const maxRememberedProjects = 10_000;

/** A request that is not passed on, with the status that says why. */
class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Makes a proxy that passes a page's requests on to MIOSA with the key that the browser never sees: only to the
 * endpoints that the page needs, and only to what belongs to the customer. It needs nothing but web standards.
 */
export function createProxy({ apiKey, baseUrl, path: root, hosts }: ProxyOptions): MiosaProxy {
  // The client in the browser retries, and waits for rate limits.
  const miosa = new MiosaClient({ apiKey, baseUrl, maxRetries: 0 });
  const ownProjects = new Set<string>();

  /** The key opens every workspace of the organization: whose project it is has to be looked up, once. */
  async function isOwn(projectId: string, workspaceId: string): Promise<boolean> {
    const known = `${workspaceId} ${projectId}`;
    if (ownProjects.has(known)) return true;
    const project = await miosa.projects.get(projectId);
    if (project.workspaceId !== workspaceId) return false;
    if (ownProjects.size >= maxRememberedProjects) ownProjects.clear();
    ownProjects.add(known);
    return true;
  }

  async function pass(request: Request, workspaceId: string | undefined): Promise<Response> {
    const foreign = refuseForeign(request, hosts);
    if (foreign !== undefined) return foreign;
    const { pathname, searchParams } = new URL(request.url);
    const path = pathname.startsWith(`${root}/`) ? pathname.slice(root.length) : '';
    const route = routes.find((candidate) => candidate.method === request.method && candidate.path.test(path));
    if (route === undefined) throw new Refusal(404, 'this endpoint is not passed on');
    if (workspaceId === undefined) throw new Refusal(401, 'nobody is signed in');
    const body = await readJson(request);

    const [, projectId] = route.path.exec(path) ?? [];
    // As for one that does not exist: this must not tell whether another customer's project does.
    if (projectId !== undefined && !(await isOwn(projectId, workspaceId))) throw new Refusal(404, 'not found');

    const { data, response } = await miosa
      .request(route.method, path, {
        query: {
          page: searchParams.get('page') ?? undefined,
          page_size: searchParams.get('page_size') ?? undefined,
          workspace_id: path === '/projects' ? workspaceId : undefined,
        },
        body,
        headers: { 'idempotency-key': request.headers.get('idempotency-key') },
        signal: request.signal,
      })
      .withResponse();
    return reply(response.status, data, response.headers);
  }

  function reply(status: number, data: unknown, headers: Headers): Response {
    const body = data === undefined ? null : JSON.stringify(data);
    if (body?.includes(apiKey)) throw new Refusal(502, 'the response is not passed on');
    return respond(status, body, headers);
  }

  return async (request, workspaceId) => {
    try {
      return await pass(request, workspaceId);
    } catch (error) {
      if (error instanceof Refusal) return refuse(error.status, error.message);
      if (isMiosaError(error) && 'body' in error && error.status >= 400) {
        const { status, body, headers } = error;
        // What is not JSON is a proxy's page. The client takes the key out only as it was sent, not in escapes.
        const json = typeof body === 'object' && body !== null ? JSON.stringify(body) : undefined;
        return json === undefined || json.includes(apiKey)
          ? refuse(status, 'the API did not answer', headers)
          : respond(status, json, headers);
      }
      return refuse(502, 'the API did not answer');
    }
  };
}

/**
 * Refuses what other sites make a browser send, with the customer's cookies: directly, or through a name of their own
 * that resolves to this server. `undefined` for what the platform's own pages send.
 */
export function refuseForeign({ url, headers }: Request, hosts: readonly string[]): Response | undefined {
  const { host } = new URL(url);
  if (!hosts.includes(host) || !hosts.includes(headers.get('host') ?? host)) {
    return refuse(421, 'this host is not served');
  }
  const site = headers.get('sec-fetch-site');
  const origin = headers.get('origin');
  // Browsers that do not say which site it is send an Origin.
  const isOwn = site === null ? origin === null || hosts.includes(hostOf(origin)) : site === 'same-origin';
  return isOwn ? undefined : refuse(403, 'requests of other sites are not accepted');
}

/** An origin may be `null` in words. */
function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : '';
}

async function readJson(request: Request): Promise<unknown> {
  if (request.method !== 'PUT') return undefined;
  if (!/^application\/json\b/.test(request.headers.get('content-type') ?? '')) {
    throw new Refusal(415, 'the body must be JSON');
  }
  const text = await readText(request);
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'the body must be JSON');
  }
}

async function readText({ body }: Request): Promise<string> {
  const decoder = new TextDecoder();
  const reader = body?.getReader();
  let text = '';
  for (let bytes = 0; reader !== undefined; ) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    if (bytes > maxBodyBytes) {
      await reader.cancel();
      throw new Refusal(413, `the body is larger than ${maxBodyBytes} bytes`);
    }
    text += decoder.decode(value, { stream: true });
  }
  return text;
}

/** In the API's own form, so that the client in the browser understands it. */
function refuse(status: number, message: string, headers: Headers = new Headers()): Response {
  return respond(status, JSON.stringify({ error: { code: 'NOT_PASSED_ON', message } }), headers);
}

/** Nothing of the API's headers but what the client in the browser needs, and never as anything but JSON. */
function respond(status: number, body: string | null, upstream: Headers): Response {
  const headers = new Headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  if (body !== null) headers.set('content-type', 'application/json');
  for (const name of ['retry-after', 'x-request-id']) {
    const value = upstream.get(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(body, { status, headers });
}
