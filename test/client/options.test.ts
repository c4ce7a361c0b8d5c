import { inspect } from 'node:util';
import { type Fetch, MiosaClient, type MiosaClientOptions, MiosaConfigError, type RequestOptions } from 'miosa-client';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { clientWith } from '../support/client.ts';
import { rejectionWith } from '../support/failures.ts';
import { misuse, refusal } from '../support/refusal.ts';
import { ids, wireProject, wireProjectList } from '../support/seed.ts';

const key = 'msk_live_0123456789abcdef';

beforeEach(() => {
  for (const name of ['MIOSA_API_KEY', 'MIOSA_BASE_URL', 'MIOSA_TENANT']) vi.stubEnv(name, undefined);
});

/** A `fetch` that returns a list of projects for every request. */
const listingFetch = () => vi.fn<Fetch>(async () => Response.json(wireProjectList));

/** Where a request went, and as whom. */
function targetOf(fetch: ReturnType<typeof listingFetch>) {
  const [url, init] = fetch.mock.lastCall ?? expect.fail('nothing was sent');
  const headers = new Headers(init.headers);
  return { url, authorization: headers.get('authorization'), tenant: headers.get('x-miosa-tenant') };
}

/** Where a client sends a plain GET, and as whom. */
async function targetWith(options?: MiosaClientOptions) {
  const fetch = listingFetch();
  await new MiosaClient({ ...options, fetch }).projects.list();
  return targetOf(fetch);
}

const stubEnvironment = (name: string, apiKey = `msk_live_${name}`) => {
  vi.stubEnv('MIOSA_API_KEY', apiKey);
  vi.stubEnv('MIOSA_BASE_URL', `https://${name}.example/api/v1`);
  vi.stubEnv('MIOSA_TENANT', `${name}-tenant`);
};
const targetFrom = (name: string) => ({
  url: `https://${name}.example/api/v1/projects`,
  authorization: `Bearer msk_live_${name}`,
  tenant: `${name}-tenant`,
});
const defaultTarget = {
  url: 'https://api.miosa.ai/api/v1/projects',
  authorization: `Bearer ${key}`,
  tenant: null,
};

describe('key, base URL and tenant', () => {
  test('come from the environment when no option says otherwise', async () => {
    stubEnvironment('first');
    expect(await targetWith()).toEqual(targetFrom('first'));
  });

  test('come from the options rather than from the environment', async () => {
    stubEnvironment('first');
    const baseUrl = 'https://second.example/api/v1';
    expect(await targetWith({ apiKey: 'msk_live_second', baseUrl, tenant: 'second-tenant' })).toEqual(
      targetFrom('second'),
    );
  });

  test.each(['', ' ', '\t\n'])('count a blank variable as unset: %j', async (blank) => {
    vi.stubEnv('MIOSA_API_KEY', blank);
    vi.stubEnv('MIOSA_BASE_URL', blank);
    vi.stubEnv('MIOSA_TENANT', blank);
    expect(await targetWith({ apiKey: key })).toEqual(defaultTarget);
    await expect(targetWith()).rejects.toThrow('No API key');
  });

  test.each<[string, MiosaClientOptions]>([
    ['nothing', {}],
    ['a key', { apiKey: 'msk_live_second' }],
  ])('are read from the environment by the first call, and stay, where the options hold %s', async (_, options) => {
    stubEnvironment('first');
    const fetch = listingFetch();
    const miosa = new MiosaClient({ ...options, fetch });
    for (const name of ['second', 'third']) {
      stubEnvironment(name);
      await miosa.projects.list();
      expect(targetOf(fetch)).toEqual(targetFrom('second'));
    }
  });

  test('are read again by the next call where there was no key', async () => {
    stubEnvironment('first', '');
    const fetch = listingFetch();
    const miosa = new MiosaClient({ fetch });
    await rejectionWith(MiosaConfigError, miosa.projects.list());
    stubEnvironment('second');
    await miosa.projects.list();
    expect(targetOf(fetch)).toEqual(targetFrom('second'));
  });

  test.each([
    ['MIOSA_API_KEY', 'msk live secret'],
    ['MIOSA_BASE_URL', 'api.miosa.ai'],
    ['MIOSA_TENANT', 'two words'],
  ])('reject the call, and not the client, where %s cannot be right', async (name, value) => {
    stubEnvironment('first');
    vi.stubEnv(name, value);
    const { message } = await refusal((miosa) => miosa.projects.list(), { apiKey: undefined });
    expect(message).toContain(name);
    expect(message).not.toContain('secret');
  });

  test('hold no tenant where the option is null, whatever the environment says', async () => {
    stubEnvironment('first');
    expect(await targetWith({ tenant: null })).toEqual({ ...targetFrom('first'), tenant: null });
  });
});

