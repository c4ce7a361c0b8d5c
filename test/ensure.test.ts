import { getEventListeners } from 'node:events';
import {
  type EnsureProjectInput,
  type EnsureWorkspaceInput,
  type Fetch,
  MiosaConfigError,
  MiosaTimeoutError,
  WorkspaceNotFoundError,
  WorkspaceRequiredError,
} from 'miosa-client';
import { createMiosaEmulator, type MiosaEmulatorOptions } from 'miosa-client/testing';
import { assert, describe, expect, test, vi } from 'vitest';
import { countRequests } from '../scripts/ensure-requests.ts';
import { clientWith } from './support/client.ts';
import { collect } from './support/collect.ts';
import { type EnsureInput, ensureMethods, finish, settle, workspaces } from './support/ensure.ts';
import { rejection, rejectionWith } from './support/failures.ts';
import { stopClock } from './support/fake-clock.ts';
import { misuse, refusal } from './support/refusal.ts';
import { silence } from './support/replies.ts';
import { ids } from './support/seed.ts';

const input: EnsureInput = { slug: 'lead-magnet', name: 'Lead Magnet' };

function setUp(options: MiosaEmulatorOptions = {}) {
  const emulator = createMiosaEmulator({ workspaces, ...options });
  const since = (start: number) => emulator.requests.slice(start).map(({ method, path }) => `${method} ${path}`);
  return { emulator, miosa: clientWith({ fetch: emulator.fetch }), since };
}

/** An emulator's `fetch` that answers a POST in another way. */
const onPost =
  (post: Fetch, fetch: Fetch = createMiosaEmulator({ workspaces }).fetch): Fetch =>
  (url, init) =>
    init.method === 'POST' ? post(url, init) : fetch(url, init);

