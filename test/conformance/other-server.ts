import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A server for which the same facts hold as for the emulator, and that answers every open question differently. */
export interface OtherServer extends AsyncDisposable {
  /** Includes `/api/v1`. */
  readonly url: string;
}

type Json = Record<string, unknown>;
type Row = Json & { id: string };

interface Call {
  readonly method: string;
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  readonly input: Json;
}

interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** An error that the server answers with. */
class Refusal extends Error {
  readonly reply: Reply;

  constructor(status: number, code: string, more: Json = {}) {
    super(code);
    const request_id = `req_${crypto.randomUUID()}`;
    const body = { error: { code, message: 'no', request_id }, ...more };
    this.reply = { status, body, headers: { 'x-request-id': request_id } };
  }
}

const missing = () => new Refusal(404, 'NOT_FOUND');
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** One organization. Rows are in the order of their creation. */
class Organization {
  readonly workspaces: Row[] = [];
  readonly projects: Row[] = [];
  readonly domains = new Map<string, { domain: string; checks: number }>();
  readonly replies = new Map<string, Reply>();
  readonly #id = `tnt_${crypto.randomUUID()}`;

  reply(call: Call, key: string | undefined): Reply {
    const { method, segments } = call;
    // A success is given again, whatever was sent, a GET too; a refusal is not, nor is an update.
    const known = key === undefined ? undefined : this.replies.get(`${method} ${segments.join('/')} ${key}`);
    if (known !== undefined && method !== 'PATCH') {
      return { ...known, headers: { ...known.headers, 'idempotency-replayed': 'true' } };
    }
    const reply = this.#route(call);
    if (key !== undefined) this.replies.set(`${method} ${segments.join('/')} ${key}`, structuredClone(reply));
    return reply;
  }

  #route({ method, segments, query, input }: Call): Reply {
    const [kind = '', id, part, verb] = segments;
    if (kind === 'tenant')
      return this.#domain(method, 'tenant', [this.#id], id === undefined ? undefined : part, input);
    if (['sandboxes', 'computers', 'deployments', 'databases'].includes(kind)) return this.#resource(input);
    if (kind !== 'projects' && kind !== 'workspaces') throw missing();
    const rows = this[kind];
    if (id === undefined) {
      if (method === 'POST') return kind === 'projects' ? this.#addProject(input) : this.#addWorkspace(input);
      const wanted = query.get('workspace_id') ?? undefined;
      const slug = query.get('slug');
      const found = rows.filter((row) => (wanted ?? row['workspace_id']) === row['workspace_id']);
      const page = pageOf(
        found.filter((row) => slug === null || row['slug'] === slug),
        query,
      );
      if (kind === 'workspaces') return { status: 200, body: page.map(shown) };
      return { status: 200, body: { data: page, total: page.length, page: { page: Number(query.get('page') ?? 1) } } };
    }
    if (!uuid.test(id)) throw new Refusal(400, 'INVALID_ID');
    const row = rows.find((candidate) => candidate.id === id);
    if (row === undefined) throw missing();
    if (part === 'preview-domain') {
      const scope = kind.slice(0, -1);
      const owners = [id, ...(kind === 'projects' ? [String(row['workspace_id'])] : []), this.#id];
      return this.#domain(method, scope, owners, verb, input);
    }
    if (part === 'projects') {
      const inside = this.projects.filter((project) => project['workspace_id'] === id);
      return { status: 200, body: { projects: pageOf(inside, query) } };
    }
    if (part === 'stats') return { status: 200, body: { computers: 0 } };
    if (part === 'settings') return { status: 200, body: Object.assign(row, { settings: input })['settings'] };
    if (method === 'PATCH') return this.#update(kind, row, input);
    if (method === 'GET')
      return { status: 200, body: kind === 'projects' ? { data: row } : shown(row), headers: { etag: '"1"' } };
    if (kind === 'projects') throw new Refusal(405, 'METHOD_NOT_ALLOWED');
    if (query.get('dry_run') !== 'true') this.#deleteWorkspace(row);
    return { status: 200, body: {} };
  }

  #addWorkspace(input: Json): Reply {
    if (typeof input['name'] !== 'string') throw new Refusal(400, 'MISSING_PARAM');
    const external = input['external_workspace_id'];
    if (this.workspaces.some((other) => external !== undefined && other['external_workspace_id'] === external)) {
      throw new Refusal(409, 'CONFLICT');
    }
    const row = { ...this.#row(input, this.workspaces), external_workspace_id: external };
    this.workspaces.push(row);
    return { status: 200, body: shown(row) };
  }

