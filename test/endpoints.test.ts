import type { MiosaClient, MiosaPromise } from 'miosa-client';
import { expect, test } from 'vitest';
import { clientWith } from './support/client.ts';
import { ids, previewDomain, project, wirePreviewDomain, wireProject, wireProjectList } from './support/seed.ts';
import { json, raw, startServer } from './support/server.ts';

interface EndpointCase {
  readonly call: (miosa: MiosaClient) => MiosaPromise<unknown>;
  /** The exact body, or `undefined` for none. */
  readonly body?: unknown;
  readonly response: ReturnType<typeof json>;
  readonly result: unknown;
}

const scope = { projectId: ids.project };
const newProject = { name: 'Lead Magnet', slug: 'lead-magnet' };

/** By method, and path and query below `/api/v1`. */
const cases: Record<string, EndpointCase> = {
  'GET /projects': {
    call: (miosa) => miosa.projects.list(),
    response: json(wireProjectList),
    result: { data: [project], page: 1, total: 1, hasMore: false },
  },
  [`GET /projects?workspace_id=${ids.workspace}`]: {
    call: (miosa) => miosa.projects.list({ workspaceId: ids.workspace }),
    response: json(wireProjectList),
    result: { data: [project], page: 1, total: 1, hasMore: false },
  },
  'POST /projects': {
    call: (miosa) =>
      miosa.projects.create({
        ...newProject,
        workspaceSlug: 'dr-smith-clinic',
        externalWorkspaceId: 'clinic_123',
        externalProjectId: 'project_789',
      }),
    body: {
      ...newProject,
      workspace_slug: 'dr-smith-clinic',
      external_workspace_id: 'clinic_123',
      external_project_id: 'project_789',
    },
    response: json(wireProject, 201),
    result: project,
  },
  [`GET /projects/${ids.project}`]: {
    call: (miosa) => miosa.projects.get(ids.project),
    response: json(wireProject),
    result: project,
  },
  [`PATCH /projects/${ids.project}`]: {
    call: (miosa) => miosa.projects.update(ids.project, { name: 'Summer Lead Magnet' }),
    body: { name: 'Summer Lead Magnet' },
    response: json({ ...wireProject, name: 'Summer Lead Magnet' }),
    result: { ...project, name: 'Summer Lead Magnet' },
  },
  [`GET /projects/${ids.project}/preview-domain`]: {
    call: (miosa) => miosa.previewDomain.get(scope),
    response: json(wirePreviewDomain),
    result: previewDomain,
  },
  [`PUT /projects/${ids.project}/preview-domain`]: {
    call: (miosa) => miosa.previewDomain.set(scope, 'program.drsmithclinic.com'),
    body: { preview_domain: 'program.drsmithclinic.com' },
    response: json(wirePreviewDomain),
    result: previewDomain,
  },
  [`DELETE /projects/${ids.project}/preview-domain`]: {
    call: (miosa) => miosa.previewDomain.clear(scope),
    response: raw('', 204),
    result: undefined,
  },
  [`GET /projects/${ids.project}/preview-domain/verify`]: {
    call: (miosa) => miosa.previewDomain.verify(scope),
    response: json({ verified: true, target: 'proxy.miosa.ai', records: [] }),
    result: {
      ready: true,
      target: 'proxy.miosa.ai',
      records: [],
      raw: { verified: true, target: 'proxy.miosa.ai', records: [] },
    },
  },
  [`GET /workspaces/${ids.workspace}/projects`]: {
    call: (miosa) => miosa.workspaces.listProjects(ids.workspace),
    response: json(wireProjectList),
    result: { data: [project], page: 1, total: 1, hasMore: false },
  },
};

const uuidV4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test.each(Object.entries(cases))(
  '%s is sent as documented, and its documented response is decoded',
  async (endpoint, { call, body, response, result }) => {
    const server = await startServer(response);
    const miosa = clientWith({ apiKey: 'msk_test_endpoints', baseUrl: server.url, tenant: 'cliniciq' });
    expect(await call(miosa)).toEqual(result);

    expect(server.requests).toHaveLength(1);
    const [request = expect.fail('no request arrived')] = server.requests;
    expect(`${request.method} ${request.url}`).toBe(endpoint.replace(' ', ' /api/v1'));
    expect(request.body === '' ? undefined : JSON.parse(request.body)).toEqual(body);
    const { headers } = request;
    expect(headers.authorization).toBe('Bearer msk_test_endpoints');
    expect(headers.accept).toBe('application/json');
    expect(headers['user-agent']).toMatch(/^miosa-client\/\d+\.\d+\.\d+/);
    expect(headers['x-miosa-tenant']).toBe('cliniciq');
    expect(headers['content-type']).toBe(body === undefined ? undefined : 'application/json');
    if (request.method === 'GET') expect(headers).not.toHaveProperty('idempotency-key');
    else expect(headers['idempotency-key']).toMatch(uuidV4);
  },
);
