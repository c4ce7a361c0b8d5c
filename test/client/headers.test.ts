import { inspect } from 'node:util';
import { type Fetch, MiosaClient, MiosaConfigError, type RequestOptions } from 'miosa-client';
import { describe, expect, test, vi } from 'vitest';
import { rejectionWith } from '../support/failures.ts';
import { misuse, refusal } from '../support/refusal.ts';
import { wireProject } from '../support/seed.ts';
import { json, startServer } from '../support/server.ts';

type HeaderOption = RequestOptions['headers'];

/** The headers that arrive with a PATCH: it has a body and an idempotency key. */
async function arriving(headers?: HeaderOption, callHeaders?: HeaderOption) {
  const server = await startServer(json(wireProject));
  const miosa = new MiosaClient({ apiKey: 'msk_test_headers', tenant: 'cliniciq', baseUrl: server.url, headers });
  await miosa.projects.update('p', { name: 'Summer' }, { headers: callHeaders });
  return server.requests[0]?.headers ?? expect.fail('no request arrived');
}

const defaultNames = [
  'accept',
  'authorization',
  'content-type',
  'idempotency-key',
  'user-agent',
  'x-miosa-tenant',
] as const;

describe('the headers of a request', () => {
  test('are the defaults when nothing is said', async () => {
    expect(Object.keys(await arriving())).toEqual(expect.arrayContaining([...defaultNames]));
  });

  test.each<[string, HeaderOption, HeaderOption, string]>([
    ["the client's", { 'x-team': 'growth' }, undefined, 'growth'],
    ["the call's", undefined, { 'x-team': 'core' }, 'core'],
    ["the call's rather than the client's", { 'x-team': 'growth' }, { 'x-team': 'core' }, 'core'],
    ["the call's, in whatever case", { 'X-Team': 'growth' }, { 'x-TEAM': 'core' }, 'core'],
    ["the client's where the call's is undefined", { 'x-team': 'growth' }, { 'x-team': undefined }, 'growth'],
    ["the call's where the client's is null", { 'x-team': null }, { 'x-team': 'core' }, 'core'],
  ])('hold %s', async (_, clientHeaders, callHeaders, value) => {
    expect((await arriving(clientHeaders, callHeaders))['x-team']).toBe(value);
  });

  test.each(defaultNames)('hold an own %s instead of the default one', async (name) => {
    expect((await arriving({ [name]: 'own-value' }))[name]).toBe('own-value');
    expect((await arriving({}, { [name.toUpperCase()]: 'own-value' }))[name]).toBe('own-value');
  });

  // `fetch` itself adds an `accept` and a `user-agent`, and a `content-type` to a text, where there is none.
  test.each(['authorization', 'idempotency-key', 'x-miosa-tenant'])(
    'do not hold the default %s when it is null',
    async (name) => {
      expect(await arriving({ [name]: null })).not.toHaveProperty(name);
      expect(await arriving({}, { [name.toUpperCase()]: null })).not.toHaveProperty(name);
    },
  );

  test.each(['accept', 'content-type', 'user-agent'] as const)('hold no %s of ours when it is null', async (name) => {
    expect((await arriving({ [name]: null }))[name]).not.toMatch(/json$|^miosa/);
    expect((await arriving({}, { [name.toUpperCase()]: null }))[name]).not.toMatch(/json$|^miosa/);
  });

  test("do not hold the client's when the call's is null", async () => {
    expect(await arriving({ 'x-team': 'growth' }, { 'X-Team': null })).not.toHaveProperty('x-team');
  });
});

test.each([null, '', [['x-team', 'growth']], new Headers()])(
  'headers that are no plain object are rejected: %j',
  async (given) => {
    const headers: HeaderOption = misuse(given);
    expect((await refusal((miosa) => miosa.projects.list({}, { headers }))).message).toContain('headers');
    expect(() => new MiosaClient({ apiKey: 'msk_test_headers', headers })).toThrow('headers');
  },
);

describe('a header that cannot be sent', () => {
  const secret = 'token_secret_0123';

  test.each<[string, string, unknown]>([
    ['a value with a line break', 'x-team', `${secret}\r\nx-evil: 1`],
    ['a value beyond Latin-1', 'x-team', `${secret} 🦊`],
    ['a value with a NUL', 'x-team', `${secret}\0`],
    ['a name with a space', 'x team', secret],
    ['an empty name', '', secret],
  ])('is rejected without showing its value: %s', async (_, name, value) => {
    // Whatever the table holds, a caller in plain JavaScript could pass.
    const headers = { [name]: value } as HeaderOption;
    const fetch = vi.fn<Fetch>();
    const ofClient = async () => new MiosaClient({ apiKey: 'msk_test_headers', headers, fetch }).projects.list();
    const errors = [
      await refusal((miosa) => miosa.projects.list({}, { headers })),
      await rejectionWith(MiosaConfigError, ofClient()),
    ];
    expect(fetch).not.toHaveBeenCalled();
    for (const error of errors) {
      expect(error.message).toContain(JSON.stringify(name));
      expect(inspect(error, { depth: null, showHidden: true }) + JSON.stringify(error)).not.toContain(secret);
    }
  });
});
