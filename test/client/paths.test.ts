import type { MiosaClient } from 'miosa-client';
import { describe, expect, test } from 'vitest';
import { clientWith } from '../support/client.ts';
import { misuse, refusal } from '../support/refusal.ts';
import { json, startServer } from '../support/server.ts';

type Call = (miosa: MiosaClient, id: string) => Promise<unknown>;

const calls: readonly [route: string, call: Call][] = [
  ['GET /projects/{id}', (miosa, id) => miosa.projects.get(id)],
  ['PATCH /projects/{id}', (miosa, id) => miosa.projects.update(id, { name: 'Summer' })],
  ['GET /projects/{id}/preview-domain', (miosa, projectId) => miosa.previewDomain.get({ projectId })],
  ['PUT /projects/{id}/preview-domain', (miosa, projectId) => miosa.previewDomain.set({ projectId }, 'example.com')],
  ['DELETE /projects/{id}/preview-domain', (miosa, projectId) => miosa.previewDomain.clear({ projectId })],
  ['GET /projects/{id}/preview-domain/verify', (miosa, projectId) => miosa.previewDomain.verify({ projectId })],
  ['GET /projects/{id}/preview-domain/verify', (miosa, projectId) => miosa.previewDomain.waitUntilReady({ projectId })],
  ['DELETE /workspaces/{id}/preview-domain', (miosa, workspaceId) => miosa.previewDomain.clear({ workspaceId })],
  ['GET /workspaces/{id}', (miosa, id) => miosa.workspaces.get(id)],
  ['PATCH /workspaces/{id}', (miosa, id) => miosa.workspaces.update(id, { name: 'Clinic' })],
  ['DELETE /workspaces/{id}', (miosa, id) => miosa.workspaces.delete(id)],
  ['PUT /workspaces/{id}/settings', (miosa, id) => miosa.workspaces.updateSettings(id, { max_computers: 3 })],
  ['GET /workspaces/{id}/stats', (miosa, id) => miosa.workspaces.stats(id)],
  ['GET /workspaces/{id}/projects', (miosa, id) => miosa.workspaces.listProjects(id)],
];

test.each<[string, (miosa: MiosaClient) => Promise<unknown>]>([
  ['projectId', (miosa) => miosa.projects.get('')],
  ['projectId', (miosa) => miosa.previewDomain.clear({ projectId: '..' })],
  ['workspaceId', (miosa) => miosa.workspaces.listProjects('')],
  ['workspaceId', (miosa) => miosa.previewDomain.verify({ workspaceId: '\uD83E' })],
])('an id that cannot be sent is named as the method names it: %s', async (name, call) => {
  expect((await refusal(call)).message).toMatch(new RegExp(`^${name} `));
});

describe.each(calls)('the id in %s', (route, call) => {
  test('arrives percent-encoded, whatever is in it', async () => {
    const server = await startServer(json({}, 404));
    const miosa = clientWith({ baseUrl: server.url });
    const encoded = {
      'a/b': 'a%2Fb',
      '%2e%2e': '%252e%252e',
      'a?b#c': 'a%3Fb%23c',
      '../../admin': '..%2F..%2Fadmin',
      'a\\b': 'a%5Cb',
      'a b\n': 'a%20b%0A',
      '{id}': '%7Bid%7D',
      '...': '...',
      '🦊': '%F0%9F%A6%8A',
    };
    for (const id of Object.keys(encoded)) await call(miosa, id).catch(() => {});
    const expected = Object.values(encoded).map((id) => route.replace('/', '/api/v1/').replace('{id}', id));
    expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual(expected);
  });

  test('is rejected before anything is sent where it would lead elsewhere', async () => {
    for (const id of ['', '.', '..', '\uD83E', undefined, null, 42, { toString: () => '..' }]) {
      await refusal((miosa) => call(miosa, misuse(id)));
    }
  });
});

