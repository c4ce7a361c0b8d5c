import { MiosaClient, type MiosaPromise } from 'miosa-client';
import { describe, expect, test } from 'vitest';
import { ids, previewDomain, project, wirePreviewDomain, wireProject, wireProjectList } from './support/seed.ts';
import { json, raw, startServer } from './support/server.ts';

interface EndpointCase {
  readonly call: (miosa: MiosaClient) => MiosaPromise<unknown>;
  readonly method: string;
  /** Path and query below `/api/v1`. */
  readonly url: string;
  /** The exact body, or `undefined` for none. */
  readonly body?: unknown;
  readonly answer: ReturnType<typeof json>;
  readonly result: unknown;
}

const scope = { projectId: ids.project };

const cases: Record<string, EndpointCase> = {
  'GET /projects': {
    call: (miosa) => miosa.projects.list(),
    method: 'GET',
    url: '/projects',
    answer: json(wireProjectList),
    result: { data: [project], total: 1 },
  },
  'GET /projects of one workspace': {
    call: (miosa) => miosa.projects.list({ workspaceId: ids.workspace }),
    method: 'GET',
    url: `/projects?workspace_id=${ids.workspace}`,
    answer: json(wireProjectList),
    result: { data: [project], total: 1 },
  },
  'POST /projects': {
    call: (miosa) =>
      miosa.projects.create({
        workspaceSlug: 'dr-smith-clinic',
        name: 'Lead Magnet',
        slug: 'lead-magnet',
        externalWorkspaceId: 'clinic_123',
        externalProjectId: 'project_789',
      }),
    method: 'POST',
    url: '/projects',
    body: {
      workspace_slug: 'dr-smith-clinic',
      name: 'Lead Magnet',
      slug: 'lead-magnet',
      external_workspace_id: 'clinic_123',
      external_project_id: 'project_789',
    },
    answer: json(wireProject, 201),
    result: project,
  },
  'GET /projects/{id}': {
    call: (miosa) => miosa.projects.get(ids.project),
    method: 'GET',
    url: `/projects/${ids.project}`,
    answer: json(wireProject),
    result: project,
  },
  'PATCH /projects/{id}': {
    call: (miosa) => miosa.projects.update(ids.project, { name: 'Summer Lead Magnet' }),
    method: 'PATCH',
    url: `/projects/${ids.project}`,
    body: { name: 'Summer Lead Magnet' },
    answer: json({ ...wireProject, name: 'Summer Lead Magnet' }),
    result: { ...project, name: 'Summer Lead Magnet' },
  },
  'GET /projects/{id}/preview-domain': {
    call: (miosa) => miosa.previewDomain.get(scope),
    method: 'GET',
    url: `/projects/${ids.project}/preview-domain`,
    answer: json(wirePreviewDomain),
    result: previewDomain,
  },
  'PUT /projects/{id}/preview-domain': {
    call: (miosa) => miosa.previewDomain.set(scope, 'program.drsmithclinic.com'),
    method: 'PUT',
    url: `/projects/${ids.project}/preview-domain`,
    body: { preview_domain: 'program.drsmithclinic.com' },
    answer: json(wirePreviewDomain),
    result: previewDomain,
  },
  'DELETE /projects/{id}/preview-domain': {
    call: (miosa) => miosa.previewDomain.clear(scope),
    method: 'DELETE',
    url: `/projects/${ids.project}/preview-domain`,
    answer: raw('', 204),
    result: undefined,
  },
  'GET /projects/{id}/preview-domain/verify': {
    call: (miosa) => miosa.previewDomain.verify(scope),
    method: 'GET',
    url: `/projects/${ids.project}/preview-domain/verify`,
    answer: json({ verified: true, target: 'proxy.miosa.ai', records: [] }),
    result: {
      ready: true,
      target: 'proxy.miosa.ai',
      records: [],
      raw: { verified: true, target: 'proxy.miosa.ai', records: [] },
    },
  },
  'GET /workspaces/{id}/projects': {
    call: (miosa) => miosa.workspaces.listProjects(ids.workspace),
    method: 'GET',
    url: `/workspaces/${ids.workspace}/projects`,
    answer: json(wireProjectList),
    result: { data: [project], total: 1 },
  },
};

const isMutation = (method: string): boolean => method !== 'GET';
const uuidV4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe.each(Object.entries(cases))('%s', (_, { call, method, url, body, answer, result }) => {
  const run = async () => {
    const server = await startServer(answer);
    const miosa = new MiosaClient({ apiKey: 'msk_test_endpoints', baseUrl: server.url, tenant: 'cliniciq' });
    const value = await call(miosa);
    expect(server.requests).toHaveLength(1);
    const [request = expect.fail('no request arrived')] = server.requests;
    return { value, request };
  };

  test('sends the documented request', async () => {
    const { request } = await run();
    expect(request.method).toBe(method);
    expect(request.url).toBe(`/api/v1${url}`);
    expect(request.body === '' ? undefined : JSON.parse(request.body)).toEqual(body);
  });

  test('sends the headers that the API asks for', async () => {
    const { headers } = (await run()).request;
    expect(headers.authorization).toBe('Bearer msk_test_endpoints');
    expect(headers.accept).toBe('application/json');
    expect(headers['user-agent']).toMatch(/^miosa-client\/\d+\.\d+\.\d+/);
    expect(headers['x-miosa-tenant']).toBe('cliniciq');
    expect(headers['content-type']).toBe(body === undefined ? undefined : 'application/json');
    if (isMutation(method)) expect(headers['idempotency-key']).toMatch(uuidV4);
    else expect(headers).not.toHaveProperty('idempotency-key');
  });

  test('decodes the documented answer', async () => {
    const { value } = await run();
    expect(value).toEqual(result);
  });
});
