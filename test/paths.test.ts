import { MiosaClient } from 'miosa-client';
import { describe, expect, test } from 'vitest';
import { misuse, refusal } from './support/refusal.ts';
import { wirePreviewDomain, wireProject, wireProjectList } from './support/seed.ts';
import { type Answer, json, raw, startServer } from './support/server.ts';
import { wireWorkspace } from './support/workspace.ts';

/** What arrived, as `METHOD path?query` below `/api/v1`. */
async function arrivals(call: (miosa: MiosaClient) => Promise<unknown>, answer: Answer): Promise<string[]> {
  const server = await startServer(answer);
  await call(new MiosaClient({ apiKey: 'msk_test_paths', baseUrl: server.url }));
  return server.requests.map(({ method, url }) => `${method} ${url}`);
}

interface MethodCase {
  readonly call: (miosa: MiosaClient, id: string) => Promise<unknown>;
  readonly request: (id: string) => string;
  readonly answer: Answer;
}

const methods: Record<string, MethodCase> = {
  'projects.get': {
    call: (miosa, id) => miosa.projects.get(id),
    request: (id) => `GET /api/v1/projects/${id}`,
    answer: json(wireProject),
  },
  'projects.update': {
    call: (miosa, id) => miosa.projects.update(id, { name: 'Summer' }),
    request: (id) => `PATCH /api/v1/projects/${id}`,
    answer: json(wireProject),
  },
  'previewDomain.get': {
    call: (miosa, projectId) => miosa.previewDomain.get({ projectId }),
    request: (id) => `GET /api/v1/projects/${id}/preview-domain`,
    answer: json(wirePreviewDomain),
  },
  'previewDomain.set': {
    call: (miosa, projectId) => miosa.previewDomain.set({ projectId }, 'program.drsmithclinic.com'),
    request: (id) => `PUT /api/v1/projects/${id}/preview-domain`,
    answer: json(wirePreviewDomain),
  },
  'previewDomain.clear': {
    call: (miosa, projectId) => miosa.previewDomain.clear({ projectId }),
    request: (id) => `DELETE /api/v1/projects/${id}/preview-domain`,
    answer: raw('', 204),
  },
  'previewDomain.verify': {
    call: (miosa, projectId) => miosa.previewDomain.verify({ projectId }),
    request: (id) => `GET /api/v1/projects/${id}/preview-domain/verify`,
    answer: json({ verified: true, records: [] }),
  },
  'previewDomain.waitUntilReady': {
    call: (miosa, projectId) => miosa.previewDomain.waitUntilReady({ projectId }),
    request: (id) => `GET /api/v1/projects/${id}/preview-domain/verify`,
    answer: json({ verified: true, records: [] }),
  },
  'previewDomain.clear of a workspace': {
    call: (miosa, workspaceId) => miosa.previewDomain.clear({ workspaceId }),
    request: (id) => `DELETE /api/v1/workspaces/${id}/preview-domain`,
    answer: raw('', 204),
  },
  'workspaces.get': {
    call: (miosa, id) => miosa.workspaces.get(id),
    request: (id) => `GET /api/v1/workspaces/${id}`,
    answer: json(wireWorkspace),
  },
  'workspaces.update': {
    call: (miosa, id) => miosa.workspaces.update(id, { name: 'Clinic' }),
    request: (id) => `PATCH /api/v1/workspaces/${id}`,
    answer: json(wireWorkspace),
  },
  'workspaces.delete': {
    call: (miosa, id) => miosa.workspaces.delete(id),
    request: (id) => `DELETE /api/v1/workspaces/${id}`,
    answer: raw('', 204),
  },
  'workspaces.updateSettings': {
    call: (miosa, id) => miosa.workspaces.updateSettings(id, { max_computers: 3 }),
    request: (id) => `PUT /api/v1/workspaces/${id}/settings`,
    answer: json({}),
  },
  'workspaces.stats': {
    call: (miosa, id) => miosa.workspaces.stats(id),
    request: (id) => `GET /api/v1/workspaces/${id}/stats`,
    answer: json({}),
  },
  'workspaces.listProjects': {
    call: (miosa, id) => miosa.workspaces.listProjects(id),
    request: (id) => `GET /api/v1/workspaces/${id}/projects`,
    answer: json(wireProjectList),
  },
};

describe.each(Object.entries(methods))('the id of %s', (_, { call, request, answer }) => {
  test.each([
    ['a/b', 'a%2Fb'],
    ['%2e%2e', '%252e%252e'],
    ['a?b#c', 'a%3Fb%23c'],
    ['../../admin', '..%2F..%2Fadmin'],
    ['a\\b', 'a%5Cb'],
    ['a b\n', 'a%20b%0A'],
    ['{id}', '%7Bid%7D'],
    ['...', '...'],
    ['🦊', '%F0%9F%A6%8A'],
  ])('arrives percent-encoded when it is %j', async (id, encoded) => {
    expect(await arrivals((miosa) => call(miosa, id), answer)).toEqual([request(encoded)]);
  });

  test.each([
    ['an empty string', ''],
    ['"."', '.'],
    ['".."', '..'],
    ['half of a surrogate pair', '\uD83E'],
    ['undefined', undefined],
    ['null', null],
    ['a number', 42],
    ['an object that reads as a string', { toString: () => '..' }],
  ])('is refused before anything is sent when it is %s', async (_, id) => {
    await refusal((miosa) => call(miosa, misuse(id)));
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
    expect(await arrivals((miosa) => miosa.request('GET', path), json({}))).toEqual([`GET ${url}`]);
  });

  test.each([
    '../x',
    '..',
    '/..',
    '/../x',
    '/a/../../b',
    '/a/..',
    '%2e%2e/x',
    '%2E%2E/x',
    '.%2e/x',
    '/a/%2e./x',
    'a/./b',
    './a',
    'a/%2e/b',
    '/a/..?x=1',
    '//evil.example/x',
    '///evil.example/x',
    'https://evil.example',
    'https://evil.example/x',
    'javascript://evil.example/x',
    '\\\\evil',
    '\\evil',
    '/a\\..\\b',
    '/a/..\\b',
    '/projects//preview-domain',
    '/projects/',
    '/projects/{id}',
    '/sandboxes#all',
    '/sandboxes?state=a#b',
    '/sandboxes\n',
    '/.\n./x',
    '/.\t./x',
    '/\t/evil.example/x',
    '/sandboxes?a=\r\nb',
    '/sandboxes\0',
    ' /sandboxes',
    '/',
    '',
    '?state=running',
  ])('%j could leave baseUrl or means nothing, so it is refused', async (path) => {
    await refusal((miosa) => miosa.request('GET', path));
  });

  test.each([[undefined], [null], [42], [new URL('https://api.miosa.ai/api/v1/sandboxes')], [['sandboxes']]])(
    'what is no string is refused: %s',
    async (path) => {
      await refusal((miosa) => miosa.request('GET', misuse(path)));
    },
  );
});
