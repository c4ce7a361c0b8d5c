import { inspect } from 'node:util';
import { type Fetch, MiosaClient, type MiosaClientOptions, MiosaConfigError, MiosaTimeoutError } from 'miosa-client';
import { assert, beforeEach, describe, expect, test, vi } from 'vitest';
import { rejectionWith } from './support/failures.ts';
import { stopClock } from './support/fake-clock.ts';
import { misuse } from './support/refusal.ts';
import { wireProjectList } from './support/seed.ts';
import { json, startServer } from './support/server.ts';

const key = 'msk_live_0123456789abcdef';

beforeEach(() => {
  for (const name of ['MIOSA_API_KEY', 'MIOSA_BASE_URL', 'MIOSA_TENANT']) vi.stubEnv(name, undefined);
});

/** A `fetch` that answers every request with a list of projects. */
const listingFetch = () => vi.fn<Fetch>(async () => Response.json(wireProjectList));

/** What a client hands to `fetch` for a plain GET. */
async function sentWith(options?: MiosaClientOptions): Promise<{ url: string; headers: Headers }> {
  const fetch = listingFetch();
  await new MiosaClient({ ...options, fetch }).projects.list();
  const [url, init] = fetch.mock.lastCall ?? expect.fail('nothing was sent');
  return { url, headers: new Headers(init.headers) };
}

describe('where options come from', () => {
  test('without options, the environment gives key, base URL and tenant', async () => {
    vi.stubEnv('MIOSA_API_KEY', key);
    vi.stubEnv('MIOSA_BASE_URL', 'https://eu.miosa.example/api/v1');
    vi.stubEnv('MIOSA_TENANT', 'cliniciq');
    const { url, headers } = await sentWith();
    expect(url).toBe('https://eu.miosa.example/api/v1/projects');
    expect(headers.get('authorization')).toBe(`Bearer ${key}`);
    expect(headers.get('x-miosa-tenant')).toBe('cliniciq');
  });

  test('explicit options win over the environment', async () => {
    vi.stubEnv('MIOSA_API_KEY', 'msk_live_from_the_environment');
    vi.stubEnv('MIOSA_BASE_URL', 'https://environment.example/api/v1');
    vi.stubEnv('MIOSA_TENANT', 'environment');
    const { url, headers } = await sentWith({
      apiKey: key,
      baseUrl: 'https://explicit.example/api/v1',
      tenant: 'explicit',
    });
    expect(url).toBe('https://explicit.example/api/v1/projects');
    expect(headers.get('authorization')).toBe(`Bearer ${key}`);
    expect(headers.get('x-miosa-tenant')).toBe('explicit');
  });

  test.each(['', ' ', '\t\n'])('a blank variable counts as unset: %j', async (blank) => {
    vi.stubEnv('MIOSA_BASE_URL', blank);
    vi.stubEnv('MIOSA_TENANT', blank);
    const { url, headers } = await sentWith({ apiKey: key });
    expect(url).toBe('https://api.miosa.ai/api/v1/projects');
    expect(headers.has('x-miosa-tenant')).toBe(false);
    vi.stubEnv('MIOSA_API_KEY', blank);
    expect(() => new MiosaClient()).toThrow(MiosaConfigError);
  });

  test('options that are undefined count as left out', async () => {
    vi.stubEnv('MIOSA_API_KEY', key);
    const { url, headers } = await sentWith({
      apiKey: undefined,
      baseUrl: undefined,
      tenant: undefined,
      idempotencyKeys: undefined,
      timeout: undefined,
      totalTimeout: undefined,
      maxRetries: undefined,
      headers: undefined,
      dangerouslyAllowBrowser: undefined,
    });
    expect(url).toBe('https://api.miosa.ai/api/v1/projects');
    expect(headers.get('authorization')).toBe(`Bearer ${key}`);
  });

  test('no key at all is refused, with what to do about it', () => {
    const call = () => new MiosaClient();
    expect(call).toThrow(MiosaConfigError);
    expect(call).toThrow('apiKey');
    expect(call).toThrow('MIOSA_API_KEY');
  });
});

test.each<[string | URL, string]>([
  ['https://miosa.example/api/v1', 'https://miosa.example/api/v1/projects'],
  ['https://miosa.example/api/v1/', 'https://miosa.example/api/v1/projects'],
  ['https://miosa.example', 'https://miosa.example/projects'],
  ['http://localhost:4000/api/v1', 'http://localhost:4000/api/v1/projects'],
  [new URL('https://miosa.example/api/v1'), 'https://miosa.example/api/v1/projects'],
  [new URL('https://miosa.example/api/v1/'), 'https://miosa.example/api/v1/projects'],
])('the base URL %s leads to %s', async (baseUrl, url) => {
  expect((await sentWith({ apiKey: key, baseUrl })).url).toBe(url);
});

