import type { MiosaEmulator } from 'miosa-client/testing';
import { apiKey, foreignKey, foreignProject, openEmulator } from '../../conformance/support/emulator.ts';
import { type Fields, fieldsOf, isObject, unknownId } from '../../conformance/support/seen.ts';

/** A request, taken apart. */
interface Call {
  readonly method: string;
  /** Below `/api/v1`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Fields | undefined;
}

/** A response, taken apart. */
interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Fields | undefined;
}

/** What is wrong with a server: it stands between the suite and an emulator. */
type Break = (call: Call, forward: (call: Call) => Promise<Reply>) => Promise<Reply>;

/** An emulator with one fault. */
export function brokenEmulator(fault: Break): Pick<MiosaEmulator, 'handle'> {
  const { handle } = openEmulator();
  return {
    handle: async (request) => {
      const reply = await fault(await callOf(request), async (call) => replyOf(await handle(requestOf(call))));
      return new Response(reply.body && JSON.stringify(reply.body), reply);
    },
  };
}

/** Changes what arrives at an endpoint. */
function sent(endpoint: string, change: (call: Call) => Partial<Call> | undefined): Break {
  return (call, forward) => forward({ ...call, ...(isAt(endpoint, call) && change(call)) });
}

/** Changes what an endpoint answers. */
function got(endpoint: string, change: (reply: Reply, call: Call) => Partial<Reply> | undefined): Break {
  return async (call, forward) => {
    const reply = await forward(call);
    return { ...reply, ...(isAt(endpoint, call) && change(reply, call)) };
  };
}

/** Changes members of the body of an answer; `undefined` removes one. */
function gotBody(endpoint: string, change: (body: Fields, call: Call) => Fields | undefined): Break {
  return got(endpoint, ({ body }, call) => body && { body: { ...body, ...change(body, call) } });
}

const code = (value: string) => ({ body: { error: { code: value, message: 'broken', request_id: 'req_1' } } });
const withKey = { authorization: `Bearer ${apiKey}` };
const project = '/projects/{id}';
const projectDomain = '/projects/{id}/preview-domain';
const workspaceDomain = '/workspaces/{id}/preview-domain';
const tenantDomain = '/tenant/preview-domain';