  #addProject(input: Json): Reply {
    const workspace = this.#workspaceOf(input);
    if (input['name'] === undefined) throw new Refusal(400, 'MISSING_PARAM');
    const texts = [input['name'], input['slug'], input['external_project_id']];
    if (texts.some((value) => typeof value === 'object' && value !== null)) {
      throw new Refusal(422, 'VALIDATION_FAILED');
    }
    if (String(input['name']).length > 200 || JSON.stringify(input).length > 1000)
      throw new Refusal(422, 'VALIDATION_ERROR');
    const external = input['external_project_id'] ?? null;
    const siblings = this.projects.filter((other) => other['workspace_id'] === workspace.id);
    if (external !== null && siblings.some((other) => other['external_project_id'] === external)) {
      throw new Refusal(409, 'CONFLICT');
    }
    const row = {
      ...this.#row(input, siblings),
      workspace_id: workspace.id,
      external_workspace_id: input['external_workspace_id'] ?? null,
      external_project_id: external,
    };
    this.projects.push(row);
    return { status: 201, body: row };
  }

  /** What workspaces and projects have in common. */
  #row(input: Json, siblings: readonly Row[]): Row {
    const now = new Date().toISOString();
    const slug = this.#slug(input['slug'], String(input['name']), siblings);
    const { name, description = null, metadata = {} } = input;
    const times = { created_at: now, updated_at: now };
    return { id: crypto.randomUUID(), tenant_id: this.#id, name, slug, description, metadata, settings: {}, ...times };
  }

  /** Rewrites what it does not like of a slug, and refuses one that is taken or too long. */
  #slug(sent: unknown, name: string, siblings: readonly Row[]): string {
    const slug = String(sent ?? name)
      .toLowerCase()
      .replace(/[^a-z0-9_]+/g, '-');
    if (slug.length > 100) throw new Refusal(422, 'VALIDATION_ERROR');
    if (!siblings.some((other) => other['slug'] === slug)) return slug;
    if (sent === undefined) return `${slug}-${crypto.randomUUID().slice(0, 6)}`;
    throw new Refusal(409, 'SLUG_TAKEN', { errors: { workspace_id: ['has already been taken'] } });
  }

  #workspaceOf(input: Json): Row {
    const { workspace_id, workspace_slug, external_workspace_id } = input;
    if ((workspace_id ?? workspace_slug ?? external_workspace_id) === undefined) {
      throw new Refusal(400, 'WORKSPACE_REQUIRED');
    }
    if (workspace_id !== undefined && workspace_slug !== undefined) throw new Refusal(422, 'VALIDATION_FAILED');
    const [name, value] =
      external_workspace_id !== undefined
        ? ['external_workspace_id', external_workspace_id]
        : workspace_id !== undefined
          ? ['id', workspace_id]
          : ['slug', workspace_slug];
    const found = this.workspaces.find((workspace) => workspace[name] === value);
    if (found === undefined) throw new Refusal(404, 'WORKSPACE_NOT_FOUND');
    return found;
  }

  #update(kind: string, row: Row, input: Json): Reply {
    const { name, slug, metadata, settings, external_project_id: external, ...others } = input;
    if ('workspace_id' in others || [external, others['external_workspace_id']].includes(null))
      throw new Refusal(422, 'VALIDATION_FAILED');
    const siblings = this.projects.filter((other) => other !== row && other['workspace_id'] === row['workspace_id']);
    if (slug) row['slug'] = this.#slug(slug, '', kind === 'projects' ? siblings : []);
    if (name) row['name'] = name;
    if (external) row['external_project_id'] = external;
    if (metadata !== undefined) row['metadata'] = metadata ?? {};
    if (settings !== undefined) row['settings'] = settings ?? {};
    Object.assign(row, others);
    return { status: 200, body: kind === 'projects' ? { data: row } : shown(row) };
  }

  #deleteWorkspace(row: Row): void {
    this.workspaces.splice(this.workspaces.indexOf(row), 1);
    const others = this.projects.filter((project) => project['workspace_id'] !== row.id);
    this.projects.splice(0, this.projects.length, ...others);
  }

  #resource(input: Json): Reply {
    const { workspace_id, workspace_slug, project_slug, project_name } = input;
    if (project_slug !== undefined && !this.projects.some(({ slug }) => slug === project_slug))
      this.#addProject({ workspace_id, workspace_slug, slug: project_slug, name: project_name });
    return { status: 202, body: { data: { id: crypto.randomUUID() } } };
  }

  #domain(method: string, scope: string, owners: readonly string[], verb: string | undefined, input: Json): Reply {
    const [owner = ''] = owners;
    if (method === 'PUT') {
      const domain = input['preview_domain'] ?? input['domain'];
      if (typeof domain !== 'string' || /\s|^[^.]+\.[^.]+$/.test(domain)) throw new Refusal(400, 'BAD_REQUEST');
      const rewritten = domain.toLowerCase().replace(/\.$/, '');
      if ([...this.domains.values()].some((other) => other.domain === rewritten)) throw new Refusal(409, 'CONFLICT');
      this.domains.set(owner, { domain: rewritten, checks: 0 });
      // The one body that the sources print.
      return { status: 200, body: this.#described(scope, owners) };
    }
    const own = this.domains.get(owner);
    if (method === 'DELETE' || verb === 'verify') {
      if (own === undefined) throw missing();
      if (method === 'DELETE') this.domains.delete(owner);
      else if (++own.checks < 4) throw new Refusal(422, 'DNS_NOT_FOUND');
      return method === 'DELETE' ? { status: 204 } : { status: 200, body: { data: { ready: true, status: 'live' } } };
    }
    const described = this.#described(scope, owners);
    return { status: 200, body: scope === 'tenant' ? described : { data: described } };
  }

  #described(scope: string, owners: readonly string[]): Json {
    const own = this.domains.get(owners[0] ?? '')?.domain;
    const effective = owners.map((id) => this.domains.get(id)).find((domain) => domain !== undefined)?.domain;
    if (scope === 'tenant') {
      const record = { type: 'CNAME', name: `*.${own}`, value: 'proxy.sandboxes.miosa.ai' };
      const set = {
        scope,
        preview_domain: own,
        status: 'pending_dns',
        dns_status: 'pending',
        dns_instructions: record,
      };
      const unset = {
        preview_domain: null,
        default_domain: 'example.net',
        status: 'not_configured',
        dns_instructions: null,
      };
      return own === undefined ? { scope, ...unset } : set;
    }
    const base = { scope, id: owners[0], effective_domain: effective ?? 'example.net' };
    if (own === undefined) return { ...base, status: 'configured' };
    const set = { ...base, preview_domain: own, status: 'pending_dns', dns_status: 'pending' };
    if (scope === 'workspace') return set;
    const url_examples = {
      default_preview: `https://<slug>.${own}`,
      port_preview: `https://3000-<slug>.sandbox.${own}`,
      deployment: `https://<deployment-slug>.${own}`,
    };
    return { ...set, url_examples };
  }
}