const badMilliseconds = [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, '30000', null];
const badOptions: Record<string, readonly unknown[]> = {
  apiKey: ['', ' ', 'msk_live_with space', 'msk_live_line\nbreak', 'msk_live_ünïcode', 42, {}, true],
  baseUrl: [
    '',
    ' ',
    'api.miosa.ai',
    '/api/v1',
    'ftp://miosa.example/api/v1',
    'https://',
    'https://user:secret-password@miosa.example/api/v1',
    'https://miosa.example/api/v1?region=eu',
    'https://miosa.example/api/v1#top',
    42,
  ],
  tenant: ['', ' ', 'two words', 'line\nbreak', 42, {}],
  timeout: badMilliseconds,
  totalTimeout: [...badMilliseconds, true],
  maxRetries: [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '3', null],
  fetch: ['https://proxy.example', {}, null],
  headers: [
    'x-team: growth',
    42,
    new Headers({ 'x-team': 'growth' }),
    { 'bad name': 'growth' },
    { 'x-team': 'line\nbreak' },
  ],
  hooks: ['log', () => {}, { onRequest: 'log' }, { onRetry: {} }],
  idempotencyKeys: ['false', 0],
  dangerouslyAllowBrowser: ['false', 1],
};

describe.each(Object.entries(badOptions))('the option %s', (option, values) => {
  test.each(values.map((value) => [inspect(value), value]))('cannot be %s', (_, value) => {
    let error: unknown;
    try {
      // The table holds what the types forbid.
      new MiosaClient({ apiKey: key, ...{ [option]: misuse(value) } });
    } catch (thrown) {
      error = thrown;
    }
    assert(error instanceof MiosaConfigError, `it was accepted, or threw ${error}`);
    expect(error.message).toContain(option);
    const shown = inspect(error, { depth: null, showHidden: true }) + JSON.stringify(error);
    expect(shown).not.toMatch(/msk_live_|secret-password|line\nbreak/);
  });
});

