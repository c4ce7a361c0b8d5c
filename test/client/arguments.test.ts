import { runInNewContext } from 'node:vm';
import { type Fetch, type MiosaClient, MiosaConfigError } from 'miosa-client';
import { describe, expect, test, vi } from 'vitest';
import { clientWith } from '../support/client.ts';
import { rejection, rejectionWith } from '../support/failures.ts';
import { misuse, refusal } from '../support/refusal.ts';
import { ids, wirePreviewDomain, wireProject, wireWorkspace } from '../support/seed.ts';

const { workspace: workspaceId, project: projectId } = ids;
const newProject = { workspaceId, name: 'Lead Magnet', slug: 'lead-magnet' };
const newWorkspace = { name: 'Dr. Smith Clinic', slug: 'dr-smith-clinic' };
const scope = { projectId };

describe('a method rejects, it never throws, whatever it is given:', () => {
  type Use = (miosa: MiosaClient, value: never) => Promise<unknown>;
  const uses: Record<string, Use> = {
    'the filter of a list': (miosa, value) => miosa.projects.list(value),
    'the options of a list': (miosa, value) => miosa.projects.list({}, value),
    'the page of a list': (miosa, value) => miosa.workspaces.listProjects(workspaceId, value),
    'an id': (miosa, value) => miosa.projects.get(value),
    'the input of a create': (miosa, value) => miosa.projects.create(value),
    'the options of a create': (miosa, value) => miosa.projects.create(newProject, value),
    'the changes of an update': (miosa, value) => miosa.projects.update(projectId, value),
    'the input of ensure': (miosa, value) => miosa.projects.ensure(value),
    'the options of ensure': (miosa, value) => miosa.projects.ensure(newProject, value),
    'the input of workspaces.ensure': (miosa, value) => miosa.workspaces.ensure(value),
    'the options of workspaces.ensure': (miosa, value) => miosa.workspaces.ensure(newWorkspace, value),
    'what is to be deleted': (miosa, value) => miosa.workspaces.delete(workspaceId, value),
    'the settings of a workspace': (miosa, value) => miosa.workspaces.updateSettings(workspaceId, value),
    'a scope to read': (miosa, value) => miosa.previewDomain.get(value),
    'a scope to set': (miosa, value) => miosa.previewDomain.set(value, 'example.com'),
    'a scope to clear': (miosa, value) => miosa.previewDomain.clear(value),
    'a scope to verify': (miosa, value) => miosa.previewDomain.verify(value),
    'a domain': (miosa, value) => miosa.previewDomain.set(scope, value),
    'a scope to wait for': (miosa, value) => miosa.previewDomain.waitUntilReady(value),
    'the options of a wait': (miosa, value) => miosa.previewDomain.waitUntilReady(scope, value),
    'the method of a request': (miosa, value) => miosa.request(value, '/sandboxes'),
    'the path of a request': (miosa, value) => miosa.request('GET', value),
    'the options of a request': (miosa, value) => miosa.request('GET', '/sandboxes', value),
    'the query of a request': (miosa, value) => miosa.request('GET', '/sandboxes', { query: value }),
    'the body of a request': (miosa, value) => miosa.request('POST', '/sandboxes', { body: value }),
    'the headers of a request': (miosa, value) => miosa.request('POST', '/sandboxes', { headers: value }),
  };
  const fail = (): never => {
    throw new Error('no trespassing');
  };

  test.each(Object.entries(uses))('%s', async (_, use) => {
    const fetch = vi.fn<Fetch>();
    const miosa = clientWith({ fetch });
    for (const value of [new Proxy({}, { get: fail, has: fail, ownKeys: fail }), 42n, Symbol('a')]) {
      let promise: Promise<unknown> | undefined;
      expect(() => {
        promise = use(miosa, misuse(value));
      }).not.toThrow();
      await rejection(promise ?? expect.fail('no promise was returned'));
    }
    expect(fetch).not.toHaveBeenCalled();
  });
});