/** A workspace as it is shown: without the caller's own id. */
function shown({ external_workspace_id: _, ...row }: Row): Json {
  return row;
}

/** The newest rows first, 20 a page. */
function pageOf(rows: readonly Row[], query: URLSearchParams): Row[] {
  const size = Math.min(Number(query.get('page_size') ?? query.get('per_page') ?? 20), 100);
  const start = (Number(query.get('page') ?? 1) - 1) * size;
  return rows.toReversed().slice(start, start + size);
}

/** Starts it, with an organization for each list of keys, the first of which is limited from its second key on. */
export async function startOtherServer(keys: {
  own: string;
  limited: string;
  foreign: string;
  foreignProject: string;
}): Promise<OtherServer> {
  const [own, foreign] = [new Organization(), new Organization()];
  foreign.projects.push({ id: keys.foreignProject });
  let limit = 5;
  const replyTo = (incoming: IncomingMessage, body: string): Reply => {
    const { method = '', url = '', headers } = incoming;
    const { pathname, searchParams: query } = new URL(url, 'http://localhost');
    if (method === 'OPTIONS') {
      return { status: 204, headers: { 'access-control-allow-headers': 'Authorization, Content-Type' } };
    }
    const key = headers.authorization?.replace('Bearer ', '');
    if (key !== keys.own && key !== keys.limited && key !== keys.foreign) throw new Refusal(401, 'invalid_token');
    if (key === keys.limited && limit-- <= 0) {
      const refusal = new Refusal(429, 'rate_limit_exceeded');
      return { ...refusal.reply, headers: { ...refusal.reply.headers, 'retry-after': '30' } };
    }
    if (headers['x-miosa-tenant'] !== undefined) throw new Refusal(403, 'INVALID_TENANT_CONTEXT');
    const call = { method, query, segments: pathname.split('/').slice(3), input: body === '' ? {} : JSON.parse(body) };
    const idempotencyKey = headers['idempotency-key'];
    return (key === keys.foreign ? foreign : own).reply(
      call,
      idempotencyKey === undefined ? undefined : String(idempotencyKey),
    );
  };
  const server = createServer(async (incoming, outgoing) => {
    let reply: Reply;
    const body = await text(incoming);
    try {
      reply = replyTo(incoming, body);
    } catch (error) {
      reply = error instanceof Refusal ? error.reply : { status: 500, body: { message: String(error) } };
    }
    const { origin, 'x-request-id': requestId } = incoming.headers;
    outgoing.writeHead(reply.status, {
      'content-type': 'application/json; charset=utf-8',
      'api-version': '7',
      'ratelimit-limit': '60',
      'ratelimit-remaining': '59',
      'ratelimit-reset': '1',
      ...(origin !== undefined && { 'access-control-allow-origin': origin }),
      ...(requestId !== undefined && { 'x-request-id': String(requestId) }),
      ...reply.headers,
    });
    outgoing.end(reply.body === undefined ? undefined : JSON.stringify(reply.body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port, not on a pipe, has such an address.
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}/api/v1`, [Symbol.asyncDispose]: close };
}
