import type { Fetch } from 'miosa-client';
import { createMiosaEmulator, type MiosaEmulatorOptions } from 'miosa-client/testing';
import { describe, expect, test } from 'vitest';
import { clientWith } from './support/client.ts';
import { collect } from './support/collect.ts';
import { type EnsureInput, ensureMethods, settle, workspaces } from './support/ensure.ts';
import { stopClock } from './support/fake-clock.ts';

/** A server that differs from the documented one. */
interface Server {
  readonly options?: MiosaEmulatorOptions;
  readonly slug?: string;
  /** The slug that the server makes of it. */
  readonly stored?: string;
  /** How it refuses a taken slug, where it does so in another way. */
  readonly refusal?: { readonly status: number; readonly body: unknown };
}

const servers: Readonly<Record<string, Server>> = {
  'responds as documented': {},
  'does not honour idempotency keys': { options: { idempotency: false } },
  'normalises slugs': { options: { normalizeSlugs: true }, slug: 'Lead Magnét!', stored: 'lead-magnet' },
  'shortens slugs': {
    options: { normalizeSlugs: true, maxSlugLength: 16 },
    slug: 'lead-magnet-summer',
    stored: 'lead-magnet-summ',
  },
  'shortens slugs at a hyphen': {
    options: { normalizeSlugs: true, maxSlugLength: 16 },
    slug: 'lead-magnet-for-summer',
    stored: 'lead-magnet-for',
  },
  'lags its lists by 2 s': { options: { listLagMs: 2000 } },
  'lags its lists by 5 s': { options: { listLagMs: 4900 } },
  'lags, and refuses with 409': {
    options: { listLagMs: 2000 },
    refusal: { status: 409, body: { error: { code: 'SLUG_TAKEN' } } },
  },
  'lags, and blames the first column of an index': {
    options: { listLagMs: 2000 },
    refusal: { status: 422, body: { errors: { tenant_id: ['has already been taken'] } } },
  },
  'lags, and does not say which field it refuses': {
    options: { listLagMs: 2000 },
    refusal: { status: 422, body: { error: { code: 'VALIDATION_FAILED' } } },
  },
  'counts hidden rows': { options: { hiddenRows: 3, paging: 'page' } },
  'does not return external ids': { options: { omitExternalIds: true } },
  'pages with page': { options: { paging: 'page' } },
  'pages with meta': { options: { paging: 'meta' } },
  'pages with a cursor': { options: { paging: 'cursor' } },
  'denies listing workspaces': { options: { deniedEndpoints: ['GET /workspaces'] } },
};

const cases = Object.entries(ensureMethods).flatMap(([title, method]) =>
  Object.entries(servers)
    // What is not listed is not found.
    .filter(([, { options }]) => method.path !== '/workspaces' || options?.deniedEndpoints === undefined)
    .flatMap(([server, properties]) =>
      [undefined, 'external_789'].map((externalId) => ({ title, server, externalId, ...method, ...properties })),
    ),
);

test.each(cases)(
  '$title with external id $externalId gives one item to all callers of a server that $server',
  async ({ ensure, create, list, options, refusal, externalId, slug = 'lead-magnet', stored = slug }) => {
    stopClock();
    const emulator = createMiosaEmulator({ workspaces, ...options });
    const fetch: Fetch = async (url, init) => {
      const response = await emulator.fetch(url, init);
      return refusal && response.status === 422 ? Response.json(refusal.body, { status: refusal.status }) : response;
    };
    const input: EnsureInput = { slug, name: 'Lead Magnet', ...(externalId !== undefined && { externalId }) };
    // Each caller is a process of its own.
    const call = () => ensure(clientWith({ fetch }), input);
    // As long as the server that shortens slugs allows.
    await create(clientWith({ fetch: emulator.fetch }), { slug: 'summer-magnet-16', name: 'Lead Magnet' });
    const results = [...(await settle([call(), call(), call()])), ...(await settle([call()]))];
    const values = results.map((result) => (result.status === 'fulfilled' ? result.value : expect.fail(result.reason)));
    expect(values.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(values.map(({ item }) => item.id)).size).toBe(1);
    expect(values[0]?.item.slug).toBe(stored);

    // Its lists have caught up by now.
    await settle([call()]);
    const found = await collect(list(clientWith({ fetch: emulator.fetch })));
    expect(found.filter((item) => item.slug === stored)).toEqual([values[3]?.item]);
  },
);