describe.each(Object.entries(ensureMethods))('%s', (_, { ensure, create, path, externalIdField, looksFirst }) => {
  test('creates what is not there, with everything that was given', async () => {
    const { emulator, miosa, since } = setUp();
    const metadata = { plan_id: 'gold' };
    const { item, created } = await ensure(miosa, { ...input, description: 'For the summer', metadata });
    expect(created).toBe(true);
    expect(item).toMatchObject({ ...input, description: 'For the summer', metadata });
    expect(since(0)).toEqual(looksFirst ? [`GET ${path}`, `POST ${path}`] : [`POST ${path}`]);
    expect(emulator.requests[0]?.query['page_size']).toBe(looksFirst ? '100' : undefined);
  });

  test('finds what is there and never changes it', async () => {
    const { emulator, miosa } = setUp();
    const item = await create(miosa, { ...input, description: 'Mine' });
    const start = emulator.requests.length;
    const changed = { ...input, name: 'Another', description: 'Yours', metadata: { plan_id: 'gold' } };
    expect(await ensure(miosa, changed)).toEqual({ item, created: false });
    const sent = emulator.requests.slice(start);
    expect(sent.filter(({ method }) => method !== 'GET')).toHaveLength(looksFirst ? 0 : 1);
    for (const { query } of sent.filter(({ method }) => method === 'GET')) expect(query['page_size']).toBe('100');
  });

  test('finds what has its slug and no external id yet', async () => {
    const { miosa } = setUp();
    const item = await create(miosa, input);
    expect(await ensure(miosa, { ...input, externalId: 'customer_1' })).toEqual({ item, created: false });
  });

  test.each([
    ['a lost response', () => Promise.reject(new TypeError('fetch failed'))],
    ['a 500', async () => new Response('', { status: 500 })],
    ['a body that is cut short', async () => new Response('{"data":')],
  ])('finds what its own create has made before %s', async (_failure, fail) => {
    const { emulator } = setUp();
    const fetch = onPost(async (url, init) => {
      await emulator.fetch(url, init);
      return fail();
    }, emulator.fetch);
    const { item, created } = await ensure(clientWith({ fetch, maxRetries: 0 }), input);
    expect({ created, slug: item.slug }).toEqual({ created: false, slug: 'lead-magnet' });
  });

  test('ends with the error of a create that made nothing, not with that of the look', async () => {
    const refused = vi.fn(() => Response.json({ errors: { name: ['is invalid'] } }, { status: 422 }));
    const denied = vi.fn(() => Response.json({}, { status: 403 }));
    const fetch: Fetch = async (_url, { method }) => {
      if (method === 'POST') return refused();
      return refused.mock.calls.length > 0 ? denied() : Response.json({ data: [] });
    };
    await expect(ensure(clientWith({ fetch }), input)).rejects.toMatchObject({ status: 422 });
    expect(denied).toHaveBeenCalled();
  });

  test('reads its input and its options before anything else happens', async () => {
    const { emulator } = setUp();
    const seen: (string | undefined)[] = [];
    const fetch: Fetch = (url, init) => {
      seen.push(new Headers(init.headers).get('x-trace') ?? undefined);
      return emulator.fetch(url, init);
    };
    const given = { ...input, externalId: 'customer_1', metadata: { plan: { id: 'gold' } } };
    const options = { headers: { 'x-trace': 'first' }, idempotencyKey: 'key-1' };
    const call = ensure(clientWith({ fetch }), given, options);
    Object.assign(given, { slug: 'changed', name: 'Changed', externalId: 'changed' });
    given.metadata.plan.id = 'changed';
    options.headers['x-trace'] = 'changed';
    options.idempotencyKey = 'changed';
    const { item } = await call;
    expect(item).toMatchObject({ ...input, metadata: { plan: { id: 'gold' } } });
    expect(new Set(seen)).toEqual(new Set(['first']));
    const post = emulator.requests.find(({ method }) => method === 'POST');
    expect(post?.headers['idempotency-key']).toBe('key-1');
    expect(post?.body).toMatchObject({ [externalIdField]: 'customer_1' });
  });

  test('acts in the organization that the call names, with every request', async () => {
    const { emulator, miosa } = setUp();
    await create(miosa, input);
    const start = emulator.requests.length;
    await ensure(miosa, input, { tenant: 'tnt_other' });
    const sent = emulator.requests.slice(start);
    expect(sent.length).toBeGreaterThan(0);
    for (const { headers } of sent) expect(headers['x-miosa-tenant']).toBe('tnt_other');
  });

  describe('ends at once, and leaves nothing behind, when it is over', () => {
    const taken = async () => Response.json({ errors: { slug: ['has already been taken'] } }, { status: 422 });
    const endless: Fetch = async (url) => {
      const page = new URL(url).searchParams.get('page') ?? '1';
      // The lists of a server that always has more.
      await new Promise((resolve) => setTimeout(resolve, 100));
      const item = {
        id: `id-${page}`,
        tenant_id: 't',
        workspace_id: ids.workspace,
        name: 'Other',
        slug: `other-${page}`,
      };
      const times = { created_at: '2026-05-18T10:00:00Z', updated_at: '2026-05-18T10:00:00Z' };
      return Response.json({ data: [{ ...item, ...times }], has_more: true });
    };
    const moments: readonly (readonly [string, Fetch, number])[] = [
      ['while it creates', onPost(silence), 1000],
      ['while it looks', onPost(taken, silence), 1000],
      ['while it reads an endless list', onPost(taken, endless), 10_050],
      ['between two looks', onPost(taken), 2000],
      [
        'while it waits for a rate limit',
        async () => Response.json({}, { status: 429, headers: { 'retry-after': '30' } }),
        1000,
      ],
    ];

    test.each(moments)('by an abort %s', async (_moment, fetch, after) => {
      stopClock();
      const requests = vi.fn(fetch);
      const controller = new AbortController();
      const error = rejection(ensure(clientWith({ fetch: requests }), input, { signal: controller.signal }));
      await vi.advanceTimersByTimeAsync(after);
      const sent = requests.mock.calls.length;
      expect(sent).toBeGreaterThan(0);
      controller.abort('the user left');
      expect(await error).toBe('the user left');
      expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
      // The timers of `endless` are the server's own.
      await vi.advanceTimersByTimeAsync(100);
      expect(vi.getTimerCount()).toBe(0);
      expect(requests).toHaveBeenCalledTimes(sent);
    });

    test.each(moments)('by its totalTimeout %s', async (_moment, fetch, totalTimeout) => {
      stopClock();
      const requests = vi.fn(fetch);
      const error = rejectionWith(MiosaTimeoutError, ensure(clientWith({ fetch: requests }), input, { totalTimeout }));
      await vi.advanceTimersByTimeAsync(totalTimeout);
      expect((await error).message).toContain(`${totalTimeout} ms`);
      const sent = requests.mock.calls.length;
      await vi.advanceTimersByTimeAsync(100);
      expect(vi.getTimerCount()).toBe(0);
      expect(requests).toHaveBeenCalledTimes(sent);
    });

    test('by a signal that is aborted already', async () => {
      const requests = vi.fn(silence);
      const signal = AbortSignal.abort('the user left');
      expect(await rejection(ensure(clientWith({ fetch: requests }), input, { signal }))).toBe('the user left');
      expect(requests).not.toHaveBeenCalled();
    });
  });
});