describe('what a method was given is read at once: later changes are not sent by', () => {
  /** Overwrites everything in an object, at any depth. */
  function overwrite(target: object): void {
    for (const [name, value] of Object.entries(target)) {
      if (typeof value === 'object' && value !== null) overwrite(value);
      else Reflect.set(target, name, 'changed');
    }
    Reflect.set(target, 'added', 'changed');
  }

  /** A slug is taken by what stands on the second page of a list, and the second check of a domain is ready. */
  function respond(url: URL, { method, body }: RequestInit, requests: number): Response {
    if (url.pathname.endsWith('/verify')) return Response.json({ verified: requests > 1 });
    if (url.pathname.endsWith('/preview-domain')) return Response.json(wirePreviewDomain);
    if (String(body).includes('"taken"')) return Response.json({}, { status: 409 });
    const wire = url.pathname.endsWith('/workspaces') ? wireWorkspace : wireProject;
    if (method !== 'GET') return Response.json(wire);
    const page = url.searchParams.get('page');
    return Response.json({ data: [{ ...wire, id: `${page}`, slug: page === '2' ? 'taken' : 'other' }], total: 2 });
  }

  async function iterate(items: AsyncIterable<unknown>): Promise<void> {
    for await (const _ of items);
  }

  const options = () => ({ tenant: 'cliniciq', headers: { 'x-team': 'growth' }, idempotencyKey: 'order-4711' });
  const metadata = () => ({ plan: { tier: ['gold'] } });

  interface ReadCase {
    readonly requests: number;
    readonly callAndChange: (miosa: MiosaClient) => Promise<unknown>;
  }

  /** Calls a method, and changes what it was given before it has had time to go on. */
  function reads<Given extends object>(
    requests: number,
    given: Given,
    call: (miosa: MiosaClient, given: Given) => Promise<unknown>,
  ): ReadCase {
    const callAndChange = (miosa: MiosaClient): Promise<unknown> => {
      const result = call(miosa, given);
      overwrite(given);
      return result;
    };
    return { requests, callAndChange };
  }

  const cases: Record<string, ReadCase> = {
    'projects.list, iterated': reads(2, { filter: { pageSize: 1 }, options: options() }, (miosa, given) =>
      iterate(miosa.projects.list(given.filter, given.options)),
    ),
    'workspaces.listProjects, iterated': reads(2, { page: { pageSize: 1 }, options: options() }, (miosa, given) =>
      iterate(miosa.workspaces.listProjects(workspaceId, given.page, given.options)),
    ),
    'projects.create': reads(
      1,
      { input: { ...newProject, metadata: metadata() }, options: options() },
      (miosa, given) => miosa.projects.create(given.input, given.options),
    ),
    'projects.update': reads(1, { changes: { settings: metadata() }, options: options() }, (miosa, given) =>
      miosa.projects.update(projectId, given.changes, given.options),
    ),
    'projects.ensure, which looks on two pages': reads(
      3,
      { input: { ...newProject, slug: 'taken', metadata: metadata() }, options: options() },
      (miosa, given) => miosa.projects.ensure(given.input, given.options),
    ),
    'workspaces.ensure, which looks on two pages': reads(
      3,
      { input: { ...newWorkspace, slug: 'taken', metadata: metadata() }, options: options() },
      (miosa, given) => miosa.workspaces.ensure(given.input, given.options),
    ),
    'previewDomain.set': reads(1, { scope: { projectId }, options: options() }, (miosa, given) =>
      miosa.previewDomain.set(given.scope, 'example.com', given.options),
    ),
    'previewDomain.waitUntilReady': reads(
      2,
      { scope: { projectId }, options: { ...options(), interval: 1 } },
      (miosa, given) => miosa.previewDomain.waitUntilReady(given.scope, given.options),
    ),
    request: reads(1, { query: { page: 2 }, body: metadata(), ...options() }, (miosa, given) =>
      miosa.request('POST', '/sandboxes', given),
    ),
  };

  test.each(Object.entries(cases))('%s', async (_, { requests, callAndChange }) => {
    const sent: string[] = [];
    const fetch: Fetch = async (url, init) => {
      sent.push(JSON.stringify([url, [...new Headers(init.headers)], init.body]));
      return respond(new URL(url), init, sent.length);
    };
    await callAndChange(clientWith({ fetch, maxRetries: 0 }));
    expect(sent).toHaveLength(requests);
    for (const request of sent) {
      expect(request).toContain('growth');
      expect(request).toContain('cliniciq');
      expect(request).not.toContain('changed');
    }
  });
});

test('what an instance of a class inherits is sent, as TypeScript lets it be passed', async () => {
  class Filter {
    get workspaceId(): string {
      return workspaceId;
    }
  }
  const fetch = vi.fn<Fetch>(async () => Response.json({ data: [], total: 0 }));
  await clientWith({ fetch }).projects.list(new Filter());
  expect(fetch.mock.lastCall?.[0]).toContain(`/projects?workspace_id=${workspaceId}`);
});

describe('metadata and settings', () => {
  type Send = (miosa: MiosaClient, map: Record<string, unknown>) => Promise<unknown>;
  const sends: Record<string, Send> = {
    'metadata of projects.create': (miosa, metadata) => miosa.projects.create({ ...newProject, metadata }),
    'metadata of projects.update': (miosa, metadata) => miosa.projects.update(projectId, { metadata }),
    'settings of projects.update': (miosa, settings) => miosa.projects.update(projectId, { settings }),
    'metadata of projects.ensure': (miosa, metadata) => miosa.projects.ensure({ ...newProject, metadata }),
    'metadata of workspaces.create': (miosa, metadata) => miosa.workspaces.create({ ...newWorkspace, metadata }),
    'metadata of workspaces.update': (miosa, metadata) => miosa.workspaces.update(workspaceId, { metadata }),
    'metadata of workspaces.ensure': (miosa, metadata) => miosa.workspaces.ensure({ ...newWorkspace, metadata }),
    'settings of workspaces.updateSettings': (miosa, map) => miosa.workspaces.updateSettings(workspaceId, map),
  };
  class Plan {
    tier = 'gold';
  }

  test.each(Object.entries(sends))('%s are rejected where JSON would lose what they are', async (name, send) => {
    const [field = ''] = name.split(' ');
    for (const map of [['gold'], new Map([['tier', 'gold']]), new Set(), new Date(), new Plan(), 'gold', 42, true]) {
      const error = await refusal((miosa) => send(miosa, misuse(map)));
      expect(error.message).toContain(field);
    }
  });

  interface Interface {
    readonly tier: string;
  }
  const typed: Interface = { tier: 'gold' };

  test.each<[string, object]>([
    ['an interface type', typed],
    ['no prototype', Object.assign(Object.create(null), typed)],
    ['a prototype of another realm', runInNewContext('({ tier: "gold" })')],
  ])('are sent where their object has %s', async (_, map) => {
    const fetch = vi.fn<Fetch>(async () => Response.json(wireProject));
    await clientWith({ fetch }).projects.update(projectId, { metadata: map, settings: map });
    expect(JSON.parse(String(fetch.mock.lastCall?.[1].body))).toEqual({ metadata: typed, settings: typed });
  });
});

test('request that has lost its client rejects, and says how to call it', async () => {
  const { request } = clientWith({});
  const { message } = await rejectionWith(MiosaConfigError, request('GET', '/sandboxes'));
  expect(message).toContain('miosa.request');
});
