import { type MiosaClient, MiosaError, type MiosaPromise } from 'miosa-client';
import { describe, expect, test, vi } from 'vitest';
import { clientWith } from '../support/client.ts';
import { rejection } from '../support/failures.ts';
import { ids, project, wireProject, wireProjectList } from '../support/seed.ts';
import { json, type Responder, raw, startServer } from '../support/server.ts';
import { collectUnhandledRejections } from '../support/unhandled-rejections.ts';

async function clientOf(...responders: Responder[]) {
  const server = await startServer(...responders);
  return { server, miosa: clientWith({ baseUrl: server.url }) };
}

const headers = { 'x-request-id': 'req_1', 'x-region': 'fra' };

describe('withResponse', () => {
  const create = (miosa: MiosaClient) => miosa.projects.create({ workspaceId: ids.workspace, name: 'Lead Magnet' });
  const clear = (miosa: MiosaClient) => miosa.previewDomain.clear({ projectId: ids.project });

  test.each([
    ['a read', json(wireProject, 200, headers), (miosa: MiosaClient) => miosa.projects.get(ids.project), 200, project],
    ['a create', json(wireProject, 201, headers), create, 201, project],
    ['a response without a body', raw('', 204, headers), clear, 204, undefined],
    ['a response whose body is not read', json({}, 200, headers), clear, 200, undefined],
  ])('gives the value, the response and the request id of %s', async (_, responder, call, status, data) => {
    const { miosa } = await clientOf(responder);
    const result = await call(miosa).withResponse();
    expect(result.data).toEqual(data);
    expect(result.requestId).toBe('req_1');
    expect(result.response.status).toBe(status);
    expect(result.response.headers.get('x-region')).toBe('fra');
  });

  test('gives the very response that fetch returned', async () => {
    const response = Response.json(wireProjectList, { headers });
    const result = await clientWith({ fetch: async () => response })
      .projects.list()
      .withResponse();
    expect(result.response).toBe(response);
  });

  test('has no request id where the API sent none', async () => {
    const { miosa } = await clientOf(json(wireProjectList));
    expect((await miosa.projects.list().withResponse()).requestId).toBeUndefined();
  });

  test('gives the response of the last attempt', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const { miosa } = await clientOf(json({}, 503, { 'x-request-id': 'req_0' }), json(wireProjectList, 200, headers));
    const { response, requestId } = await miosa.projects.list().withResponse();
    expect({ status: response.status, requestId }).toEqual({ status: 200, requestId: 'req_1' });
  });

  test('sends nothing of its own, and gives the same value as the promise', async () => {
    const { miosa, server } = await clientOf(json(wireProjectList));
    const promise = miosa.projects.list();
    const [value, first, second] = await Promise.all([promise, promise.withResponse(), promise.withResponse()]);
    expect(first.data).toBe(value);
    expect(second.data).toBe(value);
    expect(server.requests).toHaveLength(1);
  });

  test('rejects as the promise does', async () => {
    const { miosa } = await clientOf(raw('', 404));
    const promise = miosa.projects.list();
    const error = await rejection(promise);
    expect(error).toBeInstanceOf(MiosaError);
    expect(await rejection(promise.withResponse())).toBe(error);
  });
});

test('an ensure and a wait, which send several requests, are plain promises', async () => {
  const miosa = clientWith({ fetch: async () => Response.json({ ...wireProject, verified: true }) });
  const calls = [
    miosa.projects.ensure({ workspaceId: ids.workspace, name: 'Lead Magnet', slug: 'lead-magnet' }),
    miosa.workspaces.ensure({ name: 'Lead Magnet', slug: 'lead-magnet' }),
    miosa.previewDomain.waitUntilReady('organization'),
  ];
  for (const call of calls) expect(Object.getPrototypeOf(call)).toBe(Promise.prototype);
  await Promise.all(calls);
});

test('a call is a real promise', async () => {
  const { miosa } = await clientOf(json(wireProjectList));
  const done = vi.fn();
  const promise = miosa.projects.list();
  expect(promise).toBeInstanceOf(Promise);
  expect(await promise.then(({ total }) => total).finally(done)).toBe(1);
  expect(done).toHaveBeenCalledOnce();
});

describe('a call that fails', () => {
  const client = (fetch: () => Promise<Response>) => clientWith({ fetch, maxRetries: 0 });
  const failures: Record<string, () => MiosaPromise<unknown>> = {
    'with an error of the API': () => client(async () => new Response(null, { status: 404 })).projects.list(),
    'with a response that is not JSON': () => client(async () => new Response('<html>')).projects.list(),
    'without a connection': () => client(() => Promise.reject(new TypeError('failed'))).projects.list(),
    'before anything is sent': () => client(() => expect.fail('it was sent')).projects.get(''),
    'by an abort': () =>
      client(() => new Promise(() => {})).projects.list({}, { signal: AbortSignal.abort(), totalTimeout: 1000 }),
  };

  const uses: Record<string, (call: MiosaPromise<unknown>) => Promise<unknown>> = {
    'is awaited': rejection,
    'is used through withResponse only': (call) => rejection(call.withResponse()),
    'is used both ways': (call) => Promise.all([rejection(call), rejection(call.withResponse())]),
    'is used through withResponse twice': (call) => {
      const [first, second] = [call.withResponse(), call.withResponse()];
      return Promise.all([rejection(first), rejection(second)]);
    },
    'has a catch handler': (call) => call.catch(() => {}),
    'is one of many': (call) => Promise.allSettled([call, Promise.resolve()]),
  };

  test.each(Object.entries(uses))('and %s is not reported as unhandled', async (_, use) => {
    const unhandledRejections = collectUnhandledRejections();
    for (const fail of Object.values(failures)) await use(fail());
    expect(await unhandledRejections()).toEqual([]);
  });

  test.each(Object.entries(failures))('%s and is not looked at is reported, once', async (_, fail) => {
    const unhandledRejections = collectUnhandledRejections();
    fail();
    expect(await unhandledRejections()).toEqual([expect.any(Error)]);
  });
});