describe('the response that settled it', () => {
  test('is that of the create, or of the list in which it was found', async () => {
    const { miosa } = setUp();
    const project = { workspaceSlug: 'dr-smith-clinic', ...input };
    for (const ensure of [() => miosa.projects.ensure(project), () => miosa.workspaces.ensure(input)]) {
      const { response, requestId, data } = await ensure().withResponse();
      expect({ status: response.status, created: data.created }).toEqual({ status: 201, created: true });
      expect(requestId).toMatch(/^req_/);
      expect((await ensure().withResponse()).response.status).toBe(200);
    }
  });
});

describe('requests', () => {
  test.each([1, 100, 1000])('with %i workspaces and projects, searched 100 a page', async (size) => {
    const sizes = new Set<string | undefined>();
    const counts = await countRequests(size, ({ method, query }) => {
      if (method === 'GET') sizes.add(query['page_size']);
    });
    const pages = Math.ceil(size / 100);
    expect(sizes).toEqual(new Set(['100']));
    expect(counts).toEqual({
      'existing project by workspaceId': pages,
      'existing project by workspaceSlug': 1 + pages + pages,
      'existing project by externalWorkspaceId': 1 + pages + pages,
      'existing workspace by slug': 1 + pages,
      'existing workspace by external id': pages,
      // A total that equals a full page may count no more than that page.
      'new project by workspaceId': pages + (size === 100 ? 2 : 1),
      'new project by workspaceSlug': 1,
      'new project by externalWorkspaceId': 1,
      'new workspace by slug': 1,
      // The workspace by slug was created before.
      'new workspace by external id': Math.ceil((size + 1) / 100) + 1,
    });
  });
});

