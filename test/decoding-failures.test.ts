import { MiosaClient, MiosaResponseError } from 'miosa-client';
import { describe, expect, test, vi } from 'vitest';
import { rejectionWith } from './support/failures.ts';
import { ids, wirePreviewDomain, wireProject } from './support/seed.ts';
import { type Answer, json, raw, startServer } from './support/server.ts';

type Call = (miosa: MiosaClient) => Promise<unknown>;

const scope = { projectId: ids.project };
const headers = { 'x-request-id': 'req_9' };
const fromProject = `[GET /projects/${ids.project}, req_9]`;

const get: Call = (miosa) => miosa.projects.get(ids.project);
const create: Call = (miosa) => miosa.projects.create({ workspaceId: ids.workspace, name: 'Lead Magnet' });
const mutations: Record<string, Call> = {
  'projects.create': create,
  'projects.update': (miosa) => miosa.projects.update(ids.project, { name: 'Lead Magnet' }),
  'previewDomain.set': (miosa) => miosa.previewDomain.set(scope, 'program.drsmithclinic.com'),
};

async function failureOf(call: Call, answer: Answer): Promise<MiosaResponseError> {
  const { url } = await startServer(answer);
  const miosa = new MiosaClient({ apiKey: 'msk_test_decoding', baseUrl: url, maxRetries: 0 });
  return rejectionWith(MiosaResponseError, call(miosa));
}

const requiredFields = ['id', 'tenant_id', 'workspace_id', 'name', 'slug', 'created_at', 'updated_at'];
const expectedStrings = requiredFields.map((field) => ({ field, message: 'expected string' }));
const expectedJson = [{ field: '', message: 'expected JSON' }];
const expectedObject = [{ field: '', message: 'expected object' }];

describe('where a project is due', () => {
  test.each([
    ['an HTML page', '<!DOCTYPE html><html><body>Welcome</body></html>', expectedJson],
    ['plain text', 'ok', expectedJson],
    ['truncated JSON', JSON.stringify(wireProject).slice(0, -20), expectedJson],
    ['two JSON texts', '{}{}', expectedJson],
    ['nothing', '', expectedJson],
    ['null', 'null', expectedObject],
    ['a list', '[]', expectedObject],
    ['a string', '"ok"', expectedObject],
    ['an empty object', '{}', expectedStrings],
    ['an empty envelope', '{"data":{}}', expectedStrings],
    ['an envelope with null', '{"data":null}', expectedStrings],
    ['an envelope with a list', JSON.stringify({ data: [wireProject] }), expectedStrings],
  ])('%s is no answer', async (_, body, issues) => {
    const error = await failureOf(get, raw(body, 200, headers));
    expect(error).toMatchObject({ name: 'MiosaResponseError', status: 200, requestId: 'req_9', issues });
    expect(error.bodyExcerpt).toBe(body);
    expect(error.cause).toBeUndefined();
  });

  test('no content is no answer', async () => {
    const error = await failureOf(get, raw('', 204, headers));
    expect(error).toMatchObject({ status: 204, requestId: 'req_9', issues: expectedJson, bodyExcerpt: '' });
  });

  test.each(requiredFields)('%s is required', async (field) => {
    const issues = [{ field, message: 'expected string' }];
    const { [field]: _, ...missing }: Record<string, unknown> = wireProject;
    expect(await failureOf(get, json(missing))).toMatchObject({ issues });
    expect(await failureOf(get, json({ ...wireProject, [field]: null }))).toMatchObject({ issues });
    expect(await failureOf(get, json({ ...wireProject, [field]: 7 }))).toMatchObject({ issues });
  });

  test.each([
    ['description', 7, 'expected string'],
    ['external_project_id', ['project_789'], 'expected string'],
    ['external_workspace_id', false, 'expected string'],
    ['metadata', ['a'], 'expected object'],
    ['settings', 'none', 'expected object'],
  ])('%s cannot be %j', async (field, value, message) => {
    const error = await failureOf(get, json({ ...wireProject, [field]: value }));
    expect(error.issues).toEqual([{ field, message }]);
  });
});

