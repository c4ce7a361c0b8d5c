import { MiosaClient, type PreviewDomain, type PreviewDomainScope } from 'miosa-client';
import { describe, expect, test } from 'vitest';
import { misuse, refusal } from './support/refusal.ts';
import { ids, previewDomain, project, wirePreviewDomain } from './support/seed.ts';
import { type Answer, json, raw, startServer } from './support/server.ts';

const domain = 'previews.drsmithclinic.com';

interface Operation {
  readonly call: (miosa: MiosaClient, scope: PreviewDomainScope) => Promise<unknown>;
  readonly answer: Answer;
  readonly body?: unknown;
}

const operations: Readonly<Record<string, Operation>> = {
  get: { call: (miosa, scope) => miosa.previewDomain.get(scope), answer: json(wirePreviewDomain) },
  set: {
    call: (miosa, scope) => miosa.previewDomain.set(scope, domain),
    answer: json(wirePreviewDomain),
    body: { preview_domain: domain },
  },
  clear: { call: (miosa, scope) => miosa.previewDomain.clear(scope), answer: raw('', 204) },
  verify: { call: (miosa, scope) => miosa.previewDomain.verify(scope), answer: json({ verified: true }) },
  waitUntilReady: {
    call: (miosa, scope) => miosa.previewDomain.waitUntilReady(scope),
    answer: json({ verified: true }),
  },
};

interface ScopeCase {
  readonly scope: PreviewDomainScope;
  /** What each operation sends. */
  readonly lines: Readonly<Record<string, string>>;
}

const below = (path: string, verifyMethod: string): ScopeCase['lines'] => ({
  get: `GET ${path}/preview-domain`,
  set: `PUT ${path}/preview-domain`,
  clear: `DELETE ${path}/preview-domain`,
  verify: `${verifyMethod} ${path}/preview-domain/verify`,
  waitUntilReady: `${verifyMethod} ${path}/preview-domain/verify`,
});

const scopes: Record<string, ScopeCase> = {
  'a project': { scope: { projectId: ids.project }, lines: below(`/projects/${ids.project}`, 'GET') },
  'a workspace': { scope: { workspaceId: ids.workspace }, lines: below(`/workspaces/${ids.workspace}`, 'GET') },
  'the organization': { scope: 'organization', lines: below('/tenant', 'POST') },
};

async function clientOf(answer: Answer) {
  const server = await startServer(answer);
  return { server, miosa: new MiosaClient({ apiKey: 'msk_test_scopes', baseUrl: server.url, maxRetries: 0 }) };
}

describe.each(Object.entries(scopes))('for %s', (_, { scope, lines }) => {
  test.each(Object.entries(operations))('%s sends what is documented', async (name, { call, answer, body }) => {
    const { server, miosa } = await clientOf(answer);
    await call(miosa, scope);
    expect(server.requests.map(({ method, url }) => `${method} ${url.replace('/api/v1', '')}`)).toEqual([lines[name]]);
    expect(server.requests.map((request) => request.body)).toEqual([body === undefined ? '' : JSON.stringify(body)]);
  });

  test.each([
    ['200 with the domain that is left', json(wirePreviewDomain)],
    ['200 { data: null }', json({ data: null })],
    ['202 with nothing', raw('', 202)],
    ['204', raw('', 204)],
  ])('clear resolves to nothing, whatever success looks like: %s', async (_title, answer) => {
    const { miosa } = await clientOf(answer);
    expect(await miosa.previewDomain.clear(scope)).toBeUndefined();
  });
});

describe("a workspace's domain", () => {
  const wire = { ...wirePreviewDomain, scope: 'workspace', id: ids.workspace };

  test.each([
    ['bare', wire],
    ['inside data', { data: wire }],
    ['without saying whose it is', { ...wire, scope: undefined, id: undefined }],
  ])('is read %s', async (_, body) => {
    const { miosa } = await clientOf(json(body));
    const expected = { ...previewDomain, scope: 'workspace', id: ids.workspace };
    expect(await miosa.previewDomain.get({ workspaceId: ids.workspace })).toEqual(expected);
  });
});