describe('a project with an external id', () => {
  const wanted = { workspaceSlug: 'dr-smith-clinic', name: 'Lead Magnet', externalProjectId: 'project_789' } as const;
  const otherWorkspaceId = '550e8400-e29b-41d4-a716-446655440099';
  const keyOf = async (given: EnsureProjectInput, tenant: string | null = null): Promise<unknown> => {
    const { emulator, miosa } = setUp({ workspaces: [...workspaces, { id: otherWorkspaceId, name: 'Third' }] });
    await miosa.projects.ensure(given, { tenant });
    return emulator.requests.find(({ method }) => method === 'POST')?.headers['idempotency-key'];
  };

  test('alone is created once by callers that race, where keys are honoured', async () => {
    const { emulator } = setUp();
    const call = () => clientWith({ fetch: emulator.fetch }).projects.ensure(wanted);
    const results = await Promise.all([call(), call(), call()]);
    expect(new Set(results.map(({ project }) => project.id)).size).toBe(1);
    expect(await call()).toMatchObject({ created: false });
  });

  test('alone is created once although its workspace is not listed yet', async () => {
    stopClock();
    const { emulator, miosa } = setUp({ listLagMs: 2000 });
    await miosa.workspaces.create({ name: 'Clinic', slug: 'clinic' });
    const call = () =>
      clientWith({ fetch: emulator.fetch }).projects.ensure({ ...wanted, workspaceSlug: 'clinic', slug: undefined });
    await vi.advanceTimersByTimeAsync(1900);
    const first = await finish(call());
    // By now the workspace is listed, and the project is not.
    await vi.advanceTimersByTimeAsync(200);
    expect((await finish(call())).project).toEqual(first.project);
  });

  test('alone has an idempotency key that depends on organization, workspace and external id only', async () => {
    const key = await keyOf(wanted);
    expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const same = { ...wanted, name: 'Another', description: 'Other', metadata: { other: true } };
    expect(await keyOf(same)).toBe(key);
    const { workspaceSlug: _slug, ...rest } = wanted;
    const others = await Promise.all([
      keyOf(wanted, 'tnt_other'),
      keyOf({ ...wanted, workspaceSlug: 'dr-jones-clinic' }),
      keyOf({ ...rest, externalWorkspaceId: 'clinic_123' }),
      keyOf({ ...rest, externalWorkspaceId: 'clinic_456' }),
      keyOf({ ...rest, workspaceId: ids.workspace }),
      keyOf({ ...rest, workspaceId: otherWorkspaceId }),
      keyOf({ ...wanted, externalProjectId: 'project_790' }),
    ]);
    expect(new Set([key, ...others]).size).toBe(8);
  });

  test('is created once with a fresh key where a refusal is replayed whose cause is gone', async () => {
    stopClock();
    const { emulator, miosa } = setUp();
    const refused = await rejection(finish(miosa.projects.ensure({ ...wanted, name: '' })));
    expect(refused).toMatchObject({ issues: [{ field: 'name' }] });
    const start = emulator.requests.length;
    expect(await finish(miosa.projects.ensure(wanted))).toMatchObject({ created: true });
    const posts = emulator.requests.slice(start).filter(({ method }) => method === 'POST');
    expect(new Set(posts.map(({ headers }) => headers['idempotency-key'])).size).toBe(2);
    expect(posts).toHaveLength(2);
  });

  test('is created once its workspace exists, although the API replays that there was none', async () => {
    const { miosa } = setUp();
    const late = { ...wanted, workspaceSlug: 'late' };
    expect(await rejection(miosa.projects.ensure(late))).toBeInstanceOf(WorkspaceNotFoundError);
    await miosa.workspaces.create({ name: 'Late' });
    expect(await miosa.projects.ensure(late)).toMatchObject({ created: true });
  });

  test.each([
    ['sends one create with a fresh key, and not more, where that is refused too', {}, 2],
    ['is not sent again where the caller has chosen the key', { idempotencyKey: 'key-1' }, 1],
  ])('%s', async (_what, options, expected) => {
    const post = vi.fn<Fetch>(async () => Response.json({ errors: { name: ['is invalid'] } }, { status: 422 }));
    // Beside a project without an external id, which is not it.
    const projects = [{ workspaceId: ids.workspace, name: 'Another' }];
    const { emulator } = setUp({ projects });
    await rejection(clientWith({ fetch: onPost(post, emulator.fetch) }).projects.ensure(wanted, options));
    expect(post).toHaveBeenCalledTimes(expected);
    expect(emulator.requests.filter(({ path }) => path === '/projects')).toHaveLength(1 + expected);
  });

  test.each([
    ['a 500', async () => Response.json({}, { status: 500 })],
    ['a success that cannot be decoded', async () => Response.json({}, { status: 201 })],
  ])('is never sent again with a fresh key after %s, which may have made it', async (_failure, fail) => {
    stopClock();
    const post = vi.fn<Fetch>(fail);
    await rejection(finish(clientWith({ fetch: onPost(post), maxRetries: 0 }).projects.ensure(wanted)));
    expect(post).toHaveBeenCalledTimes(1);
  });

  test('is the first in the list of several that have it', async () => {
    const seed = { workspaceId: ids.workspace, name: 'Lead Magnet', externalProjectId: 'project_789' };
    const { miosa } = setUp({ projects: [seed, seed] });
    const [first] = await collect(miosa.projects.list());
    expect(await miosa.projects.ensure(wanted)).toEqual({ project: first, created: false });
  });

  test('is found beside projects that have none', async () => {
    const { miosa } = setUp();
    await miosa.projects.create({ ...wanted, name: 'Another', externalProjectId: null });
    const { project } = await miosa.projects.ensure(wanted);
    expect(await miosa.projects.ensure(wanted)).toEqual({ project, created: false });
  });

  test('is not created again where its workspace cannot be looked up for now', async () => {
    stopClock();
    const post = vi.fn<Fetch>();
    const fetch: Fetch = onPost(post, async (url) =>
      url.includes('/workspaces') ? Response.json({}, { status: 500 }) : Response.json({ data: [], total: 0 }),
    );
    const error = await rejection(finish(clientWith({ fetch }).projects.ensure(wanted)));
    expect(error).toMatchObject({ status: 500, method: 'GET' });
    expect(post).not.toHaveBeenCalled();
  });

  test('is not found in the workspace of another customer', async () => {
    const { miosa } = setUp();
    const other = await miosa.projects.create({ ...wanted, workspaceSlug: 'dr-jones-clinic', slug: 'lead-magnet' });
    const { project, created } = await miosa.projects.ensure({ ...wanted, slug: 'lead-magnet' });
    expect(created).toBe(true);
    expect(project.id).not.toBe(other.id);
  });
});

