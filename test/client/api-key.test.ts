import { inspect } from 'node:util';
import { MiosaClient, MiosaConfigError } from 'miosa-client';
import { describe, expect, test, vi } from 'vitest';
import { clientWith } from '../support/client.ts';
import { everyMethod } from '../support/every-method.ts';
import { rejection, rejectionWith } from '../support/failures.ts';
import { misuse, refusal } from '../support/refusal.ts';
import { ids, wireProject, wireProjectList } from '../support/seed.ts';
import { json, startServer, type TestServer } from '../support/server.ts';

const busy = json({}, 503, { 'retry-after': '0' });
const authorizations = (server: TestServer) => server.requests.map(({ headers }) => headers.authorization);

describe('an apiKey function', () => {
  test('is called before every attempt, so that a key can rotate between retries', async () => {
    const server = await startServer(busy, busy, json(wireProjectList));
    const apiKey = vi.fn<() => string>();
    apiKey
      .mockReturnValueOnce('msk_live_first')
      .mockReturnValueOnce('msk_live_second')
      .mockReturnValue('msk_live_third');
    const miosa = new MiosaClient({ apiKey, baseUrl: server.url });
    expect(apiKey).not.toHaveBeenCalled();
    await miosa.projects.list();
    expect(authorizations(server)).toEqual([
      'Bearer msk_live_first',
      'Bearer msk_live_second',
      'Bearer msk_live_third',
    ]);
    expect(apiKey).toHaveBeenCalledTimes(3);
  });

  test('may be asynchronous, and is called for each call', async () => {
    const server = await startServer(json(wireProjectList));
    let calls = 0;
    const miosa = new MiosaClient({ apiKey: async () => `session_token_${++calls}`, baseUrl: server.url });
    await miosa.projects.list();
    await miosa.projects.list();
    expect(authorizations(server)).toEqual(['Bearer session_token_1', 'Bearer session_token_2']);
  });

  test('is called for a mutation too, which keeps its idempotency key while the API key changes', async () => {
    const server = await startServer(busy, json(wireProject));
    let calls = 0;
    const miosa = new MiosaClient({ apiKey: () => `session_token_${++calls}`, baseUrl: server.url });
    await miosa.projects.create({ workspaceId: ids.workspace, name: 'Lead Magnet' });
    expect(authorizations(server)).toEqual(['Bearer session_token_1', 'Bearer session_token_2']);
    const [first, second] = server.requests.map(({ headers }) => headers['idempotency-key']);
    expect(second).toBe(first);
  });

  const fail = (): never => {
    throw new TypeError('vault is sealed');
  };

  test.each<[string, () => Promise<string>, object]>([
    ['throws', fail, { name: 'TypeError', message: 'vault is sealed' }],
    ['rejects', async () => fail(), { name: 'TypeError', message: 'vault is sealed' }],
    ['rejects with a string', () => Promise.reject('vault is sealed'), { message: 'vault is sealed' }],
  ])('that %s ends the call with its reason, before anything is sent', async (_, work, cause) => {
    const apiKey = vi.fn(work);
    const error = await refusal((miosa) => miosa.projects.list(), { apiKey, maxRetries: 3 });
    expect(error.message).toContain('The apiKey function failed');
    expect(error.message).toContain('vault is sealed');
    expect(error.cause).toMatchObject(cause);
    expect(apiKey, 'it is not retried').toHaveBeenCalledTimes(1);
  });

  test.each([
    ['an error of this package', new MiosaConfigError('sign in first')],
    ['an error by which a framework steers', Object.assign(new Error('NEXT_REDIRECT'), { digest: 'NEXT_REDIRECT;/' })],
  ])('that fails with %s ends the call with just that', async (_, reason) => {
    const miosa = clientWith({ apiKey: () => Promise.reject(reason), fetch: () => expect.fail('it was sent') });
    expect(await rejection(miosa.projects.list())).toBe(reason);
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['an empty string', ''],
    ['a space', ' '],
    ['a line break', 'msk_live_secret\r\nx-evil: 1'],
    ['letters that no header can hold', 'msk_live_secret_ü'],
    ['a number', 42],
    ['an object', { key: 'msk_live_secret' }],
  ])('that gives %s ends the call before anything is sent', async (_, key) => {
    const error = await refusal((miosa) => miosa.projects.list(), { apiKey: async () => misuse(key) });
    expect(error.message).toContain('apiKey');
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('msk_live_secret');
  });

  test('that fails on a retry ends the call, without another request', async () => {
    const server = await startServer(busy);
    const apiKey = vi.fn<() => string>().mockReturnValueOnce('session_token').mockReturnValue('');
    const miosa = new MiosaClient({ apiKey, baseUrl: server.url });
    await rejectionWith(MiosaConfigError, miosa.projects.list());
    expect(server.requests).toHaveLength(1);
  });
});

describe('without any key', () => {
  const unreadable = new Proxy(
    {},
    {
      get: () => {
        throw new Error('Requires env access');
      },
    },
  );

  test.each([
    ['where the environment must not be read', () => vi.stubGlobal('process', { env: unreadable })],
    ['where nothing of the process must be read', () => vi.stubGlobal('process', unreadable)],
    ['where there is no environment', () => vi.stubGlobal('process', undefined)],
    ['where the environment has none', () => vi.stubEnv('MIOSA_API_KEY', undefined)],
  ])('a client can be made %s, so that a module that makes one can be imported', (_, enter) => {
    enter();
    expect(() => new MiosaClient()).not.toThrow();
  });

  test.each(Object.entries(everyMethod))('%s rejects with what to do, and sends nothing', async (_, { call }) => {
    vi.stubEnv('MIOSA_API_KEY', undefined);
    const onEnd = vi.fn();
    const error = await refusal((miosa) => call(miosa), { apiKey: undefined, hooks: { onEnd } });
    expect(error.message).toContain('apiKey');
    expect(error.message).toContain('MIOSA_API_KEY');
    expect(onEnd).not.toHaveBeenCalled();
  });
});

test.each([undefined, 'msk_live_from_the_environment'])(
  'an apiKey of null sends no Authorization header, whether MIOSA_API_KEY is set or not: %s',
  async (variable) => {
    vi.stubEnv('MIOSA_API_KEY', variable);
    const server = await startServer(json(wireProjectList));
    await new MiosaClient({ apiKey: null, baseUrl: server.url }).projects.list();
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
  },
);