test.each<[string | URL, string]>([
  ['https://miosa.example/api/v1', 'https://miosa.example/api/v1/projects'],
  ['https://miosa.example/api/v1/', 'https://miosa.example/api/v1/projects'],
  ['https://miosa.example', 'https://miosa.example/projects'],
  ['http://localhost:4000/api/v1', 'http://localhost:4000/api/v1/projects'],
  ['https://miosa.example/api/v1///', 'https://miosa.example/api/v1/projects'],
  [new URL('https://miosa.example/api/v1'), 'https://miosa.example/api/v1/projects'],
  [new URL('https://miosa.example/api/v1/'), 'https://miosa.example/api/v1/projects'],
])('the base URL %s leads to %s', async (baseUrl, url) => {
  expect((await targetWith({ apiKey: key, baseUrl })).url).toBe(url);
});

describe('options that are undefined count as not given', () => {
  // Types with every option, so that none is forgotten.
  const clientOptions: Record<Exclude<keyof MiosaClientOptions, 'fetch'>, undefined> = {
    apiKey: undefined,
    baseUrl: undefined,
    tenant: undefined,
    timeout: undefined,
    totalTimeout: undefined,
    maxRetries: undefined,
    headers: undefined,
    hooks: undefined,
    dangerouslyAllowBrowser: undefined,
  };
  const callOptions: Record<keyof RequestOptions, undefined> = {
    signal: undefined,
    timeout: undefined,
    totalTimeout: undefined,
    maxRetries: undefined,
    headers: undefined,
    idempotencyKey: undefined,
    tenant: undefined,
  };

  test('for a client', async () => {
    vi.stubEnv('MIOSA_API_KEY', key);
    expect(await targetWith(clientOptions)).toEqual(defaultTarget);
  });

  test.each([
    ['undefined options', undefined],
    ['each option undefined', callOptions],
    ['a signal of null', { signal: null }],
  ])('for a call with %s', async (_, options) => {
    const fetch = vi.fn<Fetch>(async () => Response.json(wireProject));
    const miosa = clientWith({ fetch, tenant: 'cliniciq', headers: { 'x-team': 'growth' } });
    await miosa.projects.update(ids.project, { name: 'Summer' }, options);
    const headers = new Headers(fetch.mock.lastCall?.[1].headers);
    expect(headers.get('x-miosa-tenant')).toBe('cliniciq');
    expect(headers.get('x-team')).toBe('growth');
    expect(headers.has('idempotency-key')).toBe(true);
  });
});

const badMilliseconds = [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, '30000', null];
const badTenants = ['', ' ', 'two words', 'line\nbreak', 42, {}];
const badHeaders = [
  'x-team: growth',
  42,
  new Headers({ 'x-team': 'growth' }),
  { 'bad name': 'growth' },
  { 'x-team': 'line\nbreak' },
];
const badLimits = {
  timeout: badMilliseconds,
  totalTimeout: [...badMilliseconds, true],
  maxRetries: [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '3', null],
};
const badUrls = [
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
];
const badOptions: Record<keyof MiosaClientOptions, readonly unknown[]> = {
  ...badLimits,
  apiKey: ['', ' ', 'msk_live_with space', 'msk_live_line\nbreak', 'msk_live_ünïcode', 42, {}, true],
  baseUrl: badUrls,
  tenant: badTenants,
  fetch: ['https://proxy.example', {}, null],
  headers: badHeaders,
  hooks: ['log', () => {}, { onRequest: 'log' }, { onRetry: {} }, { onEnd: null }],
  dangerouslyAllowBrowser: ['false', 1],
};
const badCallOptions: Record<keyof RequestOptions, readonly unknown[]> = {
  ...badLimits,
  signal: ['abort', {}, new AbortController()],
  tenant: badTenants,
  headers: badHeaders,
  idempotencyKey: ['', 'two words', 42],
};
const rows = (table: Record<string, readonly unknown[]>) =>
  Object.entries(table).flatMap(([option, values]) => values.map((value) => [option, inspect(value), value] as const));