test.each<[string, Call, unknown, unknown]>([
  ['projects.list', (miosa) => miosa.projects.list(), {}, [{ field: 'data', message: 'expected array' }]],
  ['projects.list', (miosa) => miosa.projects.list(), { data: {} }, [{ field: 'data', message: 'expected array' }]],
  ['projects.list', (miosa) => miosa.projects.list(), null, [{ field: '', message: 'expected array' }]],
  [
    'projects.list',
    (miosa) => miosa.projects.list(),
    { projects: [wireProject, { ...wireProject, name: null }, 'third'] },
    [
      { field: 'projects.1.name', message: 'expected string' },
      { field: 'projects.2', message: 'expected object' },
    ],
  ],
  [
    'workspaces.listProjects',
    (miosa) => miosa.workspaces.listProjects(ids.workspace),
    [{ ...wireProject, metadata: 'none' }],
    [{ field: '0.metadata', message: 'expected object' }],
  ],
  [
    'previewDomain.get',
    (miosa) => miosa.previewDomain.get(scope),
    {},
    [{ field: 'status', message: 'expected string' }],
  ],
  [
    'previewDomain.get',
    (miosa) => miosa.previewDomain.get(scope),
    { ...wirePreviewDomain, preview_domain: 7, url_examples: { deployment: 7 } },
    [
      { field: 'preview_domain', message: 'expected string' },
      { field: 'url_examples.deployment', message: 'expected string' },
    ],
  ],
  ['previewDomain.verify', (miosa) => miosa.previewDomain.verify(scope), [], expectedObject],
  ['previewDomain.verify', (miosa) => miosa.previewDomain.verify(scope), 'verified', expectedObject],
])('%s says where its answer is wrong: %#', async (_, call, body, issues) => {
  expect(await failureOf(call, json(body))).toMatchObject({ issues });
});

describe('the error', () => {
  test('says that the read succeeded, and where the answer is wrong', async () => {
    const error = await failureOf(get, json({ ...wireProject, name: null, slug: 7 }, 200, headers));
    expect(error.message).toBe(
      'The request succeeded with 200, but its answer cannot be used: ' +
        `name expected string; slug expected string. ${fromProject}`,
    );
  });

  test('never quotes a value, neither in the message nor in the issues', async () => {
    const values = ['Ms. Jane Doe', 'jane@example.com'];
    const [name, email] = values;
    const error = await failureOf(get, json({ ...wireProject, name: { name }, metadata: [email], slug: { email } }));
    const texts = JSON.stringify([error.message, error.issues, error.toJSON(), error.stack]);
    for (const value of values) {
      expect(error.bodyExcerpt).toContain(value);
      expect(texts).not.toContain(value);
    }
  });

  test('keeps the start of the body, 500 characters at most', async () => {
    const body = `<html>${'x'.repeat(10_000)}`;
    const error = await failureOf(get, raw(body));
    expect(error.bodyExcerpt).toBe(body.slice(0, 500));
    expect(error.message.length).toBeLessThan(500);
  });
});

describe.each(Object.entries(mutations))('%s', (_, call) => {
  test.each([
    ['an HTML page', '<html></html>', expectedJson],
    ['truncated JSON', '{"id": "660e8400', expectedJson],
    ['nothing', '', expectedJson],
  ])('answered with %s is sent once, and says that it was carried out', async (_title, body, issues) => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const server = await startServer(raw(body, 201, headers));
    const miosa = new MiosaClient({ apiKey: 'msk_test_decoding', baseUrl: server.url });
    const error = await rejectionWith(MiosaResponseError, call(miosa));
    expect(server.requests).toHaveLength(1);
    expect(error).toMatchObject({ status: 201, requestId: 'req_9', issues });
    expect(error.message).toMatch(/^The request succeeded with 201, .*It was carried out: do not repeat it blindly\./);
  });
});

test('an answer of the wrong kind to a create is not asked for twice', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const server = await startServer(json({ ...wireProject, id: null }, 201));
  const miosa = new MiosaClient({ apiKey: 'msk_test_decoding', baseUrl: server.url });
  await rejectionWith(MiosaResponseError, create(miosa));
  expect(server.requests).toHaveLength(1);
});

test.each([
  ['200 {}', json({})],
  ['200 { ok: true }', json({ ok: true })],
  ['200 with the domain that is left', json(wirePreviewDomain)],
  ['200 with an HTML page', raw('<html></html>')],
  ['200 with nothing', raw('')],
  ['202 with truncated JSON', raw('{"data": {', 202)],
  ['204', raw('', 204)],
])('clearing a preview domain needs no body: %s', async (_, answer) => {
  const { url } = await startServer(answer);
  const miosa = new MiosaClient({ apiKey: 'msk_test_decoding', baseUrl: url, maxRetries: 0 });
  expect(await miosa.previewDomain.clear(scope)).toBeUndefined();
});
