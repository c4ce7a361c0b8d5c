import { getEventListeners } from 'node:events';
import {
  type EnsureProjectInput,
  type Fetch,
  MiosaResponseError,
  MiosaTimeoutError,
  WorkspaceNotFoundError,
  WorkspaceRequiredError,
  type WorkspaceSelector,
} from 'miosa-client';
import { createMiosaEmulator, type MiosaEmulatorOptions } from 'miosa-client/testing';
import { describe, expect, test, vi } from 'vitest';
import { countRequests } from '../../scripts/ensure-requests.ts';
import { clientWith } from '../support/client.ts';
import { type EnsureInput, ensureMethods, holding, settle } from '../support/ensure.ts';
import { rejection, rejectionWith } from '../support/failures.ts';
import { stopClock } from '../support/fake-clock.ts';
import { misuse, refusal } from '../support/refusal.ts';
import { silence } from '../support/replies.ts';
import { ids, wireProject, wireWorkspace } from '../support/seed.ts';

const input: EnsureInput = { slug: 'lead-magnet', name: 'Lead Magnet' };
const existing = { slug: 'lead-magnet', name: 'Existing' };
const taken = { errors: { slug: ['has already been taken'] } };

const refused = async () => Response.json(taken, { status: 422 });
const responds = (status: number, body: object = {}) => vi.fn(() => Response.json(body, { status }));

function setUp(options: MiosaEmulatorOptions = holding()) {
  const emulator = createMiosaEmulator(options);
  return {
    emulator,
    miosa: clientWith({ fetch: emulator.fetch, maxRetries: 0 }),
    sent: () =>
      emulator.requests.map(({ method, path, query }) =>
        `${method} ${path}?${new URLSearchParams(query)}`.replace(/\?$/, ''),
      ),
  };
}

