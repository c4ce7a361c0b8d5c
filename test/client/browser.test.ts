import { type Fetch, MiosaClient, type MiosaClientOptions, MiosaConfigError } from 'miosa-client';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { rejectionWith } from '../support/failures.ts';
import { wireProject, wireProjectList } from '../support/seed.ts';

const secretKey = 'msk_live_0123456789abcdef';
const browserAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

/** What a page sees: no `process`, an agent that calls itself Mozilla, and an address. */
function enterBrowser(page = 'https://app.cliniciq.example/projects/list?tab=1'): void {
  vi.stubGlobal('process', undefined);
  vi.stubGlobal('navigator', { userAgent: browserAgent });
  vi.stubGlobal('location', { href: page });
}

const listingFetch = () => vi.fn<Fetch>(async () => Response.json(wireProjectList));

async function urlOf(options: MiosaClientOptions): Promise<string> {
  const fetch = listingFetch();
  await new MiosaClient({ ...options, fetch }).projects.list();
  return fetch.mock.lastCall?.[0] ?? expect.fail('nothing was sent');
}

describe('in a browser', () => {
  beforeEach(() => enterBrowser());

  test.each(['msk_live_0123456789abcdef', 'msk_test_0123', 'msk_u_0123', 'msk_a_0123', 'msk_p_0123'])(
    'the secret key %s is rejected, with what to do instead',
    (apiKey) => {
      const call = () => new MiosaClient({ apiKey });
      expect(call).toThrow(MiosaConfigError);
      expect(call).toThrow('apiKey');
      expect(call).toThrow('backend');
      expect(call).not.toThrow(apiKey);
    },
  );

  test('a secret key from an apiKey function is rejected before anything is sent', async () => {
    const fetch = listingFetch();
    const miosa = new MiosaClient({ apiKey: async () => secretKey, fetch });
    const { message } = await rejectionWith(MiosaConfigError, miosa.projects.list());
    expect(message).toContain('apiKey');
    expect(message).not.toContain(secretKey);
    expect(fetch).not.toHaveBeenCalled();
  });

  test.each([`Bearer ${secretKey}`, ` Bearer  ${secretKey}\t`, secretKey, `Token token=${secretKey}`])(
    'a secret key in a header is rejected too, of the client and of a call: %j',
    async (Authorization) => {
      const headers = { Authorization };
      expect(() => new MiosaClient({ headers })).toThrow('headers.authorization is a secret');
      const fetch = listingFetch();
      const call = new MiosaClient({ apiKey: null, fetch }).projects.list({}, { headers });
      expect((await rejectionWith(MiosaConfigError, call)).message).not.toContain(secretKey);
      expect(fetch).not.toHaveBeenCalled();
      const allowed = new MiosaClient({ apiKey: null, fetch, headers, dangerouslyAllowBrowser: true });
      await allowed.projects.list();
      expect(fetch).toHaveBeenCalledTimes(1);
    },
  );

  test.each([secretKey, () => secretKey])('dangerouslyAllowBrowser lets a secret key through', async (apiKey) => {
    expect(await urlOf({ apiKey, dangerouslyAllowBrowser: true })).toBe('https://api.miosa.ai/api/v1/projects');
  });

  test.each([
    ['a session token', 'eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl'],
    ['a function that gives one', () => 'eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl'],
    ['a token that only contains the prefix', 'scoped_msk_live'],
    ['null, for a proxy that adds the key', null],
  ])('%s is welcome', async (_, apiKey) => {
    expect(await urlOf({ apiKey })).toBe('https://api.miosa.ai/api/v1/projects');
  });

  test.each([
    ['/api/miosa', 'https://app.cliniciq.example/api/miosa/projects'],
    ['/api/miosa/', 'https://app.cliniciq.example/api/miosa/projects'],
    ['//proxy.cliniciq.example/miosa', 'https://proxy.cliniciq.example/miosa/projects'],
    ['https://miosa.example/api/v1', 'https://miosa.example/api/v1/projects'],
  ])('the base URL %s leads to %s', async (baseUrl, url) => {
    expect(await urlOf({ apiKey: null, baseUrl })).toBe(url);
  });

  test.each(['', ' ', '\n'])('a blank base URL is rejected, for it would be the page itself: %j', (baseUrl) => {
    enterBrowser('https://app.cliniciq.example/projects');
    const call = () => new MiosaClient({ apiKey: null, baseUrl });
    expect(call).toThrow(MiosaConfigError);
    expect(call).toThrow('baseUrl');
  });

  test('a call without a key rejects, for there is no environment to read it from', async () => {
    await expect(urlOf({})).rejects.toThrow('No API key');
  });

  test("the browser's own User-Agent and redirects are left to it", async () => {
    const fetch = vi.fn<Fetch>(async () => Response.json(wireProject));
    await new MiosaClient({ apiKey: 'session_token', fetch }).projects.get('p');
    const init = fetch.mock.lastCall?.[1];
    expect(new Headers(init?.headers).has('user-agent')).toBe(false);
    expect(init?.redirect ?? 'follow').toBe('follow');
  });
});

describe('a secret key is welcome', () => {
  test.each<[string, unknown, unknown]>([
    ['in Node', globalThis.process, { userAgent: 'Node.js/24' }],
    ['under jsdom, which calls itself Mozilla', globalThis.process, { userAgent: 'Mozilla/5.0 (linux) jsdom/27.0.0' }],
    ['in Deno', undefined, { userAgent: 'Deno/2.5.0' }],
    ['in a Cloudflare worker', undefined, { userAgent: 'Cloudflare-Workers' }],
    ['where there is neither a process nor a navigator', undefined, undefined],
  ])('%s', async (_, process, navigator) => {
    vi.stubGlobal('process', process);
    vi.stubGlobal('navigator', navigator);
    expect(await urlOf({ apiKey: secretKey })).toBe('https://api.miosa.ai/api/v1/projects');
  });
});

test('where there is no page, a relative base URL is rejected', () => {
  const call = () => new MiosaClient({ apiKey: secretKey, baseUrl: '/api/miosa' });
  expect(call).toThrow(MiosaConfigError);
  expect(call).toThrow('baseUrl');
});

test('a browser that polyfills process is still a browser', () => {
  enterBrowser();
  vi.stubGlobal('process', { env: {} });
  expect(() => new MiosaClient({ apiKey: secretKey })).toThrow(MiosaConfigError);
});