describe('a key that may not list workspaces', () => {
  const denied = { deniedEndpoints: ['GET /workspaces'] };
  const choice = { workspaceSlug: 'dr-smith-clinic', ...input };

  test('is told that the slug is taken rather than given a project of perhaps another customer', async () => {
    stopClock();
    const { miosa } = setUp(denied);
    await miosa.projects.create({ workspaceSlug: 'dr-jones-clinic', name: 'Lead Magnet' });
    await miosa.projects.create(choice);
    const error = await rejection(finish(miosa.projects.ensure(choice)));
    expect(error).toMatchObject({ name: 'ValidationFailedError', issues: [{ field: 'slug' }] });
  });

  test('creates a workspace with an external id', async () => {
    const { miosa } = setUp(denied);
    const wanted = { slug: 'clinic-789', name: 'Clinic', externalWorkspaceId: 'clinic_789' };
    expect(await miosa.workspaces.ensure(wanted)).toMatchObject({ created: true, workspace: wanted });
  });

  test('creates a project although another customer has one of the same slug', async () => {
    const { miosa } = setUp(denied);
    const other = await miosa.projects.create({ workspaceSlug: 'dr-jones-clinic', name: 'Lead Magnet' });
    const { project, created } = await miosa.projects.ensure(choice);
    expect(created).toBe(true);
    expect(project.id).not.toBe(other.id);
  });

  test('is not given the project of a workspace without an external id instead of a new one', async () => {
    const { miosa } = setUp({ ...denied, workspaces: [{ name: 'Dr. Jones Clinic' }, ...workspaces.slice(1)] });
    await miosa.projects.create({ workspaceSlug: 'dr-jones-clinic', ...input });
    const given = { externalWorkspaceId: 'clinic_123', externalProjectId: 'project_789', ...input };
    expect(await miosa.projects.ensure(given)).toMatchObject({ created: true });
  });

  test('is not given the only project with the slug where its workspace has another external id', async () => {
    stopClock();
    const { emulator, miosa } = setUp(denied);
    await miosa.projects.create({ workspaceSlug: 'dr-jones-clinic', ...input });
    // The one that has the slug is archived: lists do not show it.
    const taken: Fetch = async () => Response.json({ errors: { slug: ['has already been taken'] } }, { status: 422 });
    const fetch = onPost(taken, emulator.fetch);
    const call = clientWith({ fetch }).projects.ensure({ externalWorkspaceId: 'clinic_123', ...input });
    expect(await rejection(finish(call))).toMatchObject({ issues: [{ field: 'slug' }] });
  });

  test('finds projects by the external id of the workspace, whoever else has the slug', async () => {
    const { miosa } = setUp(denied);
    await miosa.projects.create({ workspaceSlug: 'dr-jones-clinic', name: 'Lead Magnet' });
    const project = await miosa.projects.create(choice);
    const found = await miosa.projects.ensure({ externalWorkspaceId: 'clinic_123', ...input });
    expect(found).toEqual({ project, created: false });
  });

  test('finds projects by the external ids of workspace and project, before it creates one', async () => {
    const { miosa, since, emulator } = setUp(denied);
    const given = { externalWorkspaceId: 'clinic_123', externalProjectId: 'project_789', ...input };
    const { project } = await miosa.projects.ensure(given);
    const start = emulator.requests.length;
    expect(await miosa.projects.ensure(given)).toEqual({ project, created: false });
    expect(since(start)).toEqual(['GET /workspaces', 'GET /projects']);
  });

  test('is not given a project of a workspace without an external id where its own slug is claimed', async () => {
    stopClock();
    const { miosa } = setUp({ ...denied, workspaces: [{ name: 'Dr. Jones Clinic' }, ...workspaces.slice(1)] });
    await miosa.projects.create({ workspaceSlug: 'dr-jones-clinic', ...input });
    const given = { externalWorkspaceId: 'clinic_123', ...input };
    await miosa.projects.create({ ...given, externalProjectId: 'first' });
    const error = await rejection(finish(miosa.projects.ensure({ ...given, externalProjectId: 'second' })));
    expect(error).toMatchObject({ issues: [{ field: 'slug' }] });
  });

  test('finds the only project of the organization that has the external id, before it creates one', async () => {
    const seed = { workspaceId: ids.workspace, name: 'Lead Magnet', externalProjectId: 'project_789' };
    const given = { workspaceSlug: 'dr-smith-clinic', name: 'Lead Magnet', externalProjectId: 'project_789' };
    const one = setUp({ ...denied, projects: [seed] });
    const [project] = await collect(one.miosa.projects.list());
    expect(await one.miosa.projects.ensure(given)).toEqual({ project, created: false });
    // Of several, nobody knows which.
    const two = setUp({ ...denied, projects: [seed, seed] });
    expect(await two.miosa.projects.ensure(given)).toMatchObject({ created: true });
  });

  test('is told at once of a refusal that is not about the slug: no project could be told apart', async () => {
    const { emulator, since } = setUp(denied);
    const refused: Fetch = async () => Response.json({ errors: { name: ['is reserved'] } }, { status: 422 });
    const call = clientWith({ fetch: onPost(refused, emulator.fetch) }).projects.ensure(choice);
    expect(await rejection(call)).toMatchObject({ issues: [{ field: 'name' }] });
    expect(since(0)).toEqual(['GET /workspaces']);
  });
});

