import { type Fetch, MiosaClient, type MiosaClientOptions, MiosaConfigError } from 'miosa-client';
import { createMiosaEmulator } from 'miosa-client/testing';
import { describe, expect, test, vi } from 'vitest';
import { clientWith } from '../support/client.ts';
import { everyMethod } from '../support/every-method.ts';
import { rejection, rejectionWith } from '../support/failures.ts';
import { stopClock } from '../support/fake-clock.ts';
import { findSecret } from '../support/find-secret.ts';
import { refusal } from '../support/refusal.ts';
import { inTurn, replyWith } from '../support/replies.ts';
import { wireProjectList } from '../support/seed.ts';
import { json, startServer } from '../support/server.ts';

const key = `msk_live_${crypto.randomUUID().replaceAll('-', '')}`;
const whereKeyShows = (value: unknown) => findSecret(value, key);

/** Refuses every request, and repeats the caller's key wherever there is room for it. */
const refuseEchoing: Fetch = async (_url, init) => {
  const echo = String(new Headers(init.headers).get('authorization'));
  const body = { error: { code: echo, message: echo, details: { [echo]: echo } } };
  return Response.json(body, { status: 401, headers: { 'x-echo': echo, 'x-request-id': echo } });
};

/** A promise with the one of its response, where it has one. */
const withResponse = (promise: Promise<unknown>): readonly Promise<unknown>[] =>
  'withResponse' in promise && typeof promise.withResponse === 'function'
    ? [promise, promise.withResponse()]
    : [promise];

describe('the key shows nowhere', () => {
  test.each<[string, MiosaClientOptions]>([
    ['with a key', { apiKey: key }],
    ['with a function', { apiKey: () => key }],
    ['with a header of its own', { apiKey: null, headers: { authorization: `Bearer ${key}` } }],
  ])('in a client %s, before and after a call', async (_, options) => {
    const server = await startServer(json(wireProjectList));
    const miosa = new MiosaClient({ ...options, baseUrl: server.url });
    expect(whereKeyShows(miosa)).toBeUndefined();
    await miosa.projects.list();
    expect(whereKeyShows(miosa)).toBeUndefined();
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${key}`]);
  });

  test('in a client that reads its key from the environment at its first call', async () => {
    const emulator = createMiosaEmulator({ apiKeys: [key] });
    vi.stubEnv('MIOSA_API_KEY', undefined);
    const miosa = new MiosaClient({ fetch: emulator.fetch });
    vi.stubEnv('MIOSA_API_KEY', key);
    const projects = miosa.projects.list();
    vi.unstubAllEnvs();
    expect(whereKeyShows([miosa, projects, await projects])).toBeUndefined();
  });

  test.each(Object.entries(everyMethod))('in what %s returns, pending and resolved', async (_, { call, replies }) => {
    stopClock();
    const fetch = vi.fn(inTurn(...replies.map((body) => replyWith(body))));
    const promises = withResponse(call(clientWith({ apiKey: key, fetch })));
    expect(whereKeyShows(promises)).toBeUndefined();
    expect(whereKeyShows([await Promise.all(promises), promises])).toBeUndefined();
    expect(fetch).toHaveBeenCalled();
  });

  test.each(Object.entries(everyMethod))('in what %s rejects with', async (_, { call }) => {
    stopClock();
    const promises = withResponse(call(clientWith({ apiKey: key, fetch: refuseEchoing })));
    const errors = await Promise.all(promises.map(rejection));
    for (const error of errors)
      expect(error).toMatchObject({ name: 'AuthenticationError', requestId: 'Bearer [redacted]' });
    expect(whereKeyShows([errors, promises])).toBeUndefined();
  });
});

describe('a key that cannot be sent shows in no error', () => {
  test.each([`${key}\n`, ` ${key}`, `${key}…`])('of the constructor: %j', async (apiKey) => {
    const make = async () => new MiosaClient({ apiKey });
    expect(whereKeyShows(await rejectionWith(MiosaConfigError, make()))).toBeUndefined();
  });

  test('of a call', async () => {
    const error = await refusal((miosa) => miosa.projects.list(), { apiKey: () => `${key}\n` });
    expect(whereKeyShows(error)).toBeUndefined();
  });

  test('as a header', async () => {
    const headers = { authorization: `Bearer ${key}\0` };
    expect(whereKeyShows(await refusal((miosa) => miosa.projects.list({}, { headers })))).toBeUndefined();
  });
});

describe('an apiKey function that fails', () => {
  const leak = { config: { headers: { authorization: `Bearer ${key}` } }, [Symbol('key')]: key };

  test.each([
    ['holds the key', Object.assign(new Error('the vault is sealed'), leak)],
    ['has a cause that holds it', new Error('sealed', { cause: Object.assign(new Error('403'), leak) })],
    ['quotes it', new Error(`the vault refused ${key}`)],
    ['is no error at all', leak],
  ])('shows no key where its error %s', async (_, error) => {
    const apiKey = () => Promise.reject(error);
    expect(whereKeyShows(await refusal((miosa) => miosa.projects.list(), { apiKey }))).toBeUndefined();
  });
});

test("the emulator's log shows no key, wherever it was sent", async () => {
  const emulator = createMiosaEmulator({ apiKeys: [key], workspaces: [{ name: 'Dr. Smith Clinic' }] });
  const miosa = new MiosaClient({ apiKey: key, fetch: emulator.fetch, maxRetries: 0 });
  await miosa.projects.create(
    { workspaceSlug: 'dr-smith-clinic', name: key, metadata: { [key]: [key] } },
    { headers: { 'x-copy': key }, idempotencyKey: key },
  );
  await miosa.request('GET', '/projects', { query: { token: key } });
  await rejection(miosa.projects.get(key));
  await rejection(miosa.request('POST', '/projects', { body: key }));
  expect(emulator.requests.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET', 'POST']);
  expect(whereKeyShows(emulator.requests)).toBeUndefined();
  expect(whereKeyShows(emulator)).toBeUndefined();
});