/** For each fact a fault that makes it false, and no other. */
export const breaks: Readonly<Record<string, () => Break>> = {
  'key.bearer': () => {
    let count = 0;
    return got('GET /projects', () => (count++ === 0 ? { status: 401, ...code('invalid_token') } : undefined));
  },
  'key.missing': () => sent('GET /projects', ({ headers }) => ({ headers: { ...withKey, ...headers } })),
  'key.malformed': () => trusting('Conformance none'),
  'key.invalid': () => trusting('Bearer msk_live_conformance'),
  'base-url': () => {
    let count = 0;
    // The first four are about keys.
    return got('GET /projects', () => (count++ === 4 ? { status: 404, ...code('NOT_FOUND') } : undefined));
  },
  json: () => got('GET /projects', ({ headers }) => ({ headers: { ...headers, 'content-type': 'text/html' } })),
  'snake-case': () => gotBody(`GET ${project}`, () => ({ createdAt: 'now' })),
  'errors.body': () =>
    gotBody(`GET ${project}`, ({ error }) =>
      error ? { error: { ...fieldsOf(error), request_id: undefined } } : undefined,
    ),
  'errors.request-id': () => got(`GET ${project}`, ({ headers }) => ({ headers: without(headers, 'x-request-id') })),
  'errors.invalid-id.projects': () => got('GET /projects/not-a-uuid', () => ({ status: 404 })),
  'errors.invalid-id.workspaces': () => got('GET /workspaces/not-a-uuid', () => code('NOT_FOUND')),
  'errors.unknown-id.projects': () => got(`GET /projects/${unknownId}`, () => code('PROJECT_NOT_FOUND')),
  'errors.unknown-id.workspaces': () => got(`GET /workspaces/${unknownId}`, () => ({ status: 403 })),
  'errors.foreign-id': () =>
    sent(`GET /projects/${foreignProject}`, () => ({
      headers: { authorization: `Bearer ${foreignKey}` },
    })),
  timestamps: () =>
    gotBody(`GET ${project}`, ({ created_at: time }) =>
      time ? { created_at: String(time).replace('Z', '+00:00') } : undefined,
    ),
  'rate-limit.code': () => got(`GET ${tenantDomain}`, ({ status }) => (status === 429 ? code('slow_down') : undefined)),
  'rate-limit.retry-after': () =>
    got(`GET ${tenantDomain}`, ({ headers }) => ({ headers: without(headers, 'retry-after') })),

  'projects.list': () => gotBody('GET /projects', (_, { query }) => (isEmpty(query) ? { total: '1' } : undefined)),
  'projects.list.fields': () =>
    gotBody('GET /projects', ({ data }, { query }) =>
      isEmpty(query) ? { data: listOf(data).map((item) => without(item, 'settings')) } : undefined,
    ),
  'projects.list.organization': () =>
    gotBody('GET /projects', ({ data }, { query }) =>
      query['workspace_id'] === undefined
        ? { data: listOf(data).filter(({ workspace_id }) => workspace_id === listOf(data)[0]?.['workspace_id']) }
        : undefined,
    ),
  'projects.list.workspace': () =>
    sent('GET /projects', ({ query }) => (query['page'] === undefined ? { query: {} } : undefined)),
  'workspaces.projects': () => sent('GET /workspaces/{id}/projects', () => ({ path: '/projects' })),
  'lists.page': () =>
    got('GET /projects', (_, { query }) => (query['page_size'] === '1' ? { status: 400 } : undefined)),
  'projects.create': () => got('POST /projects', ({ status }) => (status === 201 ? { status: 200 } : undefined)),
  'projects.create.by-id': () => refusing('workspace_id'),
  'projects.create.by-slug': () => refusing('workspace_slug'),
  'projects.create.by-external-id': () => refusing('external_workspace_id'),
  'projects.create.by-slug-with-external-id': () => refusing('external_workspace_id,workspace_slug'),
  'projects.create.stores': () =>
    sent('POST /projects', ({ body = {} }) => (body['name'] === 'Stored' ? { body: without(body, 'metadata') } : {})),
  'projects.create.derives-slug': () =>
    gotBody('POST /projects', ({ name }) => (/^Derived/.test(String(name)) ? { slug: null } : undefined)),
  'projects.create.workspace-required': () =>
    got('POST /projects', ({ status }) => (status === 400 ? code('MISSING_PARAM') : undefined)),
  'projects.create.unknown.workspace_id': () => notFoundBy('workspace_id'),
  'projects.create.unknown.workspace_slug': () => notFoundBy('workspace_slug'),
  'projects.create.unknown.external_workspace_id': () => notFoundBy('external_workspace_id'),
  'projects.create.invalid.name': () =>
    got('POST /projects', (_, { body }) => (isObject(body?.['name']) ? { status: 400 } : undefined)),
  'projects.create.invalid.slug': () =>
    got('POST /projects', (_, { body }) => (isObject(body?.['slug']) ? { status: 409 } : undefined)),
  'projects.create.invalid.external_project_id': () =>
    got('POST /projects', (_, { body }) => (isObject(body?.['external_project_id']) ? code('INVALID_ID') : undefined)),
  'projects.create.name-required': () => sent('POST /projects', ({ body }) => ({ body: { name: 'None', ...body } })),
  'projects.slugs.unique': () => {
    const refused = new Set<unknown>();
    return async (call, forward) => {
      const { status, headers, body } = await forward(call);
      if (isAt('POST /projects', call) && status === 422) refused.add(call.body?.['slug']);
      const twins = listOf(body?.['data']).filter(({ slug }) => refused.has(slug));
      const data = [...listOf(body?.['data']), ...twins.map((twin) => ({ ...twin, id: `${twin['id']}-2` }))];
      return { status, headers, body: isAt('GET /projects', call) ? { ...body, data } : body };
    };
  },
  'projects.slugs.unique-after-update': () => {
    const taken = new Map<string, unknown>();
    return async (call, forward) => {
      const { status, headers, body } = await forward(call);
      if (isAt(`PATCH ${project}`, call) && status === 422) taken.set(call.path, call.body?.['slug']);
      return { status, headers, body: taken.has(call.path) ? { ...body, slug: taken.get(call.path) } : body };
    };
  },
  'projects.slugs.per-workspace': () => {
    const used = new Set<unknown>();
    return got('POST /projects', (_, { body }) => {
      const slug = body?.['slug'];
      if (used.has(slug)) return { status: 422, ...code('VALIDATION_FAILED') };
      if (slug !== undefined) used.add(slug);
      return undefined;
    });
  },
  'projects.get': () =>
    gotBody(`GET ${project}`, ({ name }) => (name === 'Conformance' ? { name: 'Other' } : undefined)),

  'projects.update.name': () => forgetting('name', 'After'),
  'projects.update.slug': () => sent(`PATCH ${project}`, ({ body = {} }) => ({ body: without(body, 'slug') })),
  'projects.update.description': () => forgetting('description', 'After'),
  'projects.update.description.null': () => forgetting('description', null),
  'projects.update.external_project_id': () =>
    sent(`PATCH ${project}`, ({ body = {} }) => ({ body: without(body, 'external_project_id') })),
  'projects.update.external_workspace_id': () =>
    sent(`PATCH ${project}`, ({ body = {} }) => ({ body: without(body, 'external_workspace_id') })),
  'projects.update.metadata': () => merging('metadata', { a: 1 }),
  'projects.update.settings': () => merging('settings', { language: 'en' }),

  'workspaces.list': () =>
    gotBody('GET /workspaces', ({ data }) => ({ data: listOf(data).map((item) => without(item, 'name')) })),
  'workspaces.create': () =>
    gotBody('POST /workspaces', ({ data }) =>
      fieldsOf(data)['name'] === fieldsOf(data)['slug'] ? undefined : { data: { ...fieldsOf(data), name: 'Other' } },
    ),
  'workspaces.create.name-required': () =>
    sent('POST /workspaces', ({ body }) => ({ body: { name: 'None', ...body } })),
  'workspaces.get': () =>
    gotBody('GET /workspaces/{id}', ({ data }) =>
      fieldsOf(data)['description'] === null ? { data: { ...fieldsOf(data), name: 'Other' } } : undefined,
    ),
  'workspaces.update': () =>
    sent('PATCH /workspaces/{id}', ({ body = {} }) => ({ body: without(body, 'description') })),
  'workspaces.settings': () => got('PUT /workspaces/{id}/settings', () => ({ status: 404 })),
  'workspaces.stats': () => got('GET /workspaces/{id}/stats', () => ({ status: 404 })),
  'workspaces.delete.dry-run': () =>
    sent('DELETE /workspaces/{id}', ({ query }) => (query['dry_run'] ? { query: { force: 'true' } } : undefined)),
  'workspaces.delete': () =>
    sent('DELETE /workspaces/{id}', ({ query }) => (isEmpty(query) ? { method: 'GET' } : undefined)),
  'workspaces.delete.force': () =>
    sent('DELETE /workspaces/{id}', ({ query }) => (query['force'] ? { method: 'GET' } : undefined)),

  'preview-domain.set': () => gotBody(`PUT ${projectDomain}`, () => ({ scope: 'workspace' })),
  'preview-domain.set.status': () => gotBody(`PUT ${projectDomain}`, () => ({ dns_status: 'unknown' })),
  'preview-domain.set.url-examples': () => gotBody(`PUT ${projectDomain}`, () => ({ url_examples: null })),
  'preview-domain.get.projects': () => hidingDomain(projectDomain),
  'preview-domain.get.workspaces': () => hidingDomain(workspaceDomain),
  'preview-domain.clear.projects': () => rememberingDomain(projectDomain),
  'preview-domain.clear.workspaces': () => sent(`DELETE ${workspaceDomain}`, () => ({ method: 'GET' })),
  'preview-domain.verify.projects': () => got(`GET ${projectDomain}/verify`, () => ({ status: 405 })),
  'preview-domain.verify.workspaces': () => got(`GET ${workspaceDomain}/verify`, () => ({ status: 404 })),
  'preview-domain.verify.organization': () => got(`POST ${tenantDomain}/verify`, () => ({ status: 405 })),
  'preview-domain.scopes.project': () => notInheriting(projectDomain, (isFromTenant) => !isFromTenant),
  'preview-domain.scopes.cleared': () => notInheriting(projectDomain, (isFromTenant) => isFromTenant),
  'preview-domain.scopes.workspace': () => notInheriting(workspaceDomain, (isFromTenant) => isFromTenant),
  'preview-domain.scopes.organization': () =>
    knowingTenant((call, body, inherited) =>
      inherited !== undefined && isAt(`PUT ${projectDomain}`, call) ? { ...body, effective_domain: inherited } : body,
    ),
  'preview-domain.get.organization': () => gotBody(`GET ${tenantDomain}`, () => ({ dns_instructions: undefined })),
  'preview-domain.get.organization.unset': () => gotBody(`GET ${tenantDomain}`, () => ({ default_domain: undefined })),
  'preview-domain.set.organization': () => gotBody(`PUT ${tenantDomain}`, () => ({ dns_instructions: null })),
  'preview-domain.clear.organization': () => rememberingDomain(tenantDomain),

  'idempotency.replay': () =>
    sent('POST /projects', ({ headers }) => ({ headers: without(headers, 'idempotency-key') })),
  ...Object.fromEntries(
    ['sandboxes', 'computers', 'deployments', 'databases'].flatMap((kind) => [
      [
        `ownership.ids.${kind}`,
        () => got(`POST /${kind}`, (_, { body }) => (body?.['workspace_id'] ? { status: 422 } : undefined)),
      ],
      [
        `ownership.slugs.${kind}`,
        () =>
          got(`POST /${kind}`, (_, { body }) =>
            body?.['project_name'] === 'Conformance' ? { status: 422 } : undefined,
          ),
      ],
      [
        `ownership.creates.${kind}`,
        () =>
          sent(`POST /${kind}`, ({ body }) =>
            body?.['project_name'] === 'Named' ? { method: 'GET', path: '/projects', body: undefined } : undefined,
          ),
      ],
    ]),
  ),
};