describe.each(Object.entries(ensureMethods))('%s', (_, { ensure, path, looks, externalIdField }) => {
  const create = `POST ${path}`;
  const look = looks.map((target) => `GET ${target}`);

  test('creates what is not there, with everything that was given, in one request', async () => {
    const { emulator, miosa } = setUp();
    const given = { ...input, description: 'For the summer', metadata: { plan_id: 'gold' } };
    const result = await ensure(miosa, { ...given, externalId: 'customer_1' });
    expect(result).toMatchObject({ created: true, item: given });
    expect(emulator.requests).toMatchObject([
      { method: 'POST', path, body: { ...given, [externalIdField]: 'customer_1' } },
    ]);
  });

  test('finds what has exactly its slug, and never changes it', async () => {
    const slugs = ['lead-magnet-2', 'lead', 'leadmagnet', 'lead-magnet', 'magnet'];
    const { miosa, sent } = setUp(holding(...slugs.map((slug) => ({ slug }))));
    const given = { ...input, description: 'Yours', metadata: { plan_id: 'gold' } };
    expect(await ensure(miosa, given)).toMatchObject({ created: false, item: existing });
    expect(sent()).toEqual([create, ...look]);
  });

  test.each([
    ['neither has an external id', {}, {}],
    ['it has no external id', {}, { externalId: 'customer_1' }],
    ['none is given', { externalId: 'customer_1' }, {}],
    ['both have the same external id', { externalId: 'customer_1' }, { externalId: 'customer_1' }],
  ])('finds what has its slug where %s', async (_which, theirs, own) => {
    const { miosa } = setUp(holding({ slug: 'lead-magnet', ...theirs }));
    expect(await ensure(miosa, { ...input, ...own })).toMatchObject({ created: false, item: existing });
  });

  test('throws the refusal at once where what has its slug has another external id', async () => {
    const { miosa, sent } = setUp(holding({ slug: 'lead-magnet', externalId: 'customer_1' }));
    const call = ensure(miosa, { ...input, externalId: 'customer_2' });
    await expect(call).rejects.toMatchObject({ name: 'ValidationFailedError', issues: [{ field: 'slug' }] });
    expect(sent()).toEqual([create, ...look]);
  });

  describe('after a create that was refused', () => {
    const refusals: readonly (readonly [string, number, object, 'may be taken' | 'is free'])[] = [
      ['409', 409, {}, 'may be taken'],
      ['409 about another field', 409, { errors: { name: ['is reserved'] } }, 'may be taken'],
      ['422 about the slug', 422, taken, 'may be taken'],
      ['422 about the slug and more', 422, { errors: { name: ['is bad'], slug: ['exists'] } }, 'may be taken'],
      ['422 about workspace_id', 422, { errors: { workspace_id: ['has already been taken'] } }, 'may be taken'],
      ['422 about tenant_id', 422, { errors: { tenant_id: ['has already been taken'] } }, 'may be taken'],
      ['422 without an issue', 422, { error: { code: 'VALIDATION_FAILED' } }, 'may be taken'],
      ['400 without an issue', 400, {}, 'may be taken'],
      ['422 about another field', 422, { errors: { name: ['is reserved'] } }, 'is free'],
      ['400 about another field', 400, { errors: { description: ['is too long'] } }, 'is free'],
    ];

    test.each([400, 409, 422])('with %s it finds what is there', async (status) => {
      const routes = { [create]: responds(status, { errors: { name: ['is reserved'] } }) };
      const { miosa, sent } = setUp({ ...holding({ slug: 'lead-magnet' }), routes });
      expect(await ensure(miosa, input)).toMatchObject({ created: false, item: existing });
      expect(sent()).toEqual([create, ...look]);
    });

    test.each(refusals)('with %s it throws the refusal where nothing is there', async (_reason, status, body, slug) => {
      stopClock();
      const start = Date.now();
      const times: number[] = [];
      const listed = () => {
        times.push(Date.now() - start);
        return Response.json({ data: [] });
      };
      const { miosa } = setUp({ ...holding(), routes: { [create]: responds(status, body), [`GET ${path}`]: listed } });
      const [result] = await settle([ensure(miosa, input)]);
      expect(result).toMatchObject({ status: 'rejected', reason: { status, method: 'POST' } });
      expect(times).toEqual(slug === 'is free' ? [0] : [0, 500, 1500, 3500]);
    });

    test.each<[string, number, object?]>([
      ['WORKSPACE_REQUIRED', 400, { error: { code: 'WORKSPACE_REQUIRED' } }],
      ...[401, 402, 403, 404, 410, 429, 451, 500, 503].map((status): [string, number] => [String(status), status]),
    ])('with %s it throws that, and does not look', async (_reason, status, body) => {
      const routes = { [create]: responds(status, body) };
      const { miosa, sent } = setUp({ ...holding({ slug: 'lead-magnet' }), routes });
      await expect(ensure(miosa, input)).rejects.toMatchObject({ status, method: 'POST' });
      expect(sent()).toEqual([create]);
    });

    test.each([
      ['is not allowed', responds(403), { name: 'PermissionDeniedError', method: 'GET' }],
      ['fails', responds(500), { name: 'ServerError', method: 'GET' }],
      ['cannot be read', responds(200), { name: 'MiosaResponseError', status: 200 }],
    ])('throws the failure of a look that %s', async (_failure, listed, error) => {
      const { miosa } = setUp({ ...holding(), routes: { [create]: refused, [`GET ${path}`]: listed } });
      await expect(ensure(miosa, input)).rejects.toMatchObject(error);
      expect(listed).toHaveBeenCalledOnce();
    });
  });

  test('finds what lists show later than the create of somebody else', async () => {
    stopClock();
    const { emulator, miosa } = setUp({ ...holding(), listLagMs: 3500 });
    const other = await ensure(clientWith({ fetch: emulator.fetch }), input);
    const [result] = await settle([ensure(miosa, input)]);
    expect(result).toMatchObject({ value: { ...other, created: false } });
  });

  test.each(['truncated-json', 'empty-body'] as const)('finds what its own create made before %s', async (kind) => {
    stopClock();
    const { emulator, miosa, sent } = setUp({ ...holding(), listLagMs: 1000 });
    emulator.failNext(kind, { endpoint: create });
    const [result] = await settle([ensure(miosa, input)]);
    expect(result).toMatchObject({ value: { created: false, item: input } });
    expect(sent()).toEqual([create, ...look, ...look, ...look]);
  });

  test('throws that the answer to its create cannot be read where it then finds nothing', async () => {
    stopClock();
    const { miosa, sent } = setUp({ ...holding(), routes: { [create]: responds(201) } });
    const [result] = await settle([ensure(miosa, input)]);
    expect(result).toMatchObject({ status: 'rejected', reason: { name: 'MiosaResponseError', status: 201 } });
    expect(sent()).toHaveLength(1 + 4 * look.length);
  });

  test.each([
    ['a lost response', 'drop-after', 'MiosaConnectionError'],
    ['a 500', '500', 'ServerError'],
  ] as const)('throws %s, and finds what was made when it is called again', async (_failure, kind, name) => {
    const { emulator, miosa } = setUp();
    emulator.failNext(kind, { endpoint: create, processed: true });
    await expect(ensure(miosa, input)).rejects.toMatchObject({ name });
    expect(await ensure(miosa, input)).toMatchObject({ created: false, item: input });
  });

  test.each([
    ['honours', { idempotency: true }, true],
    ['ignores', { idempotency: false }, false],
  ])('retries after a lost response of an API that %s idempotency keys', async (_how, options, created) => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const { emulator } = setUp({ ...holding(), ...options });
    emulator.failNext('drop-after', { endpoint: create });
    expect(await ensure(clientWith({ fetch: emulator.fetch }), input)).toMatchObject({ created, item: input });
  });

  test.each([
    ['rewrites', 'Lead Magnet!', 'lead-magnet'],
    ['numbers', 'lead-magnet', 'lead-magnet-2'],
  ])('throws, and names what was created, where the API %s the slug', async (_how, slug, kept) => {
    const wire = path === '/projects' ? wireProject : wireWorkspace;
    const { miosa, sent } = setUp({ ...holding(), routes: { [create]: responds(201, { ...wire, slug: kept }) } });
    const error = await rejectionWith(MiosaResponseError, ensure(miosa, { ...input, slug }));
    expect(error).toMatchObject({ status: 201, issues: [{ field: 'slug' }] });
    for (const text of [`"${slug}"`, `"${kept}"`, wire.id, 'a-z, 0-9 and hyphens'])
      expect(error.message).toContain(text);
    expect(sent()).toEqual([create]);
  });

  test('reads its input and its options before anything else happens', async () => {
    const { emulator } = setUp(holding({ slug: 'lead-magnet' }));
    const traces: unknown[] = [];
    const fetch: Fetch = (url, init) => {
      traces.push(new Headers(init.headers).get('x-trace'));
      return emulator.fetch(url, init);
    };
    const given = { ...input, externalId: 'customer_1', metadata: { plan: { id: 'gold' } } };
    const options = { headers: { 'x-trace': 'first' }, idempotencyKey: 'key-1' };
    const call = ensure(clientWith({ fetch }), given, options);
    Object.assign(given, { slug: 'changed', name: 'Changed', externalId: 'changed' });
    given.metadata.plan.id = 'changed';
    options.headers['x-trace'] = 'changed';
    options.idempotencyKey = 'changed';
    expect(await call).toMatchObject({ created: false, item: existing });
    expect(new Set(traces)).toEqual(new Set(['first']));
    const body = { ...input, metadata: { plan: { id: 'gold' } }, [externalIdField]: 'customer_1' };
    expect(emulator.requests[0]).toMatchObject({ body, headers: { 'idempotency-key': 'key-1' } });
  });

  test('acts in the organization that the call names, with every request', async () => {
    const { emulator, miosa } = setUp(holding({ slug: 'lead-magnet' }));
    await ensure(miosa, input, { tenant: 'tnt_other' });
    expect(emulator.requests).toHaveLength(1 + look.length);
    for (const { headers } of emulator.requests) expect(headers['x-miosa-tenant']).toBe('tnt_other');
  });

  describe.each<[string, Fetch]>([
    ['while it creates', silence],
    ['while it looks', (url, init) => (init.method === 'POST' ? refused() : silence(url, init))],
    ['between two looks', async (_url, { method }) => (method === 'POST' ? refused() : Response.json({ data: [] }))],
  ])('%s', (_moment, fetch) => {
    test('ends at once by an abort, and leaves nothing behind', async () => {
      stopClock();
      const requests = vi.fn(fetch);
      const controller = new AbortController();
      const error = rejection(ensure(clientWith({ fetch: requests }), input, { signal: controller.signal }));
      await vi.advanceTimersByTimeAsync(1000);
      const { length } = requests.mock.calls;
      controller.abort('the user left');
      expect(await error).toBe('the user left');
      expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
      expect(vi.getTimerCount()).toBe(0);
      expect(requests).toHaveBeenCalledTimes(length);
    });

    test('ends by its totalTimeout, and leaves nothing behind', async () => {
      stopClock();
      const requests = vi.fn(fetch);
      const call = ensure(clientWith({ fetch: requests }), input, { totalTimeout: 1000 });
      const error = rejectionWith(MiosaTimeoutError, call);
      await vi.advanceTimersByTimeAsync(999);
      const { length } = requests.mock.calls;
      await vi.advanceTimersByTimeAsync(1);
      expect((await error).message).toContain('totalTimeout of 1000 ms');
      expect(vi.getTimerCount()).toBe(0);
      expect(requests).toHaveBeenCalledTimes(length);
    });
  });
});

