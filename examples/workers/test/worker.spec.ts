import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { serializeSigned } from 'hono/utils/cookie';
import { createMiosaEmulator } from 'miosa-client/testing';
import { type ListeningEmulator, listen } from 'miosa-client/testing/node';
import { createTestHarness } from 'wrangler';
import type { Session } from '../src/session.ts';

// Nothing here needs Cloudflare's network.
process.env['CLOUDFLARE_CF_FETCH_ENABLED'] = 'false';
process.env['WRANGLER_SEND_METRICS'] = 'false';

const apiKey = 'msk_test_the_secret_of_the_worker';
const secret = 'what-sessions-are-signed-with';
const host = 'app.example.com';
const own = { workspace: '550e8400-e29b-41d4-a716-446655440000', project: '660e8400-e29b-41d4-a716-446655440001' };
const foreign = { workspace: '550e8400-e29b-41d4-a716-446655440009', project: '660e8400-e29b-41d4-a716-446655440009' };

const emulator = createMiosaEmulator({
  apiKeys: [apiKey],
  workspaces: [
    { id: own.workspace, name: 'Dr. Smith Clinic' },
    { id: foreign.workspace, name: 'Another customer' },
  ],
  projects: [
    { id: own.project, workspaceId: own.workspace, name: 'Lead Magnet' },
    { id: foreign.project, workspaceId: foreign.workspace, name: 'Not for Dr. Smith' },
  ],
});

/** Answers in place of the emulator, where a test needs an API that misbehaves. */
let misbehave: ((request: Request) => Response) | undefined;
let api: ListeningEmulator;
const harness = createTestHarness();

before(async () => {
  api = await listen({ handle: async (request) => misbehave?.(request) ?? emulator.handle(request) });
  await harness.update({
    workers: [
      {
        configPath: new URL('../wrangler.jsonc', import.meta.url),
        vars: { HOSTS: host, MIOSA_BASE_URL: api.url },
        secrets: { MIOSA_API_KEY: apiKey, SESSION_SECRET: secret },
      },
    ],
  });
  await harness.listen();
});
after(async () => {
  await harness.close();
  await api.close();
});
beforeEach(() => {
  misbehave = undefined;
  emulator.reset();
});

interface Asked {
  readonly session?: Session | undefined;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const smith: Session = { customerId: 'clinic-123', workspaceId: own.workspace };

/** Sends what a browser would. Whatever comes back, the key is not in it. */
async function ask(url: string, { session = smith, method = 'GET', headers = {}, body }: Asked = {}) {
  const cookie = await serializeSigned('session', JSON.stringify(session), secret);
  const response = await harness.fetch(new URL(url, `https://${host}`), {
    method,
    headers: {
      'sec-fetch-site': 'same-origin',
      cookie,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    redirect: 'manual',
  });
  const text = await response.text();
  assert.doesNotMatch(`${text} ${JSON.stringify([...response.headers])}`, /msk_|the_secret/);
  return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) };
}

const domainOf = (project: string): string => `/api/miosa/projects/${project}/preview-domain`;

test('a sign-up opens a workspace and a project once, and the session knows the workspace from then on', async () => {
  const session = { customerId: 'clinic-124' };
  const request = { session, method: 'POST', body: { clinic: 'Dr. Jones Clinic' } };
  const first = await ask('/signup', request);
  const second = await ask('/signup', request);
  assert.deepEqual([first.status, second.status], [201, 200]);
  assert.deepEqual(second.json(), first.json());

  const [cookie = ''] = first.headers.getSetCookie();
  assert.match(cookie, /HttpOnly; Secure; SameSite=Lax/);
  const list = await ask('/api/miosa/projects', { headers: { cookie: cookie.split(';', 1).join('') } });
  assert.deepEqual(
    list.json().data.map((project: { id: string }) => project.id),
    [first.json().projectId],
  );
});

test('a sign-up is refused without a session, with a forged one, without a name, and from other sites', async () => {
  const body = { clinic: 'Dr. Jones Clinic' };
  const forged = await serializeSigned('session', JSON.stringify(smith), 'another secret');
  const refused = [
    [401, { headers: { cookie: '' }, body }],
    [401, { headers: { cookie: forged }, body }],
    [422, { body: {} }],
    [422, { body: 'not JSON' }],
    [403, { headers: { 'sec-fetch-site': 'cross-site' }, body }],
  ] as const;
  for (const [status, asked] of refused) {
    assert.equal((await ask('/signup', { method: 'POST', ...asked })).status, status);
  }
  assert.equal(emulator.requests.length, 0);
});

