import { type MiosaClient, MiosaResponseError } from 'miosa-client';
import { describe, expect, test } from 'vitest';
import { rejectionWith } from '../support/failures.ts';
import { ids, project, wireProject, wireWorkspace, workspace } from '../support/seed.ts';
import { json, type Responder, raw } from '../support/server.ts';
import { callersOwn, exchange } from '../support/workspace.ts';

type Call = (miosa: MiosaClient) => Promise<unknown>;

const id = ids.workspace;

const list: Call = (miosa) => miosa.workspaces.list();
const listProjects: Call = (miosa) => miosa.workspaces.listProjects(id);
const create: Call = (miosa) => miosa.workspaces.create({ name: 'Dr. Smith Clinic' });
const get: Call = (miosa) => miosa.workspaces.get(id);
const update: Call = (miosa) => miosa.workspaces.update(id, { name: 'Dr. Smith Clinic' });
const remove: Call = (miosa) => miosa.workspaces.delete(id);
const updateSettings: Call = (miosa) => miosa.workspaces.updateSettings(id, callersOwn);
const stats: Call = (miosa) => miosa.workspaces.stats(id);

test.each<[string, object, number | undefined]>([
  ['{ data, meta }', { data: [wireWorkspace], meta: { total: 7, page: 1, per_page: 20 } }, 7],
  ['{ workspaces }', { workspaces: [wireWorkspace] }, undefined],
  ['a bare array', [wireWorkspace], undefined],
])('list takes the workspaces from %s', async (_, body, total) => {
  const { value } = await exchange(list, json(body));
  expect(value).toMatchObject({ data: [workspace], total });
});

test('listProjects gives projects', async () => {
  const { value } = await exchange(listProjects, json({ projects: [wireProject] }));
  expect(value).toMatchObject({ data: [project] });
});

describe.each(Object.entries({ create, get, update }))('%s', (_, call) => {
  test.each([
    ['bare', json(wireWorkspace, 201)],
    ['inside data', json({ data: wireWorkspace })],
    ['inside workspace', json({ workspace: wireWorkspace })],
  ])('takes the workspace %s', async (_title, responder) => {
    expect((await exchange(call, responder)).value).toEqual(workspace);
  });

  test.each([
    ['missing', {}],
    ['null', Object.fromEntries(Object.keys(wireWorkspace).map((name) => [name, null]))],
  ])('has null, or an empty map, for what is %s', async (_title, fields) => {
    const { value } = await exchange(call, json({ ...fields, id, name: 'Dr. Smith Clinic' }));
    expect(value).toEqual({
      id,
      tenantId: null,
      externalWorkspaceId: null,
      name: 'Dr. Smith Clinic',
      slug: null,
      description: null,
      metadata: {},
      settings: {},
      createdAt: null,
      updatedAt: null,
    });
  });

  test('keeps unknown fields in camelCase', async () => {
    const { value } = await exchange(call, json({ ...wireWorkspace, resource_count: 7, archived: false }));
    expect(value).toEqual({ ...workspace, resourceCount: 7, archived: false });
  });

  test.each(['id', 'name'])('needs the field %s', async (field) => {
    const incomplete = exchange(call, json({ ...wireWorkspace, [field]: undefined }));
    const { issues } = await rejectionWith(MiosaResponseError, incomplete);
    expect(issues).toEqual([{ field, message: 'expected string' }]);
  });
});

/** The response to a dry run in an official client's tests. */
const wireDryRun = { dry_run: true, resources: { sandboxes: [{ id: 's_1' }] }, counts: { sandboxes: 1 } };
const { dry_run: dryRun, ...rest } = wireDryRun;
const ownData = { data: callersOwn, region_name: 'fra' };
const wireStats = { computer_count: 3, totals: { cpu_cores: 4 } };

const open: [string, Call, Responder, object][] = [
  ['delete gives an empty object after 204', remove, raw('', 204), {}],
  ['delete gives an empty object after an empty 200', remove, raw('', 200), {}],
  ['delete gives an empty object after {}', remove, json({}), {}],
  ['delete passes on { ok: true }', remove, json({ ok: true }), { ok: true }],
  ['delete passes on what would be deleted', remove, json(wireDryRun), { dryRun, ...rest }],
  ['delete passes on what is inside data', remove, json({ data: wireDryRun }), { dryRun, ...rest }],
  ['updateSettings gives the settings as they are', updateSettings, json(callersOwn), callersOwn],
  ['updateSettings takes them from data', updateSettings, json({ data: callersOwn }), callersOwn],
  [
    'updateSettings does not take a setting "data" beside others for an envelope',
    updateSettings,
    json(ownData),
    ownData,
  ],
  ['updateSettings gives an empty object after 204', updateSettings, raw('', 204), {}],
  ['stats has its names in camelCase', stats, json(wireStats), { computerCount: 3, totals: { cpu_cores: 4 } }],
  ['stats takes them from data', stats, json({ data: { computer_count: 3 } }), { computerCount: 3 }],
  ['stats may be empty', stats, json({}), {}],
  ['stats may be null', stats, json(null), {}],
];

test.each(open)('%s', async (_, call, responder, result) => {
  const { value } = await exchange(call, responder);
  // Unlike `toEqual`, it compares fields that are undefined, and prototypes.
  expect(value).toStrictEqual(result);
});

test.each([
  ['an HTML page', raw('<html></html>'), 'JSON'],
  ['an array', json([]), 'object'],
  ['a number', json(7), 'object'],
  ['a string', json('ok'), 'object'],
])('%s is not a response to delete, updateSettings or stats', async (_, responder, kind) => {
  for (const call of [remove, updateSettings, stats]) {
    const { status, issues } = await rejectionWith(MiosaResponseError, exchange(call, responder));
    expect({ status, issues }).toEqual({ status: 200, issues: [{ field: '', message: `expected ${kind}` }] });
  }
});