test('a key that may not list projects creates one with a slug, and none that nobody would find again', async () => {
  const { emulator, miosa } = setUp({ deniedEndpoints: ['GET /projects'] });
  expect(await miosa.projects.ensure({ workspaceId: ids.workspace, ...input })).toMatchObject({ created: true });
  const start = emulator.requests.length;
  const wanted = { workspaceId: ids.workspace, name: 'Lead Magnet', externalProjectId: 'project_789' };
  expect(await rejection(miosa.projects.ensure(wanted))).toMatchObject({ status: 403, method: 'GET' });
  expect(emulator.requests.slice(start).map(({ method }) => method)).toEqual(['GET']);
});

describe('a workspace that is not listed', () => {
  const other = { workspaceSlug: 'dr-jones-clinic', name: 'Lead Magnet', slug: 'lead-magnet' };

  test.each([{ workspaceSlug: 'nobody' }, { externalWorkspaceId: 'nobody' }])(
    'has no project, although another customer has the same external id: %j',
    async (selector) => {
      const { miosa } = setUp();
      await miosa.projects.create({ ...other, externalProjectId: 'main' });
      const call = miosa.projects.ensure({ ...selector, name: 'Lead Magnet', externalProjectId: 'main' });
      await expect(call).rejects.toBeInstanceOf(WorkspaceNotFoundError);
    },
  );

  test.each([
    ['an external id', { externalProjectId: 'main' }],
    ['a slug', { slug: 'lead-magnet' }],
  ])('yet gets a project of its own, although another customer has the same one: %s', async (_, identity) => {
    stopClock();
    const { emulator, miosa } = setUp({ listLagMs: 2000 });
    await miosa.projects.create({ ...other, externalProjectId: 'main' });
    await vi.advanceTimersByTimeAsync(3000);
    const { id } = await miosa.workspaces.create({ name: 'New Clinic' });
    const call = () => {
      const wanted = { workspaceSlug: 'new-clinic', name: 'Lead Magnet', ...identity } as EnsureProjectInput;
      return clientWith({ fetch: emulator.fetch }).projects.ensure(wanted);
    };
    const results = await settle([call(), call()]);
    for (const result of results) expect(result).toMatchObject({ value: { project: { workspaceId: id } } });
  });
});

