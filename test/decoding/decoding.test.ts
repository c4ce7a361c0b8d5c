import type { MiosaClient } from 'miosa-client';
import { describe, expect, test } from 'vitest';
import { clientWith } from '../support/client.ts';
import { ids, previewDomain, project, wirePreviewDomain, wireProject } from '../support/seed.ts';
import { json, type Responder, raw, startServer } from '../support/server.ts';

const scope = { projectId: ids.project };

async function clientOf(answer: Responder): Promise<MiosaClient> {
  const { url } = await startServer(answer);
  return clientWith({ baseUrl: url, maxRetries: 0 });
}

/** Every method that returns one project. */
const projectCalls = {
  'projects.get': (miosa: MiosaClient) => miosa.projects.get(ids.project),
  'projects.create': (miosa: MiosaClient) => miosa.projects.create({ workspaceId: ids.workspace, name: 'Lead Magnet' }),
  'projects.update': (miosa: MiosaClient) => miosa.projects.update(ids.project, { name: 'Lead Magnet' }),
};

test.each(
  Object.entries(projectCalls).flatMap(([name, call]) =>
    [wireProject, { data: wireProject }, { project: wireProject }].map((body) => ({ name, call, body })),
  ),
)('$name takes the project bare, inside data and inside project', async ({ call, body }) => {
  expect(await call(await clientOf(json(body)))).toEqual(project);
});

describe('a project', () => {
  const decode = async (body: unknown) => (await clientOf(json(body))).projects.get(ids.project);

  test('comes in an envelope that has other fields, too', async () => {
    expect(await decode({ data: wireProject, request_id: 'req_1', id: { odd: true } })).toEqual(project);
  });

  test.each([
    ['data', { id: 'another', name: 'Another' }],
    ['data', null],
    ['project', { id: 'another', name: 'Another' }],
    ['total', 3],
    ['items', [{ id: 'another' }]],
  ])('that has grown a field "%s" is not taken for an envelope: %j', async (field, value) => {
    expect(await decode({ ...wireProject, [field]: value })).toEqual({ ...project, [field]: value });
  });

  test('keeps unknown fields under their camelCase names, and their values as they are', async () => {
    const decoded = await decode({
      ...wireProject,
      plan_tier: 'pro',
      is_archived: false,
      owner: { first_name: 'Ada' },
      tags_2: ['a_b'],
      _internal: null,
    });
    expect(decoded).toEqual({
      ...project,
      planTier: 'pro',
      isArchived: false,
      owner: { first_name: 'Ada' },
      tags2: ['a_b'],
      _internal: null,
    });
  });

  test('does not let an unknown field replace a known one', async () => {
    const decoded = await decode({ createdAt: 'later', workspace__id: 'another', ...wireProject });
    expect(decoded).toEqual(project);
  });

  test('keeps timestamps as sent, to the last digit', async () => {
    const decoded = await decode({ ...wireProject, created_at: '2026-05-18T10:00:00.123456789Z' });
    expect(decoded.createdAt).toBe('2026-05-18T10:00:00.123456789Z');
  });
});

describe.each(['metadata', 'settings'] as const)('%s', (field) => {
  const map =
    '{"snake_case":{"deep_key":[{"deeper_key":1}]},"camelCase":null,"":"blank","data":{"id":1},' +
    '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';
  const wire = JSON.stringify({ ...wireProject, [field]: undefined }).replace('{', `{"${field}":${map},`);

  test('comes back key by key as it was sent', async () => {
    const decoded = await (await clientOf(raw(wire))).projects.get(ids.project);
    expect(JSON.stringify(decoded[field])).toBe(map);
    expect(Object.getPrototypeOf(decoded[field])).toBe(Object.prototype);
    expect({}).not.toHaveProperty('polluted');
  });

  test('comes back so from a list, too', async () => {
    const { data } = await (await clientOf(raw(`{"data":[${wire}]}`))).projects.list();
    expect(data.map((decoded) => JSON.stringify(decoded[field]))).toEqual([map]);
  });
});

test('a field called __proto__ does not become the prototype of what is decoded', async () => {
  const wire = JSON.stringify(wireProject).replace('{', '{"__proto__":{"name":"Another","polluted":true},');
  const decoded = await (await clientOf(raw(wire))).projects.get(ids.project);
  expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype);
  expect(decoded).toMatchObject(project);
  expect('polluted' in decoded).toBe(false);
});