describe('an option that cannot be right is rejected, with its name and not with secrets:', () => {
  test.each(rows(badOptions))('%s of a client as %s', async (option, _, value) => {
    // The table holds what the types forbid.
    const make = async () => new MiosaClient({ apiKey: key, [option]: misuse(value) });
    const error = await rejectionWith(MiosaConfigError, make());
    expect(error.message).toContain(option);
    const shown = inspect(error, { depth: null, showHidden: true }) + JSON.stringify(error);
    expect(shown).not.toMatch(/msk_live_|secret-password|line\nbreak/);
  });

  test.each(rows(badCallOptions))('%s of a call as %s', async (option, _, value) => {
    const error = await refusal((miosa) => miosa.projects.update('p', { name: 'n' }, { [option]: misuse(value) }));
    expect(error.message).toContain(option);
  });

  test.each([[null], ['msk_live_0123456789abcdef'], [42], [[]]])('%s instead of the options', async (options) => {
    const make = async () => new MiosaClient(misuse(options));
    expect((await rejectionWith(MiosaConfigError, make())).message).not.toContain('msk_live_');
    await refusal((miosa) => miosa.projects.get('p', misuse(options)));
    await refusal((miosa) => miosa.projects.list({}, misuse(options)));
    await refusal((miosa) => miosa.request('GET', '/sandboxes', misuse(options)));
  });
});

describe('a name that is no option is rejected', () => {
  test.each([
    ['baseURL', 'https://miosa.example', 'The client has no option "baseURL": did you mean baseUrl?'],
    ['api_key', 'another', 'did you mean apiKey?'],
    ['max-retries', 0, 'did you mean maxRetries?'],
    ['region', 'eu', 'The client has no option "region". Its options are apiKey, baseUrl, tenant,'],
    ['idempotencyKey', 'one', 'no option "idempotencyKey"'],
    ['hooks', { onrequest: () => {} }, 'did you mean onRequest?'],
    ['hooks', { onAbort: () => {} }, 'no option "onAbort". Its options are onRequest, onResponse, onRetry, onEnd.'],
  ])('by the constructor: %s', (name, value, message) => {
    const make = () => new MiosaClient(misuse({ apiKey: key, [name]: value }));
    expect(make).toThrow(MiosaConfigError);
    expect(make).toThrow(message);
  });

  type Call = (miosa: MiosaClient, options: never) => Promise<unknown>;
  const project = { workspaceId: ids.workspace, name: 'Lead Magnet', slug: 'lead-magnet' };

  test.each<[string, object, string, Call]>([
    ['a read', { retries: 1 }, 'signal, timeout', (miosa, options) => miosa.projects.get(ids.project, options)],
    ['a list', { max_retries: 1 }, 'maxRetries', (miosa, options) => miosa.projects.list({}, options)],
    ['ensure', { idempotency_key: 'a' }, 'idempotencyKey', (miosa, options) => miosa.projects.ensure(project, options)],
    ['request', { json: {} }, 'query, body, schema', (miosa, options) => miosa.request('POST', '/x', options)],
    [
      'waitUntilReady',
      { oncheck: () => {} },
      'onCheck',
      (miosa, options) => miosa.previewDomain.waitUntilReady('organization', options),
    ],
  ])('by %s, before anything is sent: %j', async (_, options, message, call) => {
    const error = await refusal((miosa) => call(miosa, misuse(options)));
    expect(error.message).toContain(`no option "${Object.keys(options)[0]}"`);
    expect(error.message).toContain(message);
  });

  test('unless it is undefined, which counts as not given', async () => {
    expect(await targetWith(misuse({ apiKey: key, baseURL: undefined }))).toEqual(defaultTarget);
  });
});
