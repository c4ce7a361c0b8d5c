import type { MiosaClient } from 'miosa-client';
import { describe, expect, test } from 'vitest';
import { misuse, refusal } from '../support/refusal.ts';
import { ids, wireWorkspace } from '../support/seed.ts';
import { json } from '../support/server.ts';
import { callersOwn, exchange } from '../support/workspace.ts';

const id = ids.workspace;

interface RequestCase {
  readonly call: (miosa: MiosaClient) => Promise<unknown>;
  /** Method, path and query below `/api/v1`. */
  readonly line: string;
  /** The exact body, or `undefined` for none. */
  readonly body?: unknown;
  readonly response?: unknown;
}

const requests: Record<string, RequestCase> = {
  list: { call: (miosa) => miosa.workspaces.list(), line: 'GET /workspaces', response: [] },
  'list from a page': {
    call: (miosa) => miosa.workspaces.list({ page: 2, pageSize: 50 }),
    line: 'GET /workspaces?page=2&page_size=50',
    response: [],
  },
  listProjects: {
    call: (miosa) => miosa.workspaces.listProjects(id),
    line: `GET /workspaces/${id}/projects`,
    response: [],
  },
  'listProjects from a page': {
    call: (miosa) => miosa.workspaces.listProjects(id, { page: 3, pageSize: 1 }),
    line: `GET /workspaces/${id}/projects?page=3&page_size=1`,
    response: [],
  },
  create: {
    call: (miosa) => miosa.workspaces.create({ name: 'Dr. Smith Clinic' }),
    line: 'POST /workspaces',
    body: { name: 'Dr. Smith Clinic' },
  },
  'create with everything': {
    call: (miosa) =>
      miosa.workspaces.create({
        name: 'Dr. Smith Clinic',
        slug: 'dr-smith-clinic',
        externalWorkspaceId: 'clinic_123',
        description: 'Dental',
        metadata: callersOwn,
      }),
    line: 'POST /workspaces',
    body: {
      name: 'Dr. Smith Clinic',
      slug: 'dr-smith-clinic',
      external_workspace_id: 'clinic_123',
      description: 'Dental',
      metadata: callersOwn,
    },
  },
  'create with undefined fields': {
    call: (miosa) => miosa.workspaces.create({ name: 'Dr. Smith Clinic', slug: undefined, metadata: undefined }),
    line: 'POST /workspaces',
    body: { name: 'Dr. Smith Clinic' },
  },
  get: { call: (miosa) => miosa.workspaces.get(id), line: `GET /workspaces/${id}` },
  update: {
    call: (miosa) => miosa.workspaces.update(id, { name: 'Dr. Smith Clinic' }),
    line: `PATCH /workspaces/${id}`,
    body: { name: 'Dr. Smith Clinic' },
  },
  'update of everything': {
    call: (miosa) =>
      miosa.workspaces.update(id, {
        name: 'Smith & Partners',
        slug: 'smith',
        externalWorkspaceId: 'clinic_124',
        description: null,
        metadata: callersOwn,
      }),
    line: `PATCH /workspaces/${id}`,
    body: {
      name: 'Smith & Partners',
      slug: 'smith',
      external_workspace_id: 'clinic_124',
      description: null,
      metadata: callersOwn,
    },
  },
  delete: { call: (miosa) => miosa.workspaces.delete(id), line: `DELETE /workspaces/${id}`, response: {} },
  'delete by force': {
    call: (miosa) => miosa.workspaces.delete(id, { force: true }),
    line: `DELETE /workspaces/${id}?force=true`,
    response: {},
  },
  'delete as a dry run': {
    call: (miosa) => miosa.workspaces.delete(id, { force: false, dryRun: true }),
    line: `DELETE /workspaces/${id}?dry_run=true`,
    response: {},
  },
  'delete with undefined choices': {
    call: (miosa) => miosa.workspaces.delete(id, { force: undefined, dryRun: undefined }),
    line: `DELETE /workspaces/${id}`,
    response: {},
  },
  updateSettings: {
    call: (miosa) => miosa.workspaces.updateSettings(id, callersOwn),
    line: `PUT /workspaces/${id}/settings`,
    body: callersOwn,
  },
  'updateSettings to an empty object': {
    call: (miosa) => miosa.workspaces.updateSettings(id, {}),
    line: `PUT /workspaces/${id}/settings`,
    body: {},
  },
  stats: { call: (miosa) => miosa.workspaces.stats(id), line: `GET /workspaces/${id}/stats` },
};

test.each(Object.entries(requests))('%s sends the documented request', async (_, { call, line, body, response }) => {
  const { request } = await exchange(call, json(response ?? wireWorkspace));
  expect(`${request.method} ${request.url}`).toBe(line.replace(' ', ' /api/v1'));
  expect(request.body === '' ? undefined : JSON.parse(request.body)).toEqual(body);
  expect(request.headers['content-type']).toBe(body === undefined ? undefined : 'application/json');
  const hasKey = request.headers['idempotency-key'] !== undefined;
  expect(hasKey).toBe(request.method !== 'GET');
});

describe('is rejected before anything is sent:', () => {
  const refused: [string, RequestCase['call'], string][] = [
    ['a create without a name', (miosa) => miosa.workspaces.create(misuse({ slug: 'clinic' })), 'name'],
    ['a create of nothing', (miosa) => miosa.workspaces.create(misuse(null)), 'object'],
    ['a create with an unknown field', (miosa) => miosa.workspaces.create(misuse({ name: 'A', plan: 'gold' })), 'plan'],
    ['an update of nothing', (miosa) => miosa.workspaces.update(id, misuse({})), 'name'],
    ['an update of undefined fields', (miosa) => miosa.workspaces.update(id, misuse({ name: undefined })), 'name'],
    ['an update of an unknown field', (miosa) => miosa.workspaces.update(id, misuse({ settings: {} })), 'settings'],
    [
      'a delete with an option in another spelling',
      (miosa) => miosa.workspaces.delete(id, misuse({ dry_run: true })),
      'dryRun',
    ],
    ['settings that are an array', (miosa) => miosa.workspaces.updateSettings(id, misuse([])), 'settings'],
    ['settings that are null', (miosa) => miosa.workspaces.updateSettings(id, misuse(null)), 'settings'],
    ['a page of zero', (miosa) => miosa.workspaces.list({ page: 0 }), 'page'],
    [
      'a size that is not a number',
      (miosa) => miosa.workspaces.listProjects(id, misuse({ pageSize: '20' })),
      'pageSize',
    ],
  ];

  test.each(refused)('%s', async (_, call, word) => {
    expect((await refusal(call)).message).toContain(word);
  });

  test.each(['true', 'false', 1, 0, null, {}])('a delete whose force or dryRun is %j', async (value) => {
    for (const choice of ['force', 'dryRun']) {
      const error = await refusal((miosa) => miosa.workspaces.delete(id, misuse({ [choice]: value })));
      expect(error.message).toMatch(/true or false/);
    }
  });
});
