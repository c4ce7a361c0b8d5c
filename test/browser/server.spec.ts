import assert from 'node:assert/strict';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { createProxy } from '../../examples/browser/server/proxy.ts';
import { type PageServer, startServer } from '../../examples/browser/server.ts';

const own = '660e8400-e29b-41d4-a716-446655440001';
const foreign = '660e8400-e29b-41d4-a716-446655440009';
const workspaceId = '550e8400-e29b-41d4-a716-446655440000';

let server: PageServer;
before(async () => {
  server = await startServer(0);
});
after(() => server.close());

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
    '/index.html',
  ]) {
    assert.equal((await ask(path)).status, 404, path);
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
  const init = { method: 'PUT', body: JSON.stringify({ preview_domain: 'a'.repeat(5000) }) };
  assert.equal((await ask(`/api/miosa/projects/${own}/preview-domain`, init)).status, 413);
});

test('what leaves the backend is only what may, in both directions', async () => {
  const arrived: IncomingMessage[] = [];
  const upstream = createServer((request, response) => {
    arrived.push(request);
    response.writeHead(200, {
      'content-type': 'application/json',
      'set-cookie': 'session=1',
      'x-request-id': 'req_1',
      'x-internal': '1',
    });
    response.end(JSON.stringify({ data: [], total: 0 }));
  });
  const baseUrl = `${await listen(upstream)}/api/v1`;
  const front = createServer(createProxy({ baseUrl, apiKey: 'msk_test_secret', workspaceId }));
  const url = await listen(front);
  try {
    const response = await fetch(`${url}/api/miosa/projects?page=2&page_size=5&debug=1`, {
      headers: { cookie: 'session=2', authorization: 'Bearer of-the-browser', 'x-miosa-tenant': 'other' },
    });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('x-request-id'), 'req_1');
    assert.equal(response.headers.get('set-cookie'), null);
    assert.equal(response.headers.get('x-internal'), null);
    assert.doesNotMatch(JSON.stringify([...response.headers]), /msk_/);

    const [request] = arrived;
    assert.equal(arrived.length, 1);
    assert.equal(request?.url, `/api/v1/projects?page=2&page_size=5&workspace_id=${workspaceId}`);
    assert.equal(request?.headers.authorization, 'Bearer msk_test_secret');
    assert.equal(request?.headers.cookie, undefined);
    assert.equal(request?.headers['x-miosa-tenant'], undefined);
  } finally {
    front.close();
    upstream.close();
  }
});

test('an API that cannot be reached is told in the API’s own form', async () => {
  const front = createServer(createProxy({ baseUrl: 'http://127.0.0.1:1/api/v1', apiKey: 'msk_test_x', workspaceId }));
  const url = await listen(front);
  try {
    for (const path of ['/projects', `/projects/${own}/preview-domain`]) {
      const response = await fetch(`${url}/api/miosa${path}`);
      assert.equal(response.status, 502);
      assert.equal(((await response.json()) as { error: { code: string } }).error.code, 'NOT_PASSED_ON');
    }
  } finally {
    front.close();
  }
});

async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port, not on a pipe, has such an address.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