function trusting(credential: string): Break {
  return sent('GET /projects', ({ headers }) => (headers['authorization'] === credential ? { headers: withKey } : {}));
}

function refusing(selectors: string): Break {
  return got('POST /projects', (_, { body = {} }) => {
    const names = Object.keys(body).filter((name) => /workspace/.test(name));
    return body['name'] === 'Chosen' && names.sort().join() === selectors ? { status: 422 } : undefined;
  });
}

function notFoundBy(selector: string): Break {
  return got('POST /projects', ({ status }, { body = {} }) =>
    status === 404 && selector in body ? code('NOT_FOUND') : undefined,
  );
}

function forgetting(name: string, value: unknown): Break {
  return sent(`PATCH ${project}`, ({ body = {} }) =>
    body[name] === value ? { body: without(body, name) } : undefined,
  );
}

function merging(name: string, before: Fields): Break {
  return sent(`PATCH ${project}`, ({ body = {} }) =>
    name in body ? { body: { ...body, [name]: { ...before, ...fieldsOf(body[name]) } } } : undefined,
  );
}

function hidingDomain(path: string): Break {
  return gotBody(`GET ${path}`, ({ preview_domain: own }) =>
    own === null ? undefined : { preview_domain: 'x', effective_domain: 'x', url_examples: null },
  );
}