describe('projects.ensure', () => {
  const selectors: readonly WorkspaceSelector[] = [
    { workspaceId: ids.workspace },
    { workspaceId: ids.workspace.toUpperCase() },
    { workspaceSlug: 'dr-smith-clinic' },
    { externalWorkspaceId: 'clinic_123' },
    // The slug decides, and the external id is only sent along.
    { workspaceSlug: 'dr-smith-clinic', externalWorkspaceId: 'clinic_456' },
  ];

  test.each(selectors)(
    'never gives the project of another customer, though the API ignores filters: %j',
    async (selector) => {
      stopClock();
      const { emulator, miosa } = setUp();
      const theirs = await miosa.projects.create({ workspaceSlug: 'dr-jones-clinic', ...input });
      const fetch: Fetch = (url, init) => emulator.fetch(url.replace(/workspace_id=[^&]*/, ''), init);
      const call = () => clientWith({ fetch }).projects.ensure({ ...selector, ...input });
      const own = await call();
      expect(own.created).toBe(true);
      expect(own.project.id).not.toBe(theirs.id);
      expect(await call()).toEqual({ ...own, created: false });

      // One that has the slug is archived: lists show only that of the other customer.
      await miosa.projects.create({ workspaceSlug: 'dr-jones-clinic', name: 'Archived', slug: 'archived' });
      const refusing: Fetch = (url, init) => (init.method === 'POST' ? refused() : fetch(url, init));
      const archived = { ...selector, name: 'Archived', slug: 'archived' };
      const [result] = await settle([clientWith({ fetch: refusing }).projects.ensure(archived)]);
      expect(result).toMatchObject({ status: 'rejected', reason: { issues: [{ field: 'slug' }] } });
    },
  );

  test.each([
    [{ workspaceId: ids.workspace, workspaceSlug: null }, `/projects?workspace_id=${ids.workspace}&page_size=100`],
    [{ workspaceId: null, externalWorkspaceId: 'clinic_123' }, '/projects?page_size=100'],
  ])('looks as if null was not given: %j', async (selector, target) => {
    const { miosa, sent } = setUp(holding({ slug: 'lead-magnet' }));
    const call = miosa.projects.ensure(misuse({ ...selector, ...input }));
    expect(await call).toMatchObject({ created: false, project: existing });
    expect(sent()).toEqual(['POST /projects', `GET ${target}`]);
  });

  test('looks in no other workspace while the one with the slug is not listed', async () => {
    stopClock();
    const { miosa } = setUp({ ...holding(), routes: { 'GET /workspaces': responds(200, { data: [] }) } });
    const given = { workspaceSlug: 'dr-smith-clinic', externalWorkspaceId: 'clinic_456', ...input };
    await miosa.projects.create({ ...given, workspaceSlug: 'dr-jones-clinic' });
    await miosa.projects.create(given);
    const [result] = await settle([miosa.projects.ensure(given)]);
    expect(result).toMatchObject({ status: 'rejected', reason: { issues: [{ field: 'slug' }] } });
  });

  test('finds a project in a workspace that lists show later', async () => {
    stopClock();
    const { emulator, miosa } = setUp({ ...holding(), listLagMs: 1000 });
    await miosa.workspaces.create({ name: 'New Clinic' });
    const call = () => clientWith({ fetch: emulator.fetch }).projects.ensure({ workspaceSlug: 'new-clinic', ...input });
    const [first, second] = await settle([call(), call()]);
    expect(first).toMatchObject({ value: { created: true } });
    expect(second).toMatchObject({ value: { created: false } });
  });

  test.each([{ workspaceSlug: 'nobody' }, { externalWorkspaceId: 'nobody' }])(
    'throws after one request where there is no such workspace: %j',
    async (selector) => {
      const { miosa, sent } = setUp();
      expect(await rejection(miosa.projects.ensure({ ...selector, ...input }))).toBeInstanceOf(WorkspaceNotFoundError);
      expect(sent()).toEqual(['POST /projects']);
    },
  );

  test.each<[string, object]>([
    ['no slug', { slug: undefined, externalProjectId: 'project_789' }],
    ['an empty slug', { slug: '' }],
    ['no name', { name: undefined }],
    ['an unknown field', { plan: 'gold' }],
  ])('refuses %s before anything is sent', async (_, wrong) => {
    await refusal((miosa) => miosa.projects.ensure(misuse({ workspaceId: ids.workspace, ...input, ...wrong })));
  });

  test('refuses a missing workspace before anything is sent', async () => {
    const call = (given: Partial<EnsureProjectInput>) =>
      refusal((miosa) => miosa.projects.ensure(misuse(given)), { as: WorkspaceRequiredError });
    expect(await call(input)).toMatchObject({ status: 400, requestId: undefined });
  });
});

