import { describe, expect, test, vi } from 'vitest';
import { stopClock } from '../support/fake-clock.ts';
import { ids } from '../support/seed.ts';
import { type CallHeaders, call, idempotent } from './support/call.ts';
import { clinicEmulator, emptyClinic } from './support/clinic.ts';

const create = (emulator: ReturnType<typeof emptyClinic>, headers: CallHeaders = {}, name = 'Lead Magnet') =>
  call(emulator, 'POST', '/projects', { workspace_slug: 'dr-smith-clinic', name }, headers);

const total = async (emulator: ReturnType<typeof emptyClinic>) =>
  Object((await call(emulator, 'GET', '/projects')).body).total;

test('the same key gets the original response again, its request id included', async () => {
  const emulator = emptyClinic();
  const first = await create(emulator, idempotent('k'));
  const second = await create(emulator, idempotent('k'));
  expect(second.status).toBe(201);
  expect(second.body).toEqual(first.body);
  expect(second.headers.get('x-request-id')).toBe(first.headers.get('x-request-id'));
  expect(await total(emulator)).toBe(1);
});

test('the original is not touched by what came later', async () => {
  const emulator = emptyClinic();
  const first = await create(emulator, idempotent('k'));
  await call(emulator, 'PATCH', `/projects/${Object(first.body).id}`, { name: 'Renamed' });
  expect((await create(emulator, idempotent('k'))).body).toEqual(first.body);
});

test('many duplicates at once are processed once', async () => {
  const emulator = emptyClinic();
  const responses = await Promise.all(Array.from({ length: 20 }, () => create(emulator, idempotent('k'))));
  const bodies = new Set(responses.map(({ body }) => JSON.stringify(body)));
  expect(bodies.size).toBe(1);
  expect(await total(emulator)).toBe(1);
});

test('a duplicate of a delayed request is processed once', async () => {
  stopClock();
  const emulator = emptyClinic({ faults: { rate: 1, kinds: ['latency'], latencyMs: 1000, maxConsecutive: 1 } });
  const delayed = create(emulator, idempotent('k'));
  const duplicate = await create(emulator, idempotent('k'));
  await vi.advanceTimersByTimeAsync(1000);
  expect((await delayed).body).toEqual(duplicate.body);
  expect(emulator.injectedFaults.latency).toBe(1);
});

describe('a mutation is processed again', () => {
  test.each<[string, CallHeaders, CallHeaders]>([
    ['without a key', {}, {}],
    ['under another key', idempotent('a'), idempotent('b')],
    ['for another API key', idempotent('k'), { ...idempotent('k'), authorization: 'Bearer msk_test_other' }],
  ])('%s', async (_, first, second) => {
    const emulator = emptyClinic();
    await create(emulator, first);
    expect((await create(emulator, second)).body).toMatchObject({ slug: 'lead-magnet-2' });
  });

  test('when a day has gone by', async () => {
    stopClock();
    const emulator = emptyClinic();
    await create(emulator, idempotent('k'));
    vi.setSystemTime(Date.UTC(2026, 4, 19, 9, 59, 59, 999));
    expect((await create(emulator, idempotent('k'))).body).toMatchObject({ slug: 'lead-magnet' });
    vi.setSystemTime(Date.UTC(2026, 4, 19, 10));
    expect((await create(emulator, idempotent('k'))).body).toMatchObject({ slug: 'lead-magnet-2' });
  });

  test('for another path', async () => {
    const emulator = clinicEmulator();
    const paths = [`/projects/${ids.project}/preview-domain`, `/workspaces/${ids.workspace}/preview-domain`];
    for (const path of paths) {
      const body = { preview_domain: 'program.drsmithclinic.com' };
      expect((await call(emulator, 'PUT', path, body, idempotent('k'))).status).toBe(200);
      expect((await call(emulator, 'GET', path)).body).toMatchObject(body);
    }
  });

  test('for another method, the key being the same', async () => {
    const emulator = clinicEmulator();
    const path = `/projects/${ids.project}/preview-domain`;
    await call(emulator, 'PUT', path, { preview_domain: 'program.drsmithclinic.com' }, idempotent('k'));
    await call(emulator, 'DELETE', path, undefined, idempotent('k'));
    expect((await call(emulator, 'GET', path)).body).toMatchObject({ preview_domain: null });
  });

  test('after a reset', async () => {
    const emulator = emptyClinic();
    await create(emulator, idempotent('k'));
    emulator.reset();
    await create(emulator, idempotent('k'));
    expect(await total(emulator)).toBe(1);
  });

  test('when idempotency is switched off', async () => {
    const emulator = emptyClinic({ idempotency: false });
    await create(emulator, idempotent('k'));
    await create(emulator, idempotent('k'), 'Another');
    expect(await total(emulator)).toBe(2);
  });
});

test('an error response is remembered too', async () => {
  const emulator = clinicEmulator();
  const body = { workspace_slug: 'jones', name: 'Lead Magnet' };
  const post = () => call(emulator, 'POST', '/projects', body, idempotent('k'));
  const rejected = await post();
  expect(rejected.status).toBe(404);
  await call(emulator, 'POST', '/workspaces', { name: 'Jones' });
  expect((await post()).body).toEqual(rejected.body);
});

test.each<[string, () => ReturnType<typeof emptyClinic>, CallHeaders]>([
  ['a missing API key', () => emptyClinic(), { authorization: null }],
  ['the rate limit', () => emptyClinic({ rateLimit: { requests: 1, windowMs: 1000 } }), {}],
])('%s does not use up the key', async (_, start, headers) => {
  stopClock();
  const emulator = start();
  await call(emulator, 'GET', '/projects');
  expect((await create(emulator, { ...headers, ...idempotent('k') })).status).toBeGreaterThanOrEqual(401);
  await vi.advanceTimersByTimeAsync(1000);
  expect((await create(emulator, idempotent('k'))).status).toBe(201);
});

test.each([
  ['another body', '', { name: 'Other' }],
  ['another query', '?dry_run=true', { name: 'Old' }],
])('the key is rejected for %s', async (_, query, body) => {
  const emulator = clinicEmulator();
  const path = `/projects/${ids.project}`;
  await call(emulator, 'PATCH', path, { name: 'Old' }, idempotent('k'));
  const response = await call(emulator, 'PATCH', `${path}${query}`, body, idempotent('k'));
  expect(response.status).toBe(422);
  expect(response.body).toMatchObject({ error: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  expect((await call(emulator, 'GET', path)).body).toMatchObject({ name: 'Old' });
});

test('a GET never gets a remembered response', async () => {
  const emulator = emptyClinic();
  const list = () => call(emulator, 'GET', '/projects', undefined, idempotent('k'));
  expect((await list()).body).toMatchObject({ total: 0 });
  await create(emulator);
  expect((await list()).body).toMatchObject({ total: 1 });
});
