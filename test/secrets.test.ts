import { MiosaClient, MiosaConfigError } from 'miosa-client';
import { createMiosaEmulator } from 'miosa-client/testing';
import { describe, expect, test } from 'vitest';
import { rejection, rejectionWith } from './support/failures.ts';
import { findSecret } from './support/find-secret.ts';
import { ids, wireProjectList } from './support/seed.ts';
import { json, raw, startServer } from './support/server.ts';

const key = `msk_live_${crypto.randomUUID().replaceAll('-', '')}`;
const whereKeyShows = (value: unknown) => findSecret(value, key);

describe('the client', () => {
  test.each([
    ['with a key', { apiKey: key }],
    ['with a function', { apiKey: () => key }],
    ['with a header of its own', { apiKey: null, headers: { authorization: `Bearer ${key}` } }],
  ])('%s shows no key, and neither do its namespaces and promises', async (_, options) => {
    const server = await startServer(json(wireProjectList), raw('', 404));
    const miosa = new MiosaClient({ ...options, baseUrl: server.url });
    expect(whereKeyShows(miosa)).toBeUndefined();

    const pending = miosa.projects.list();
    expect(whereKeyShows([pending, pending.withResponse()])).toBeUndefined();
    const resolved = pending.withResponse();
    expect(whereKeyShows([await resolved, resolved, pending])).toBeUndefined();

    const rejected = miosa.projects.get(ids.project);
    expect(whereKeyShows([await rejection(rejected), rejected, rejected.withResponse()])).toBeUndefined();
    await rejection(rejected.withResponse());
    expect(whereKeyShows(miosa)).toBeUndefined();
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${key}`, `Bearer ${key}`]);
  });

  test('keeps a key out of the response that a server echoes it in', async () => {
    const server = await startServer((response, request) =>
      json(wireProjectList, 200, { 'x-echo': String(request.headers.authorization) })(response, request),
    );
    const promise = new MiosaClient({ apiKey: key, baseUrl: server.url }).projects.list().withResponse();
    expect(whereKeyShows([await promise, promise])).toBeUndefined();
  });
});

describe('a key that cannot be sent', () => {
  test.each([`${key}\n`, ` ${key}`, `${key}…`])('shows in no error of the constructor: %j', async (apiKey) => {
    const error = await rejectionWith(
      MiosaConfigError,
      Promise.resolve().then(() => new MiosaClient({ apiKey })),
    );
    expect(whereKeyShows(error)).toBeUndefined();
  });

  test('shows in no error of a call', async () => {
    const miosa = new MiosaClient({ apiKey: () => `${key}\n`, fetch: () => expect.fail('it was sent') });
    const call = miosa.projects.list();
    expect(whereKeyShows([await rejectionWith(MiosaConfigError, call), call])).toBeUndefined();
  });

  test('shows in no error as a header', async () => {
    const miosa = new MiosaClient({ apiKey: null, fetch: () => expect.fail('it was sent') });
    const call = miosa.projects.list({}, { headers: { authorization: `Bearer ${key}\0` } });
    expect(whereKeyShows([await rejectionWith(MiosaConfigError, call), call])).toBeUndefined();
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
    const miosa = new MiosaClient({ apiKey: () => Promise.reject(error), fetch: () => expect.fail('it was sent') });
    const call = miosa.projects.list();
    expect(whereKeyShows([await rejectionWith(MiosaConfigError, call), call])).toBeUndefined();
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