test('a slug that the customer never sent is not blamed on them', async () => {
  const session = { customerId: 'No. 125' };
  const { status, text } = await ask('/signup', { session, method: 'POST', body: { clinic: 'Dr. Jones Clinic' } });
  assert.equal(status, 500);
  assert.doesNotMatch(text, /slug|issues/);
});

test('the page reaches what belongs to its customer', async () => {
  const list = await ask('/api/miosa/projects?page=1&page_size=5');
  assert.deepEqual(
    list.json().data.map((project: { id: string }) => project.id),
    [own.project],
  );
  assert.equal(list.headers.get('content-type'), 'application/json');
  assert.equal(list.headers.get('x-content-type-options'), 'nosniff');
  assert.equal((await ask(`/api/miosa/projects/${own.project}`)).status, 200);
  const set = await ask(domainOf(own.project), {
    method: 'PUT',
    body: { preview_domain: 'program.drsmithclinic.com' },
  });
  assert.equal(set.status, 200);
  assert.equal((await ask(`${domainOf(own.project)}/verify`)).status, 200);
  const cleared = await ask(domainOf(own.project), { method: 'DELETE', headers: { 'idempotency-key': 'key-1' } });
  assert.equal(cleared.status, 200);
  assert.equal(emulator.requests.at(-1)?.headers['idempotency-key'], 'key-1');
});

test('other customers, other endpoints and other paths are refused, and the API changes nothing', async () => {
  const body = { preview_domain: 'stolen.example.com' };
  for (const [method, path] of [
    ['GET', `/api/miosa/projects/${foreign.project}`],
    ['GET', domainOf(foreign.project)],
    ['PUT', domainOf(foreign.project)],
    ['DELETE', domainOf(foreign.project)],
    ['GET', `${domainOf(foreign.project)}/verify`],
    ['GET', `/api/miosa/workspaces/${own.workspace}`],
    ['GET', '/api/miosa/workspaces'],
    ['POST', '/api/miosa/projects'],
    ['PATCH', `/api/miosa/projects/${own.project}`],
    ['DELETE', `/api/miosa/workspaces/${own.workspace}`],
    ['PUT', '/api/miosa/tenant/preview-domain'],
    ['GET', `/api/miosa/projects/${own.project}/../${foreign.project}/preview-domain`],
    ['GET', `/api/miosa/projects/${own.project}/%2e%2e/${foreign.project}/preview-domain`],
    ['GET', `/api/miosa/projects/${own.project}%2f..%2f${foreign.project}/preview-domain`],
    ['GET', `/api/miosa/projects/..%5c..%5cworkspaces`],
    ['GET', '/api/miosa//api.evil.example/projects'],
    ['GET', '/api/miosa/https://evil.example/projects'],
    ['GET', `/api/miosa/projects;x/`],
    ['OPTIONS', '/api/miosa/projects'],
  ] as const) {
    const hasBody = method === 'PUT' || method === 'POST' || method === 'PATCH';
    const { status } = await ask(path, { method, ...(hasBody && { body }) });
    assert.equal(status, 404, `${method} ${path}`);
  }
  // Whose the project is was looked up; nothing else was sent.
  assert.deepEqual(
    [...new Set(emulator.requests.map(({ method, path }) => `${method} ${path}`))],
    [`GET /projects/${foreign.project}`],
  );
});

test('another workspace cannot be asked for', async () => {
  const list = await ask(`/api/miosa/projects?workspace_id=${foreign.workspace}&workspace_id=${foreign.workspace}`);
  assert.deepEqual(
    list.json().data.map((project: { id: string }) => project.id),
    [own.project],
  );
});

test('nobody who is not signed up is let through', async () => {
  assert.equal((await ask('/api/miosa/projects', { session: { customerId: 'clinic-125' } })).status, 401);
  assert.equal((await ask('/api/miosa/projects', { headers: { cookie: '' } })).status, 401);
  const forged = await serializeSigned('session', JSON.stringify(smith), 'another secret');
  assert.equal((await ask('/api/miosa/projects', { headers: { cookie: forged } })).status, 401);
});