describe('limits', () => {
  test('by default an attempt may take 30 s, there are three retries, and no limit on the whole', async () => {
    stopClock();
    const fetch = vi.fn<Fetch>(() => new Promise(() => {}));
    const start = Date.now();
    const failed = rejectionWith(MiosaTimeoutError, new MiosaClient({ apiKey: key, fetch }).projects.list());
    const ended = failed.then(() => Date.now() - start);

    await vi.advanceTimersByTimeAsync(29_999);
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(fetch.mock.lastCall?.[1].signal?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(fetch.mock.calls[0]?.[1].signal?.aborted).toBe(true);

    await vi.runAllTimersAsync();
    expect((await failed).message).toContain('30000 ms');
    expect(fetch).toHaveBeenCalledTimes(4);
    expect(await ended).toBeGreaterThanOrEqual(4 * 30_000);
  });

  test.each([
    ["the client's", { timeout: 1000 }, {}, 1000],
    ["the call's", { timeout: 1000 }, { timeout: 2000 }, 2000],
  ])('%s timeout ends an attempt', async (_, clientOptions, callOptions, limit) => {
    stopClock();
    const fetch = vi.fn<Fetch>(() => new Promise(() => {}));
    const miosa = new MiosaClient({ apiKey: key, fetch, maxRetries: 0, ...clientOptions });
    const failed = rejectionWith(MiosaTimeoutError, miosa.projects.list({}, callOptions));
    await vi.advanceTimersByTimeAsync(limit - 1);
    expect(fetch.mock.lastCall?.[1].signal?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect((await failed).message).toContain(`${limit} ms`);
  });

  test.each([
    ["the client's", { totalTimeout: 1000 }, {}, 1000],
    ["the call's", { totalTimeout: 1000 }, { totalTimeout: 2000 }, 2000],
    ["the call's, where the client has none,", { totalTimeout: false }, { totalTimeout: 500 }, 500],
  ] as const)('%s totalTimeout ends the call', async (_, clientOptions, callOptions, limit) => {
    stopClock();
    const fetch = vi.fn<Fetch>(() => new Promise(() => {}));
    const miosa = new MiosaClient({ apiKey: key, fetch, timeout: 5000, ...clientOptions });
    const failed = rejectionWith(MiosaTimeoutError, miosa.projects.list({}, callOptions));
    await vi.advanceTimersByTimeAsync(limit - 1);
    expect(fetch.mock.lastCall?.[1].signal?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect((await failed).message).toContain(`totalTimeout of ${limit} ms`);
  });

  test("totalTimeout: false on a call takes the client's away", async () => {
    stopClock();
    const fetch = vi.fn<Fetch>(() => new Promise(() => {}));
    const miosa = new MiosaClient({ apiKey: key, fetch, timeout: 5000, maxRetries: 0, totalTimeout: 1000 });
    const failed = rejectionWith(MiosaTimeoutError, miosa.projects.list({}, { totalTimeout: false }));
    await vi.advanceTimersByTimeAsync(5000);
    expect((await failed).message).toContain('timeout of 5000 ms');
  });

  test.each([
    [{}, {}, 4],
    [{ maxRetries: 0 }, {}, 1],
    [{ maxRetries: 1 }, {}, 2],
    [{ maxRetries: 0 }, { maxRetries: 2 }, 3],
    [{ maxRetries: 2 }, { maxRetries: 0 }, 1],
  ])('a client with %j and a call with %j make %i attempts', async (clientOptions, callOptions, attempts) => {
    const server = await startServer(json({}, 503, { 'retry-after': '0' }));
    const miosa = new MiosaClient({ apiKey: key, baseUrl: server.url, ...clientOptions });
    await expect(miosa.projects.list({}, callOptions)).rejects.toThrow('503');
    expect(server.requests).toHaveLength(attempts);
  });

  test.each([
    ['timeout', -1],
    ['totalTimeout', 0],
    ['maxRetries', 0.5],
  ])('a bad %s of a call rejects before anything is sent', async (option, value) => {
    const fetch = listingFetch();
    const miosa = new MiosaClient({ apiKey: key, fetch });
    const { message } = await rejectionWith(MiosaConfigError, miosa.projects.list({}, { [option]: value }));
    expect(message).toContain(option);
    expect(fetch).not.toHaveBeenCalled();
  });
});

describe('an option in another spelling is refused, with the one it has:', () => {
  const fetch = listingFetch();
  const miosa = () => new MiosaClient({ apiKey: key, fetch });
  const misspelt = { max_retries: 0 };

  test.each<[string, () => unknown]>([
    ['of the client', () => new MiosaClient(misuse({ apiKey: key, fetch, ...misspelt }))],
    ['of a call', () => miosa().projects.list({}, misuse(misspelt))],
    [
      'of several calls at once',
      () => miosa().projects.ensure({ workspaceId: 'w', name: 'n', slug: 's' }, misuse(misspelt)),
    ],
    ['of a wait', () => miosa().previewDomain.waitUntilReady('organization', misuse(misspelt))],
    ['of a request', () => miosa().request('GET', '/things', misuse(misspelt))],
  ])('%s', async (_, use) => {
    const error = await rejectionWith(MiosaConfigError, (async () => use())());
    expect(error.message).toMatch(/"max_retries".* maxRetries\b/);
    expect(fetch).not.toHaveBeenCalled();
  });

  test.each([
    [{ baseURL: 'https://miosa.example' }, 'baseUrl'],
    [{ apikey: 'another' }, 'apiKey'],
    [{ hooks: { onrequest: () => {} } }, 'onRequest'],
  ])('%j', (options, spelling) => {
    expect(() => new MiosaClient(misuse({ apiKey: key, ...options }))).toThrow(new RegExp(`is spelt ${spelling}\\.`));
  });

  test('but not one that is undefined, nor what is no option in any spelling', async () => {
    const counter = { count: 0, onResponse: () => (counter.count += 1) };
    const config = { apiKey: key, fetch, hooks: counter, baseURL: undefined, region: 'eu' };
    await new MiosaClient(misuse(config)).projects.list({}, misuse({ queryKey: ['projects'] }));
    expect(counter.count).toBe(1);
  });
});

describe('the fetch option', () => {
  test('is called with a URL string and an init', async () => {
    const fetch = listingFetch();
    const miosa = new MiosaClient({ apiKey: key, baseUrl: 'https://miosa.example/api/v1', fetch });
    await miosa.request('PUT', '/things', { query: { page: 2 }, body: { name: 'x' } });
    expect(fetch).toHaveBeenCalledExactlyOnceWith('https://miosa.example/api/v1/things?page=2', expect.anything());
    const [url, init] = fetch.mock.lastCall ?? expect.fail('nothing was sent');
    expect(url).toBeTypeOf('string');
    expect(init).toMatchObject({ method: 'PUT', body: '{"name":"x"}', signal: expect.any(AbortSignal) });
    expect(new Headers(init.headers).get('authorization')).toBe(`Bearer ${key}`);
  });

  test('left out, the global one is asked, as it is at the time of the call', async () => {
    const miosa = new MiosaClient({ apiKey: key });
    const fetch = listingFetch();
    vi.stubGlobal('fetch', fetch);
    await miosa.projects.list();
    expect(fetch).toHaveBeenCalledExactlyOnceWith('https://api.miosa.ai/api/v1/projects', expect.anything());
  });
});