describe('the path of miosa.request', () => {
  test.each([
    ['sandboxes', '/api/v1/sandboxes'],
    ['/sandboxes', '/api/v1/sandboxes'],
    ['/sandboxes/abc/logs', '/api/v1/sandboxes/abc/logs'],
    ['/sandboxes?state=running&limit=5', '/api/v1/sandboxes?state=running&limit=5'],
    ['/sandboxes?next=../x', '/api/v1/sandboxes?next=../x'],
    ['/sandboxes?next=https://evil.example/x', '/api/v1/sandboxes?next=https://evil.example/x'],
    ['/files/a%2Fb', '/api/v1/files/a%2Fb'],
    ['/files/a..b/.env/...', '/api/v1/files/a..b/.env/...'],
    ['/files/a:b@c', '/api/v1/files/a:b@c'],
  ])('%s reaches %s', async (path, url) => {
    const server = await startServer(json({}));
    await clientWith({ baseUrl: server.url }).request('GET', path);
    expect(server.requests.map((request) => request.url)).toEqual([url]);
  });

  test.each([
    '../x',
    '..',
    '/..',
    '/../x',
    '/a/../../b',
    '%2e%2e/x',
    '%2E%2E/x',
    '.%2e/x',
    '/a/%2e./x',
    'a/./b',
    './a',
    '/a/..?x=1',
    '//evil.example/x',
    'https://evil.example/x',
    'javascript://evil.example/x',
    '\\\\evil',
    '/a\\..\\b',
    '/projects//preview-domain',
    '/projects/',
    '/projects/{id}',
    '/sandboxes#all',
    '/sandboxes\n',
    '/.\n./x',
    '/\t/evil.example/x',
    '/sandboxes?a=\r\nb',
    '/sandboxes\0',
    ' /sandboxes',
    '/',
    '',
    '?state=running',
  ])('%j could leave baseUrl or means nothing, so it is rejected', async (path) => {
    await refusal((miosa) => miosa.request('GET', path));
  });

  test.each([[undefined], [null], [42], [new URL('https://api.miosa.ai/api/v1/sandboxes')], [['sandboxes']]])(
    'is rejected where it is not a string: %s',
    async (path) => {
      await refusal((miosa) => miosa.request('GET', misuse(path)));
    },
  );

  test.each([
    ['https://api.miosa.ai/api/v1', '/api/v1/projects', '/api/v1'],
    ['https://api.miosa.ai/api/v1', 'api/v1/projects?page=2', '/api/v1'],
    ['https://api.miosa.ai/api/v1/', '/api/v1', '/api/v1'],
    ['https://api.miosa.ai/api/v1', '/v1/projects', '/v1'],
    ['https://proxy.example/eu/miosa/api/v1', '/api/v1/projects', '/api/v1'],
    ['https://proxy.example/eu/miosa/api/v1', '/eu/miosa/api/v1/projects', '/eu/miosa/api/v1'],
    ['https://proxy.example/miosa', '/miosa/projects', '/miosa'],
    ['https://api.miosa.ai/api/v12', '/v12/projects', '/v12'],
  ])('behind %s is rejected where it repeats the end of baseUrl: %s', async (baseUrl, path, repeated) => {
    const { message } = await refusal((miosa) => miosa.request('GET', path), { baseUrl });
    expect(message).toContain(`repeats "${repeated}"`);
    expect(message).toContain('baseUrl');
  });

  test.each([
    ['', '/api/v1/projects'],
    ['/api/v1', '/v2/projects'],
    ['/api/v1', '/api/v2/projects'],
    ['/api/v1', '/api/v10'],
    ['/eu/miosa/api/v1', '/eu/projects'],
    ['/api/miosa', '/miosa/projects'],
    ['/api/v1beta', '/v1beta/projects'],
  ])('behind a baseUrl that ends with "%s" is sent as it is where it repeats nothing: %s', async (base, path) => {
    const server = await startServer(json({}));
    await clientWith({ baseUrl: new URL(server.url).origin + base }).request('GET', path);
    expect(server.requests.map(({ url }) => url)).toEqual([base + path]);
  });
});