test('requests of other sites are refused', async () => {
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-site': '', origin: 'https://evil.example' },
  ]) {
    assert.equal(
      (await ask(domainOf(own.project), { method: 'DELETE', headers })).status,
      403,
      JSON.stringify(headers),
    );
  }
  assert.equal(emulator.requests.length, 0);
});

test('a host that is not ours is refused, whatever resolves to the worker', async () => {
  for (const url of [`https://evil.example`, `https://${host}.evil.example`, `https://${host}:8443`]) {
    assert.equal((await ask(`${url}/api/miosa/projects`)).status, 421, url);
    assert.equal((await ask(`${url}/signup`, { method: 'POST', body: { clinic: 'x' } })).status, 421, url);
  }
});

test('only small JSON is accepted', async () => {
  const put = (body: unknown, headers = {}) => ask(domainOf(own.project), { method: 'PUT', body, headers });
  assert.equal((await put({ preview_domain: 'a'.repeat(5000) })).status, 413);
  assert.equal((await put('{')).status, 400);
  assert.equal((await put('preview_domain=x', { 'content-type': 'application/x-www-form-urlencoded' })).status, 415);
});

test('what the API sends that is not JSON is not passed on', async () => {
  const html = '<script>alert(document.cookie)</script>';
  for (const [upstream, status] of [
    [200, 502],
    [302, 502],
    [404, 404],
    [503, 503],
  ] as const) {
    misbehave = () => new Response(html, { status: upstream, headers: { 'content-type': 'text/html' } });
    const response = await ask('/api/miosa/projects');
    assert.equal(response.status, status);
    assert.equal(response.headers.get('content-type'), 'application/json');
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
    assert.doesNotMatch(response.text, /script/);
    assert.equal(response.json().error.code, 'NOT_PASSED_ON');
  }
});

test('HTML inside JSON stays JSON', async () => {
  misbehave = () => new Response('{"data":["<b>"]}', { headers: { 'content-type': 'text/html' } });
  const { headers } = await ask('/api/miosa/projects');
  assert.equal(headers.get('content-type'), 'application/json');
});

test('an API that echoes the key does not show it to the page', async () => {
  const escaped = [...apiKey].map((character) => `\\u00${character.charCodeAt(0).toString(16)}`).join('');
  for (const status of [200, 400, 401, 500]) {
    for (const body of [
      `{"data":[],"sent":"Bearer ${apiKey}"}`,
      `{"${apiKey}":1}`,
      `{"error":{"message":"${escaped}"}}`,
    ]) {
      // `ask` looks for the key in whatever comes back.
      misbehave = () => new Response(body, { status, headers: { 'x-request-id': apiKey, 'retry-after': apiKey } });
      const response = await ask('/api/miosa/projects');
      assert.equal(response.status, status === 200 ? 502 : status, body);
    }
  }
});

test('of the headers only those pass that have to', async () => {
  let arrived: Headers | undefined;
  misbehave = ({ headers }) => {
    arrived = headers;
    const sent = { 'set-cookie': 'a=1', 'x-internal': '1', 'x-request-id': 'req_1' };
    return Response.json(
      { error: { code: 'slow_down', message: 'wait' } },
      { status: 429, headers: { ...sent, 'retry-after': '7' } },
    );
  };
  const headers = {
    authorization: 'Bearer of-the-browser',
    'x-miosa-tenant': 'other',
    'x-forwarded-host': 'evil.example',
  };
  const response = await ask('/api/miosa/projects', { headers });
  assert.equal(response.status, 429);
  assert.equal(response.headers.get('retry-after'), '7');
  assert.equal(response.headers.get('x-request-id'), 'req_1');
  assert.equal(response.headers.get('set-cookie'), null);
  assert.equal(response.headers.get('x-internal'), null);
  assert.equal(arrived?.get('authorization'), `Bearer ${apiKey}`);
  for (const name of ['cookie', 'x-miosa-tenant', 'x-forwarded-host']) assert.equal(arrived?.get(name), null, name);
});