test('a field called __proto__ is kept as an ordinary one', async () => {
  const wire = JSON.stringify(wireProject).replace('{', '{"__proto__":{"polluted":true},');
  const decoded = await (await clientOf(raw(wire))).projects.get(ids.project);
  expect(Object.getOwnPropertyDescriptor(decoded, '__proto__')).toMatchObject({
    value: { polluted: true },
    enumerable: true,
    writable: true,
  });
});

test('a property that every object inherits does not become a field', async () => {
  const miosa = await clientOf(json(wireProject));
  Object.assign(Object.prototype, { each: () => {} });
  try {
    expect(Object.keys(await miosa.projects.get(ids.project))).toEqual(Object.keys(project));
  } finally {
    Reflect.deleteProperty(Object.prototype, 'each');
  }
});

describe('a list', () => {
  const items = [wireProject, { ...wireProject, id: 'second', plan_tier: 'pro' }];
  const decoded = [project, { ...project, id: 'second', planTier: 'pro' }];

  test.each([
    ['{ data, total }', { data: items, total: 7 }, 7],
    ['{ data, page }', { data: items, page: { page: 1, page_size: 20, total: 7 } }, 7],
    ['{ data, meta }', { data: items, meta: { total: 7, page: 1, per_page: 20 } }, 7],
    [
      '{ data, meta } with more in it',
      { data: items, meta: { page: 1, limit: 20, total: 7, total_pages: 1, has_next_page: false } },
      7,
    ],
    ['{ data, next_cursor }', { data: items, next_cursor: null }, undefined],
    ['{ data }', { data: items }, undefined],
    ['{ projects }', { projects: items, total: 7 }, 7],
    ['{ items }', { items, meta: { total: 7 } }, 7],
    ['{ data } beside another array', { data: items, items: [], projects: [], total: 7 }, 7],
    ['a bare array', items, undefined],
    ['a total of another kind', { data: items, total: '7' }, undefined],
    ['a total of zero', { data: items, total: 0 }, 0],
  ])('comes as %s', async (_title, body, expectedTotal) => {
    const { data, total } = await (await clientOf(json(body))).projects.list();
    expect({ data, total }).toEqual({ data: decoded, total: expectedTotal });
  });

  test.each([[{ data: [], total: 0 }], [{ projects: [] }], [[]]])('may be empty: %j', async (body) => {
    expect((await (await clientOf(json(body))).workspaces.listProjects(ids.workspace)).data).toEqual([]);
  });
});

describe('a preview domain', () => {
  const calls = {
    get: (miosa: MiosaClient) => miosa.previewDomain.get(scope),
    set: (miosa: MiosaClient) => miosa.previewDomain.set(scope, 'program.drsmithclinic.com'),
  };

  test.each(
    Object.values(calls).flatMap((call) => [
      { call, body: wirePreviewDomain },
      { call, body: { data: wirePreviewDomain } },
    ]),
  )('comes bare and inside data', async ({ call, body }) => {
    expect(await call(await clientOf(json(body)))).toEqual(previewDomain);
  });

  const decode = async (body: unknown) => calls.get(await clientOf(json(body)));

  test('keeps unknown statuses verbatim, and unknown fields in camelCase', async () => {
    const decoded = await decode({
      ...wirePreviewDomain,
      scope: 'Team',
      status: 'issuing_certificate',
      dns_status: 'half-propagated',
      verified_at: null,
      url_examples: { ...wirePreviewDomain.url_examples, function_url: 'https://<fn>.example.com' },
      data: { grown: true },
    });
    expect(decoded).toEqual({
      ...previewDomain,
      scope: 'Team',
      status: 'issuing_certificate',
      dnsStatus: 'half-propagated',
      verifiedAt: null,
      urlExamples: { ...previewDomain.urlExamples, functionUrl: 'https://<fn>.example.com' },
      data: { grown: true },
    });
  });

  const unset = { previewDomain: null, effectiveDomain: null, dnsStatus: null, urlExamples: null };

  test.each([
    ['null', { preview_domain: null, effective_domain: null, dns_status: null, url_examples: null }],
    ['missing', {}],
  ])('has null for whatever is %s', async (_title, fields) => {
    const decoded = await decode({ scope: 'project', id: ids.project, status: 'not_configured', ...fields });
    expect(decoded).toEqual({ scope: 'project', id: ids.project, status: 'not_configured', ...unset });
  });

  test('has the scope that was asked for, where the response does not say', async () => {
    expect(await decode({ status: 'not_configured' })).toMatchObject({ scope: 'project', id: null });
  });

  test('has null for a URL example that is not given', async () => {
    const { urlExamples } = await decode({ ...wirePreviewDomain, url_examples: { deployment: null } });
    expect(urlExamples).toEqual({ defaultPreview: null, portPreview: null, deployment: null });
  });
});