test('a workspace that does not exist is told after one request', async () => {
  const { emulator, miosa } = setUp();
  const call = miosa.projects.ensure({ workspaceSlug: 'nobody', ...input });
  await expect(call).rejects.toBeInstanceOf(WorkspaceNotFoundError);
  expect(emulator.requests).toHaveLength(1);
});

test('projects of the whole organization, which a server sends that ignores the filter, are not mixed up', async () => {
  const { emulator, miosa } = setUp();
  await miosa.projects.create({ workspaceSlug: 'dr-jones-clinic', ...input });
  const fetch: Fetch = (url, init) => emulator.fetch(url.replace(/workspace_id=[^&]*/, ''), init);
  const { project, created } = await clientWith({ fetch }).projects.ensure({ workspaceId: ids.workspace, ...input });
  expect({ created, workspaceId: project.workspaceId }).toEqual({ created: true, workspaceId: ids.workspace });

  // One that has the slug is archived: lists show only that of the other customer.
  stopClock();
  await miosa.projects.create({ workspaceSlug: 'dr-jones-clinic', name: 'Archived', slug: 'archived' });
  const taken: Fetch = async () => Response.json({ errors: { slug: ['has already been taken'] } }, { status: 422 });
  const wanted = { workspaceId: ids.workspace, slug: 'archived', name: 'Archived' };
  const call = clientWith({ fetch: onPost(taken, fetch) }).projects.ensure(wanted);
  expect(await rejection(finish(call))).toMatchObject({ issues: [{ field: 'slug' }] });
});

describe('before anything is sent', () => {
  const project = { workspaceId: ids.workspace, name: 'Lead Magnet', slug: 'lead-magnet' };
  test.each<[string, object]>([
    ['neither a slug nor an external id', { ...project, slug: undefined }],
    ['an empty slug', { ...project, slug: '' }],
    ['an external id that is a number', { ...project, externalProjectId: 7 }],
    ['no name', { ...project, name: undefined }],
    ['an unknown field', { ...project, plan: 'gold' }],
  ])('projects.ensure refuses %s', async (_, wrong) => {
    await refusal((miosa) => miosa.projects.ensure(misuse(wrong)));
  });

  test('projects.ensure refuses a missing workspace', async () => {
    const call = (options: Partial<EnsureProjectInput>) =>
      refusal((miosa) => miosa.projects.ensure(misuse(options)), { as: WorkspaceRequiredError });
    expect(await call(input)).toMatchObject({ status: 400, requestId: undefined });
  });

  const workspace: EnsureWorkspaceInput = { name: 'Clinic', slug: 'clinic' };
  test.each<[string, unknown]>([
    ['no slug', { ...workspace, slug: undefined }],
    ['an empty slug', { ...workspace, slug: '' }],
    ['no name', { ...workspace, name: undefined }],
    ['an empty external id', { ...workspace, externalWorkspaceId: '' }],
    ['an external id that is a number', { ...workspace, externalWorkspaceId: 7 }],
    ['an unknown field', { ...workspace, plan: 'gold' }],
    ['nothing', undefined],
  ])('workspaces.ensure refuses %s', async (_, wrong) => {
    assert((await refusal((miosa) => miosa.workspaces.ensure(misuse(wrong)))) instanceof MiosaConfigError);
  });
});