describe("the organization's domain", () => {
  const unset = {
    preview_domain: null,
    default_domain: 'sandboxes.miosa.ai',
    status: 'not_configured',
    dns_instructions: null,
  };
  const dnsInstructions = { type: 'CNAME', name: `*.${domain}`, value: 'proxy.sandboxes.miosa.ai' };
  const set = { preview_domain: domain, status: 'configured', dns_instructions: dnsInstructions };
  const nothing: PreviewDomain = {
    scope: 'organization',
    id: null,
    previewDomain: null,
    effectiveDomain: null,
    status: 'not_configured',
    dnsStatus: null,
    urlExamples: null,
  };

  const cases: [string, object, object][] = [
    ['unset', unset, { ...nothing, defaultDomain: 'sandboxes.miosa.ai', dnsInstructions: null }],
    ['configured', set, { ...nothing, previewDomain: domain, status: 'configured', dnsInstructions }],
    [
      'just set',
      { ...set, status: 'pending_dns', dns_status: 'pending' },
      { ...nothing, previewDomain: domain, status: 'pending_dns', dnsStatus: 'pending', dnsInstructions },
    ],
    [
      'with the fields that only official clients know',
      { ...set, scope: 'tenant', id: 'tnt_abc123', verified_at: null, cname_target: 'proxy.miosa.app' },
      {
        ...nothing,
        scope: 'tenant',
        id: 'tnt_abc123',
        previewDomain: domain,
        status: 'configured',
        dnsInstructions,
        verifiedAt: null,
        cnameTarget: 'proxy.miosa.app',
      },
    ],
  ];

  test.each(
    cases.flatMap(([title, body, expected]) => [
      { title, body, expected },
      { title: `${title}, inside data`, body: { data: body }, expected },
    ]),
  )('is read and set: $title', async ({ body, expected }) => {
    const { miosa } = await clientOf(json(body));
    expect(await miosa.previewDomain.get('organization')).toEqual(expected);
    expect(await miosa.previewDomain.set('organization', domain)).toEqual(expected);
  });
});

describe('a scope that is none', () => {
  const wrong: Record<string, unknown> = {
    'left out': undefined,
    null: null,
    'an empty object': {},
    'one that is only undefined': { projectId: undefined },
    both: { projectId: ids.project, workspaceId: ids.workspace },
    'both, one of them null': { projectId: ids.project, workspaceId: null },
    'another string': 'project',
    "the API's name for it": 'tenant',
    'a bare id': ids.project,
    'a list': [ids.project],
    'a number': 7,
    'a project itself, which has a workspaceId': project,
    'a name on the wire': { project_id: ids.project },
  };

  test.each(
    Object.entries(wrong).flatMap(([title, scope]) =>
      Object.entries(operations).map(([name, operation]) => ({ title, scope, name, ...operation })),
    ),
  )('is refused before anything is sent: $name, $title', async ({ call, scope }) => {
    const { message } = await refusal((miosa) => call(miosa, misuse(scope)));
    for (const choice of ['projectId', 'workspaceId', "'organization'"]) expect(message).toContain(choice);
  });

  test('is not what has only undefined beside an id', async () => {
    const { miosa } = await clientOf(json(wirePreviewDomain));
    const scope = { projectId: ids.project, workspaceId: undefined, name: undefined };
    expect(await miosa.previewDomain.get(misuse(scope))).toEqual(previewDomain);
  });

  test.each([null, '', '.', '..', 7].flatMap((id) => [{ projectId: id }, { workspaceId: id }]))(
    'is refused for its id: %j',
    async (scope) => {
      for (const { call } of Object.values(operations)) await refusal((miosa) => call(miosa, misuse(scope)));
    },
  );
});

test.each(['', '  ', undefined, null, 7])(
  'a domain that is none is refused before anything is sent: %o',
  async (name) => {
    for (const { scope } of Object.values(scopes)) {
      await refusal((miosa) => miosa.previewDomain.set(scope, misuse(name)));
    }
  },
);
