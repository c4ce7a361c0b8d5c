import type { MiosaClient, PreviewDomain, PreviewDomainScope } from 'miosa-client';
import { describe, expect, test } from 'vitest';
import { clientWith } from '../support/client.ts';
import { misuse, refusal } from '../support/refusal.ts';
import { ids, previewDomain, project, wirePreviewDomain } from '../support/seed.ts';
import { json, type Responder, raw, startServer } from '../support/server.ts';

const domain = 'previews.drsmithclinic.com';

interface Operation {
  readonly call: (miosa: MiosaClient, scope: PreviewDomainScope) => Promise<unknown>;
  readonly responder: Responder;
  readonly body?: unknown;
}

const operations: Readonly<Record<string, Operation>> = {
  get: { call: (miosa, scope) => miosa.previewDomain.get(scope), responder: json(wirePreviewDomain) },
  set: {
    call: (miosa, scope) => miosa.previewDomain.set(scope, domain),
    responder: json(wirePreviewDomain),
    body: { preview_domain: domain },
  },
  clear: { call: (miosa, scope) => miosa.previewDomain.clear(scope), responder: raw('', 204) },
  verify: { call: (miosa, scope) => miosa.previewDomain.verify(scope), responder: json({ verified: true }) },
  waitUntilReady: {
    call: (miosa, scope) => miosa.previewDomain.waitUntilReady(scope),
    responder: json({ verified: true }),
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

async function serve(responder: Responder) {
  const server = await startServer(responder);
  return { server, miosa: clientWith({ baseUrl: server.url, maxRetries: 0 }) };
}

describe.each(Object.entries(scopes))('for %s', (_, { scope, lines }) => {
  test.each(Object.entries(operations))('%s sends the documented request', async (name, { call, responder, body }) => {
    const { server, miosa } = await serve(responder);
    await call(miosa, scope);
    expect(server.requests.map(({ method, url }) => `${method} ${url.replace('/api/v1', '')}`)).toEqual([lines[name]]);
    expect(server.requests.map((request) => request.body)).toEqual([body === undefined ? '' : JSON.stringify(body)]);
  });

  test.each([
    ['200 {}', json({})],
    ['200 with the domain that is left', json(wirePreviewDomain)],
    ['200 with an HTML page', raw('<html></html>')],
    ['202 with truncated JSON', raw('{"data": {', 202)],
    ['204', raw('', 204)],
  ])('clear resolves to nothing after %s', async (_title, responder) => {
    const { miosa } = await serve(responder);
    expect(await miosa.previewDomain.clear(scope)).toBeUndefined();
  });
});

describe("a workspace's domain", () => {
  const wire = { ...wirePreviewDomain, scope: 'workspace', id: ids.workspace };

  test.each([
    ['bare', wire],
    ['inside data', { data: wire }],
    ['without a scope', { ...wire, scope: undefined }],
  ])('is read %s', async (_, body) => {
    const { miosa } = await serve(json(body));
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
    const { miosa } = await serve(json(body));
    expect(await miosa.previewDomain.get('organization')).toEqual(expected);
    expect(await miosa.previewDomain.set('organization', domain)).toEqual(expected);
  });
});

describe('what is not a scope', () => {
  const wrong: Record<string, unknown> = {
    'left out': undefined,
    null: null,
    'an empty object': {},
    'an id that is undefined': { projectId: undefined },
    both: { projectId: ids.project, workspaceId: ids.workspace },
    'both, one of them null': { projectId: ids.project, workspaceId: null },
    'another string': 'project',
    "the API's name for it": 'tenant',
    'a bare id': ids.project,
    'a list': [ids.project],
    'a number': 7,
    'a project itself, which has a workspaceId': project,
    'a name of the wire': { project_id: ids.project },
  };

  test.each(Object.entries(wrong))('is rejected by every method before anything is sent: %s', async (_, scope) => {
    for (const { call } of Object.values(operations)) {
      const { message } = await refusal((miosa) => call(miosa, misuse(scope)));
      for (const choice of ['projectId', 'workspaceId', "'organization'"]) expect(message).toContain(choice);
    }
  });

  test('is not an id with fields beside it that are undefined', async () => {
    const { miosa } = await serve(json(wirePreviewDomain));
    const scope = { projectId: ids.project, workspaceId: undefined, name: undefined };
    expect(await miosa.previewDomain.get(misuse(scope))).toEqual(previewDomain);
  });

  test.each([null, '', '.', '..', 7])('is an id %j', async (id) => {
    for (const { call } of Object.values(operations)) {
      for (const scope of [{ projectId: id }, { workspaceId: id }]) {
        await refusal((miosa) => call(miosa, misuse(scope)));
      }
    }
  });
});

test.each(['', '  ', undefined, null, 7])('set rejects the domain %o before anything is sent', async (name) => {
  for (const { scope } of Object.values(scopes)) {
    expect((await refusal((miosa) => miosa.previewDomain.set(scope, misuse(name)))).message).toContain('domain');
  }
});

test('reads the scope at once: what is changed later does not change the call', async () => {
  const { server, miosa } = await serve(json({ verified: false }));
  const scope = { projectId: ids.project };
  let checks = 0;
  const controller = new AbortController();
  const wait = miosa.previewDomain.waitUntilReady(scope, {
    interval: 1,
    signal: controller.signal,
    onCheck: () => ++checks === 2 && controller.abort('enough'),
  });
  scope.projectId = ids.workspace;
  await expect(wait).rejects.toBe('enough');
  const url = `/api/v1/projects/${ids.project}/preview-domain/verify`;
  expect(server.requests).toMatchObject([{ url }, { url }]);
});