function rememberingDomain(path: string): Break {
  let previous: unknown;
  return gotBody(`* ${path}`, (_, { method, body }) => {
    if (method === 'PUT') previous = body?.['preview_domain'];
    return method === 'GET' ? { previous } : undefined;
  });
}

/** Changes the body of an answer in knowledge of the domain that the organization has. */
function knowingTenant(change: (call: Call, body: Fields | undefined, domain: unknown) => Fields | undefined): Break {
  let domain: unknown;
  return async (call, forward) => {
    const { status, headers, body } = await forward(call);
    if (isAt(`PUT ${tenantDomain}`, call)) domain = call.body?.['preview_domain'];
    if (isAt(`DELETE ${tenantDomain}`, call)) domain = undefined;
    return { status, headers, body: change(call, body, domain) };
  };
}

function notInheriting(path: string, isHidden: (isFromTenant: boolean) => boolean): Break {
  return knowingTenant((call, body, domain) =>
    isAt(`GET ${path}`, call) && body?.['preview_domain'] === null && isHidden(body['effective_domain'] === domain)
      ? { ...body, effective_domain: null, url_examples: null }
      : body,
  );
}

function isAt(endpoint: string, { method, path }: Call): boolean {
  const [wantedMethod, wantedPath = ''] = endpoint.split(' ');
  const pattern = new RegExp(`^${wantedPath.replace('{id}', '[0-9a-f-]{36}')}$`);
  return (wantedMethod === '*' || wantedMethod === method) && pattern.test(path);
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

function without<T extends object>(value: T, name: string): T {
  // A body or headers with a member less: what reads them expects that any may be missing.
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name)) as T;
}

async function callOf(request: Request): Promise<Call> {
  const { pathname, searchParams } = new URL(request.url);
  const text = await request.text();
  return {
    method: request.method,
    path: pathname.slice('/api/v1'.length),
    query: Object.fromEntries(searchParams),
    headers: Object.fromEntries(request.headers),
    body: text === '' ? undefined : JSON.parse(text),
  };
}

function requestOf({ method, path, query, headers, body }: Call): Request {
  return new Request(`https://api.miosa.ai/api/v1${path}?${new URLSearchParams(query)}`, {
    method,
    headers,
    ...(body && method !== 'GET' && { body: JSON.stringify(body) }),
  });
}

async function replyOf(response: Response): Promise<Reply> {
  const { status, headers } = response;
  const text = await response.text();
  return { status, headers: Object.fromEntries(headers), body: text === '' ? undefined : JSON.parse(text) };
}