describe('workspaces.ensure', () => {
  test('takes what the API has created without saying its slug', async () => {
    const routes = { 'POST /workspaces': responds(201, { ...wireWorkspace, slug: null }) };
    const { miosa } = setUp({ routes });
    expect(await miosa.workspaces.ensure(input)).toMatchObject({ created: true, workspace: { slug: null } });
  });

  test.each<[string, unknown]>([
    ['no slug', { ...input, slug: undefined }],
    ['an empty slug', { ...input, slug: '' }],
    ['no name', { ...input, name: undefined }],
    ['an unknown field', { ...input, plan: 'gold' }],
    ['nothing', undefined],
  ])('refuses %s before anything is sent', async (_, wrong) => {
    await refusal((miosa) => miosa.workspaces.ensure(misuse(wrong)));
  });
});

test.each([1, 100, 1000])('takes few requests with %i workspaces and projects', async (size) => {
  const pages = Math.ceil(size / 100);
  expect(await countRequests(size)).toEqual({
    'new project by workspaceId': 1,
    'new project by workspaceSlug': 1,
    'new project by externalWorkspaceId': 1,
    'new workspace': 1,
    'existing project by workspaceId': 1 + pages,
    'existing project by workspaceSlug': 1 + pages + pages,
    'existing project by externalWorkspaceId': 1 + pages,
    'existing workspace': 1 + pages,
  });
});
