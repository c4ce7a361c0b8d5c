import { type MiosaClient, MiosaResponseError } from 'miosa-client';
import { describe, expect, test, vi } from 'vitest';
import { clientWith } from '../support/client.ts';
import { rejectionWith } from '../support/failures.ts';
import { ids, project, wirePreviewDomain, wireProject } from '../support/seed.ts';
import { json, type Responder, raw, startServer } from '../support/server.ts';

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

async function failureOf(call: Call, answer: Responder): Promise<MiosaResponseError> {
  const { url } = await startServer(answer);
  return rejectionWith(MiosaResponseError, call(clientWith({ baseUrl: url, maxRetries: 0 })));
}

const requiredFields = ['id', 'tenant_id', 'workspace_id', 'name', 'slug', 'created_at', 'updated_at'];
const expectedStrings = requiredFields.map((field) => ({ field, message: 'expected string' }));
const expectedJson = [{ field: '', message: 'expected JSON' }];
const expectedObject = [{ field: '', message: 'expected object' }];

describe('a call that returns a project rejects', () => {
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
  ])('when the body is %s', async (_, body, issues) => {
    const error = await failureOf(get, raw(body, 200, headers));
    expect(error).toMatchObject({ name: 'MiosaResponseError', status: 200, requestId: 'req_9', issues });
    expect(error.bodyExcerpt).toBe(body);
    expect(error.cause).toBeUndefined();
  });

  test('when the response is 204', async () => {
    const error = await failureOf(get, raw('', 204, headers));
    expect(error).toMatchObject({ status: 204, requestId: 'req_9', issues: expectedJson, bodyExcerpt: '' });
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
])('%s says which fields of the response are wrong: %#', async (_, call, body, issues) => {
  expect(await failureOf(call, json(body))).toMatchObject({ issues });
});

describe('the error', () => {
  test('says that the request succeeded, and which fields are wrong', async () => {
    const error = await failureOf(get, json({ ...wireProject, name: null, slug: 7 }, 200, headers));
    expect(error.message).toBe(
      'The request succeeded with 200, but its response cannot be used: ' +
        `name expected string; slug expected string. ${fromProject}`,
    );
  });

  test('says what came instead of JSON, and from where, without the query', async () => {
    const fetch = async () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } });
    const miosa = clientWith({ baseUrl: 'https://app.example/api/miosa', fetch, maxRetries: 0 });
    const { message } = await rejectionWith(MiosaResponseError, miosa.projects.list({ page: 2 }));
    expect(message).toContain(
      'expected JSON, not text/html from https://app.example/api/miosa/projects. [GET /projects]',
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
    ['null', 'null', expectedObject],
  ])('is sent once when its response is %s, and says that it was processed', async (_title, body, issues) => {
    const server = await startServer(raw(body, 201, headers));
    const error = await rejectionWith(MiosaResponseError, call(clientWith({ baseUrl: server.url })));
    expect(server.requests).toHaveLength(1);
    expect(error).toMatchObject({ status: 201, requestId: 'req_9', issues });
    expect(error.message).toMatch(/^The request succeeded with 201, .*It was processed: do not retry it blindly\./);
  });
});

test('a GET is sent again when its response is not JSON', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const server = await startServer(raw('<html></html>'), json(wireProject));
  expect(await get(clientWith({ baseUrl: server.url }))).toEqual(project);
  expect(server.requests).toHaveLength(2);
});

test.each([
  ['text/plain', 'not found'],
  ['text/csv; charset=utf-8', 'id,name\n1,x'],
  ['application/pdf', '%PDF-1.7'],
  ['application/octet-stream', '\u0000'],
])('a GET is sent once when its response is %s', async (type, body) => {
  const server = await startServer(raw(body, 200, { 'content-type': type }));
  const { message, issues } = await rejectionWith(MiosaResponseError, get(clientWith({ baseUrl: server.url })));
  expect(server.requests).toHaveLength(1);
  const expected = `expected JSON, not ${type.split(';')[0]}`;
  expect(message).toContain(`${expected} from ${server.url}/projects`);
  expect(issues).toEqual([{ field: '', message: expected }]);
});

test.each([
  'text/event-stream',
  'Text/Event-Stream',
  'application/x-ndjson',
  'application/jsonl; charset=utf-8',
  'application/json-seq',
  'application/stream+json',
  'video/mp2t',
])('a GET whose response is a stream, %s, ends at once, and closes it', async (type) => {
  const cancel = vi.fn();
  const fetch = async () => new Response(new ReadableStream({ cancel }), { headers: { 'content-type': type } });
  await rejectionWith(MiosaResponseError, get(clientWith({ fetch })));
  expect(cancel).toHaveBeenCalledTimes(1);
});

test('a stream of which somebody else reads a copy ends the call, too', async () => {
  const copies: Response[] = [];
  const fetch = async () => {
    const response = new Response(new ReadableStream(), { headers: { 'content-type': 'text/event-stream' } });
    copies.push(response.clone());
    return response;
  };
  await rejectionWith(MiosaResponseError, get(clientWith({ fetch })));
  expect(copies).toHaveLength(1);
});

test.each(['application/octet-stream', 'application/json charset=utf-8', 'text/javascript', '*/*', 'text/csv'])(
  'JSON is read under any name: %s',
  async (type) => {
    const body = JSON.stringify(wireProject);
    const fetch = async () => new Response(body, { status: 201, headers: { 'content-type': type } });
    expect(await get(clientWith({ fetch }))).toEqual(project);
    const empty = async () => new Response('', { headers: { 'content-type': type } });
    expect(await clientWith({ fetch: empty }).request('DELETE', '/x')).toBeUndefined();
  },
);

test('a content type that holds the key is shown without it', async () => {
  const apiKey = 'msk_live_Echoed';
  const fetch = async () => new Response('x', { headers: { 'content-type': `text/${apiKey}` } });
  const error = await rejectionWith(MiosaResponseError, get(clientWith({ apiKey, fetch })));
  expect(JSON.stringify([error.message, error.issues]).toLowerCase()).not.toContain('echoed');
});

test.each(['{"id": "660e8400', '[{', '<html>', ''])(
  'a text that looks like damage, %j, is asked for again',
  async (body) => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const server = await startServer(raw(body, 200, { 'content-type': 'text/plain' }), json(wireProject));
    expect(await get(clientWith({ baseUrl: server.url }))).toEqual(project);
  },
);

test.each(['application/json', 'application/problem+json'])(
  'JSON that cannot be parsed is called so: %s',
  async (type) => {
    const fetch = async () => new Response('<p>', { headers: { 'content-type': type } });
    const { message } = await rejectionWith(MiosaResponseError, get(clientWith({ fetch, maxRetries: 0 })));
    expect(message).toContain(`expected JSON, not malformed ${type} from https://`);
  },
);

test('a GET is sent once when its response does not match the schema', async () => {
  const server = await startServer(json({ ...wireProject, id: null }));
  await rejectionWith(MiosaResponseError, get(clientWith({ baseUrl: server.url })));
  expect(server.requests).toHaveLength(1);
});