describe.each(Object.entries(ensureMethods))('%s', (_, { ensure, create, list, path, externalIdField }) => {
  test('finds a slug again from which the server has deleted characters', async () => {
    const emulator = createMiosaEmulator({ workspaces });
    const fetch: Fetch = (url, init) =>
      emulator.fetch(url, {
        ...init,
        ...(typeof init.body === 'string' && { body: init.body.replace("smith's", 'smiths') }),
      });
    const call = () => ensure(clientWith({ fetch }), { slug: "smith's-site", name: 'Site' });
    const first = await call();
    expect(first).toMatchObject({ created: true, item: { slug: 'smiths-site' } });
    expect(await call()).toEqual({ ...first, created: false });
  });

  const input: EnsureInput = { slug: 'lead-magnet', name: 'Lead Magnet' };
  const refusing =
    (emulator: { readonly fetch: Fetch }): Fetch =>
    async (url, init) =>
      init.method === 'POST' && String(init.body).includes('refused')
        ? Response.json({ errors: { description: ['is invalid'] } }, { status: 422 })
        : emulator.fetch(url, init);

  test('finds it although another field is refused before the slug', async () => {
    const emulator = createMiosaEmulator({ workspaces });
    const miosa = clientWith({ fetch: refusing(emulator) });
    const before = await create(miosa, input);
    const result = await ensure(miosa, { ...input, description: 'refused' });
    expect(result).toEqual({ item: before, created: false });
  });

  test('passes on the refusal of another field where nothing is there, without waiting for lists', async () => {
    const emulator = createMiosaEmulator({ workspaces });
    const call = ensure(clientWith({ fetch: refusing(emulator) }), { ...input, description: 'refused' });
    await expect(call).rejects.toMatchObject({ name: 'ValidationFailedError', issues: [{ field: 'description' }] });
  });

  test('creates it beside one with the same name whose slug is a beginning of its own', async () => {
    const emulator = createMiosaEmulator({ workspaces });
    const miosa = clientWith({ fetch: emulator.fetch });
    const other = await create(miosa, { slug: 'site', name: 'Site' });
    const { item, created } = await ensure(miosa, { slug: 'site-2', name: 'Site' });
    expect({ created, slug: item.slug }).toEqual({ created: true, slug: 'site-2' });
    expect(await ensure(miosa, { slug: 'site', name: 'Site' })).toEqual({ item: other, created: false });
  });

  test.each([
    ['the plan allows no more', () => Response.json({ error: { code: 'QUOTA' } }, { status: 403 })],
    // An archived row, which lists do not show, may have the slug.
    ['the slug is taken by a row that is not listed', () => Response.json({}, { status: 409 })],
  ])('does not take one with the same name and a shorter slug for it when %s', async (_reason, refuse) => {
    stopClock();
    const emulator = createMiosaEmulator({ workspaces });
    await create(clientWith({ fetch: emulator.fetch }), { slug: 'site', name: 'Site' });
    await create(clientWith({ fetch: emulator.fetch }), { slug: 'another-site', name: 'Site' });
    const fetch: Fetch = async (url, init) => (init.method === 'POST' ? refuse() : emulator.fetch(url, init));
    const [result] = await settle([ensure(clientWith({ fetch }), { slug: 'site-2', name: 'Site' })]);
    expect(result).toMatchObject({ status: 'rejected', reason: { status: refuse().status } });
  });

  test.each([
    ['slugs that fold to the same', 'müller', 'muller'],
    ['slugs that fold to the same, the other way round', 'muller', 'müller'],
    ['the same slug', 'muller', 'muller'],
  ])('never gives one customer what another has under %s', async (_slugs, first, second) => {
    stopClock();
    const emulator = createMiosaEmulator({ workspaces, normalizeSlugs: true });
    const call = (slug: string, externalId: string) =>
      ensure(clientWith({ fetch: emulator.fetch }), { slug, name: 'Müller', externalId });
    const results = await settle([call(first, 'customer_1'), call(second, 'customer_2')]);
    const later = await settle([call(first, 'customer_1'), call(second, 'customer_2')]);
    for (const [one, two] of [results, later]) {
      expect(one).toMatchObject({ status: 'fulfilled' });
      expect(two).toMatchObject({ status: 'rejected', reason: { issues: [{ field: 'slug' }] } });
    }
  });

  test.each([
    ['that has an external id, without one', { externalId: 'customer_1' }, {}],
    ['of another name, with an external id', { name: 'Muller' }, { externalId: 'customer_2' }],
  ])('does not take one with a slug that folds to the same %s', async (_which, theirs, own) => {
    stopClock();
    const emulator = createMiosaEmulator({ workspaces, normalizeSlugs: true });
    const miosa = clientWith({ fetch: emulator.fetch });
    await create(miosa, { slug: 'muller', name: 'Müller', ...theirs });
    const [result] = await settle([ensure(miosa, { slug: 'müller', name: 'Müller', ...own })]);
    expect(result).toMatchObject({ status: 'rejected', reason: { issues: [{ field: 'slug' }] } });
  });

  test('does not look again where the slug was seen with another external id', async () => {
    stopClock();
    const emulator = createMiosaEmulator({ workspaces });
    const miosa = clientWith({ fetch: emulator.fetch });
    await create(miosa, { ...input, externalId: 'customer_1' });
    await create(miosa, { slug: 'lead-magne', name: input.name });
    const before = Date.now();
    const [result] = await settle([ensure(miosa, { ...input, externalId: 'customer_2' })]);
    expect(result).toMatchObject({ status: 'rejected', reason: { name: 'ValidationFailedError' } });
    expect(Date.now() - before).toBeLessThan(500);
  });

  test('gives up after five seconds of looking where the slug is taken and nothing has it', async () => {
    stopClock();
    const emulator = createMiosaEmulator({ workspaces });
    const looks: number[] = [];
    const start = Date.now();
    const fetch: Fetch = async (url, init) => {
      if (init.method === 'POST')
        return Response.json({ errors: { slug: ['has already been taken'] } }, { status: 422 });
      if (new URL(url).pathname.endsWith(path)) looks.push(Date.now() - start);
      return emulator.fetch(url, init);
    };
    const [result] = await settle([ensure(clientWith({ fetch }), input)]);
    expect(result).toMatchObject({ status: 'rejected', reason: { issues: [{ field: 'slug' }] } });
    expect([...new Set(looks)]).toEqual([0, 250, 750, 1750, 3250, 5000]);
  });

  test('rejects once where the server numbers taken slugs, names what was made, and then looks first', async () => {
    const emulator = createMiosaEmulator({ workspaces, suffixTakenSlugs: true });
    const miosa = clientWith({ fetch: emulator.fetch });
    // Made by somebody else after the first look.
    let first: Awaited<ReturnType<typeof create>> | undefined;
    const racing: Fetch = async (url, init) => {
      if (init.method === 'POST') first ??= await create(miosa, { ...input, externalId: 'first' });
      return emulator.fetch(url, init);
    };
    const racer = clientWith({ fetch: racing });
    const error = await ensure(racer, input).catch((reason: unknown) => reason);
    const [, made] = (await collect(list(miosa))).filter(({ slug }) => slug?.startsWith('lead-magnet'));
    expect(made?.slug).toBe('lead-magnet-2');
    expect(error).toMatchObject({ name: 'MiosaResponseError', status: 201, issues: [{ field: 'slug' }] });
    expect(String(error)).toContain(`${made?.id}`);

    const sent = emulator.requests.length;
    expect(await ensure(racer, input)).toEqual({ item: first, created: false });
    expect(emulator.requests.slice(sent).map(({ method }) => method)).not.toContain('POST');
  });

  test('finds the normalised slug first where the server numbers taken slugs', async () => {
    const emulator = createMiosaEmulator({ workspaces, normalizeSlugs: true, suffixTakenSlugs: true });
    const miosa = clientWith({ fetch: emulator.fetch });
    const first = await create(miosa, { slug: 'Lead Magnet', name: 'Lead Magnet' });
    const call = () => ensure(miosa, { slug: 'Lead Magnet', name: 'Lead Magnet' });
    await expect(call()).rejects.toMatchObject({ name: 'MiosaResponseError' });
    const sent = emulator.requests.length;
    expect(await call()).toEqual({ item: first, created: false });
    expect(emulator.requests.slice(sent).map(({ method }) => method)).not.toContain('POST');
  });

  test.each([
    [401, 'AuthenticationError'],
    [429, 'RateLimitError'],
  ])('does not look after a %i', async (status, name) => {
    const emulator = createMiosaEmulator({ workspaces });
    const methods: (string | undefined)[] = [];
    const fetch: Fetch = async (url, init) => {
      methods.push(init.method);
      return init.method === 'POST' ? Response.json({}, { status }) : emulator.fetch(url, init);
    };
    await expect(ensure(clientWith({ fetch, maxRetries: 0 }), input)).rejects.toMatchObject({ name });
    expect(methods.at(-1)).toBe('POST');
  });

  test.each([400, 402, 403, 404, 409, 410, 422, 451, 500, 503])('looks after a %i', async (status) => {
    const emulator = createMiosaEmulator({ workspaces });
    const item = await create(clientWith({ fetch: emulator.fetch }), input);
    let isRefused = false;
    const fetch: Fetch = async (url, init) => {
      if (init.method === 'POST') {
        isRefused = true;
        return Response.json({}, { status });
      }
      // Before the create nobody had made it yet.
      const isTooEarly = !isRefused && new URL(url).pathname.endsWith(path);
      return isTooEarly ? Response.json({ data: [] }) : emulator.fetch(url, init);
    };
    const miosa = clientWith({ fetch, maxRetries: 0 });
    // A key that may list workspaces, so that it is known which project is meant.
    expect(await ensure(miosa, input)).toEqual({ item, created: false });
    expect(isRefused).toBe(true);
  });

  test('takes the one with its external id, whatever its slug, rather than the one with its slug', async () => {
    const emulator = createMiosaEmulator({ workspaces });
    const miosa = clientWith({ fetch: emulator.fetch });
    await create(miosa, input);
    const own = await create(miosa, { slug: 'renamed', name: 'Mine', externalId: 'customer_1' });
    expect(await ensure(miosa, { ...input, externalId: 'customer_1' })).toEqual({ item: own, created: false });
  });

  test('finds the one with its external id although no other has its slug', async () => {
    const emulator = createMiosaEmulator({ workspaces });
    const miosa = clientWith({ fetch: emulator.fetch });
    const own = await create(miosa, { slug: 'renamed', name: 'Mine', externalId: 'customer_1' });
    expect(await ensure(miosa, { ...input, externalId: 'customer_1' })).toEqual({ item: own, created: false });
  });

  test('sends no derived idempotency key with a slug', async () => {
    const keys = new Set<string | undefined>();
    for (const _attempt of [1, 2]) {
      const emulator = createMiosaEmulator({ workspaces });
      await ensure(clientWith({ fetch: emulator.fetch }), { ...input, externalId: 'customer_1' });
      const request = emulator.requests.find(({ method }) => method === 'POST');
      expect(request?.body).toMatchObject({ [externalIdField]: 'customer_1' });
      keys.add(request?.headers['idempotency-key']);
    }
    expect(keys.size).toBe(2);
  });
});
