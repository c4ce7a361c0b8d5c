import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { type PageServer, startServer } from '../../examples/browser/server.ts';

const own = '660e8400-e29b-41d4-a716-446655440001';
const foreign = '660e8400-e29b-41d4-a716-446655440009';
const workspaceId = '550e8400-e29b-41d4-a716-446655440000';

let server: PageServer;
before(async () => {
  server = await startServer(0);
});
after(() => server.close());

/** `fetch` would tidy the path up, and sets the Host itself. Returns the status. */
function askAsItIs(path: string, headers: Record<string, string> = {}): Promise<number | undefined> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    outgoing.once('error', reject).end();
  });
}

const ask = (path: string, init?: RequestInit): Promise<Response> => fetch(new URL(path, server.url), init);

test('the page has a policy without exceptions', async () => {
  const response = await ask('/');
  assert.equal(
    response.headers.get('content-security-policy'),
    "default-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'",
  );
  const html = await response.text();
  assert.doesNotMatch(html, /\sstyle=|<style|<script(?![^>]*\ssrc=)/);
  assert.doesNotMatch(html, /(src|href)="https?:/);
});

test('nothing but the built page can be read', async () => {
  for (const path of [
    '/server.ts',
    '/../server.ts',
    '/%2e%2e/server.ts',
    '/..%2fserver.ts',
    '/assets/',
    '/assets/../index.html',
    '/assets/%2e%2e/index.html',
    '/assets/..%2findex.html',
    '/assets/..%5cindex.html',
    '/index.html',
    '/package.json',
  ]) {
    assert.equal(await askAsItIs(path), 404, path);
  }
});

test('the customer’s own things can be reached, and no others', async () => {
  const list = (await (await ask('/api/miosa/projects')).json()) as { data: { id: string; workspace_id: string }[] };
  assert.deepEqual(new Set(list.data.map((project) => project.workspace_id)), new Set([workspaceId]));
  assert.equal((await ask(`/api/miosa/projects/${own}/preview-domain`)).status, 200);
  assert.equal((await ask(`/api/miosa/workspaces/${workspaceId}`)).status, 200);

  const body = JSON.stringify({ preview_domain: 'stolen.example.com' });
  const headers = { 'content-type': 'application/json' };
  for (const [method, path] of [
    ['GET', `/api/miosa/projects/${foreign}/preview-domain`],
    ['PUT', `/api/miosa/projects/${foreign}/preview-domain`],
    ['DELETE', `/api/miosa/projects/${foreign}/preview-domain`],
    ['GET', `/api/miosa/projects/${foreign}/preview-domain/verify`],
    ['GET', '/api/miosa/workspaces/550e8400-e29b-41d4-a716-446655440009'],
    ['GET', '/api/miosa/workspaces'],
    ['POST', '/api/miosa/projects'],
    ['GET', `/api/miosa/projects/${own}`],
    ['PATCH', `/api/miosa/projects/${own}`],
    ['DELETE', `/api/miosa/workspaces/${workspaceId}`],
    ['PUT', '/api/miosa/tenant/preview-domain'],
    ['GET', `/api/miosa/projects/${own}/../${foreign}/preview-domain`],
    ['GET', `/api/miosa/projects/${own}%2f..%2f${foreign}/preview-domain`],
  ] as const) {
    const response = await ask(path, { method, headers, ...(method === 'PUT' && { body }) });
    assert.equal(response.status, 404, `${method} ${path}`);
  }
});

test('another workspace cannot be asked for', async () => {
  const path = '/api/miosa/projects?workspace_id=550e8400-e29b-41d4-a716-446655440009';
  const list = (await (await ask(path)).json()) as { data: { workspace_id: string }[] };
  assert.equal(list.data.length, 3);
  assert.ok(list.data.every((project) => project.workspace_id === workspaceId));
});

test('other sites cannot use the customer’s browser', async () => {
  const headers = { 'sec-fetch-site': 'cross-site' };
  assert.equal((await ask(`/api/miosa/projects/${own}/preview-domain`, { method: 'DELETE', headers })).status, 403);
});

test('a body that is too large is refused', async () => {
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'PUT', headers, body: JSON.stringify({ preview_domain: 'a'.repeat(5000) }) };
  assert.equal((await ask(`/api/miosa/projects/${own}/preview-domain`, init)).status, 413);
});

test('a name of another site that resolves to this machine leads nowhere', async () => {
  const path = '/api/miosa/projects';
  assert.equal(await askAsItIs(path, { host: 'evil.example' }), 421);
  assert.equal(await askAsItIs('http://evil.example/api/miosa/projects'), 421);
  assert.equal(await askAsItIs(path, { host: new URL(server.url).host }), 200);
});

test('paths that climb lead to nothing of another customer', async () => {
  for (const path of [
    `/api/miosa/projects/${own}/../${foreign}/preview-domain`,
    `/api/miosa/projects/${own}/%2e%2e/${foreign}/preview-domain`,
    `/api/miosa/projects/${own}%2f..%2f${foreign}/preview-domain`,
    `/api/miosa/../miosa/workspaces`,
    '/api/miosa//projects',
  ]) {
    assert.equal(await askAsItIs(path), 404, path);
  }
});
