import { describe, expect, test, vi } from 'vitest';
import { stopClock } from '../support/fake-clock.ts';
import { ids } from '../support/seed.ts';
import { call } from './support/call.ts';
import { clinicEmulator, unknownId } from './support/clinic.ts';

const list = (emulator: ReturnType<typeof clinicEmulator>, key = 'msk_test_emulator') =>
  call(emulator, 'GET', '/projects', undefined, { authorization: `Bearer ${key}` });

describe('a limit of 2 requests in 2,500 ms', () => {
  const start = () => {
    stopClock();
    return clinicEmulator({ rateLimit: { requests: 2, windowMs: 2500 } });
  };

  test('answers 429 to the third, with the documented code', async () => {
    const emulator = start();
    expect((await list(emulator)).status).toBe(200);
    expect((await list(emulator)).status).toBe(200);
    const { status, headers, body } = await list(emulator);
    expect(status).toBe(429);
    expect(headers.get('retry-after')).toBe('3');
    expect(body).toMatchObject({ error: { code: 'rate_limit_exceeded', request_id: headers.get('x-request-id') } });
  });

  test.each([
    [0, '3'],
    [499, '3'],
    [500, '2'],
    [1500, '1'],
    [2499, '1'],
  ])('says after %i ms that %s s are left, rounded up', async (elapsed, seconds) => {
    const emulator = start();
    await list(emulator);
    await list(emulator);
    await vi.advanceTimersByTimeAsync(elapsed);
    expect((await list(emulator)).headers.get('retry-after')).toBe(seconds);
  });

  test('starts with the first request, and restarts after its end', async () => {
    const emulator = start();
    await vi.advanceTimersByTimeAsync(2000);
    await list(emulator);
    await vi.advanceTimersByTimeAsync(2499);
    expect((await list(emulator)).status).toBe(200);
    expect((await list(emulator)).status).toBe(429);
    await vi.advanceTimersByTimeAsync(1);
    expect((await list(emulator)).status).toBe(200);
    expect((await list(emulator)).status).toBe(200);
    expect((await list(emulator)).headers.get('retry-after')).toBe('3');
  });

  test('is counted for each key by itself', async () => {
    const emulator = start();
    await list(emulator);
    await list(emulator);
    expect((await list(emulator)).status).toBe(429);
    expect((await list(emulator, 'msk_test_other')).status).toBe(200);
  });

  test('does not process a request that it limits', async () => {
    const emulator = start();
    await list(emulator);
    await list(emulator);
    const fields = { workspace_slug: 'dr-smith-clinic', name: 'Second' };
    expect((await call(emulator, 'POST', '/projects', fields)).status).toBe(429);
    expect((await list(emulator, 'msk_test_other')).body).toMatchObject({ total: 1 });
  });

  test('starts over with a reset', async () => {
    const emulator = start();
    await list(emulator);
    await list(emulator);
    emulator.reset();
    expect((await list(emulator)).status).toBe(200);
  });
});

test('accepts any number of requests without a limit', async () => {
  const emulator = clinicEmulator();
  const responses = await Promise.all(Array.from({ length: 200 }, () => list(emulator)));
  expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]));
});

describe('a limit of one endpoint', () => {
  const start = (endpoint: string) => {
    stopClock();
    return clinicEmulator({ rateLimit: { requests: 1, windowMs: 1000, endpoint } });
  };
  const create = (emulator: ReturnType<typeof clinicEmulator>) =>
    call(emulator, 'POST', '/projects', { workspace_slug: 'dr-smith-clinic', name: 'Quiz' });

  test('limits that endpoint, and no other', async () => {
    const emulator = start('POST /projects');
    for (let count = 0; count < 5; count++) expect((await list(emulator)).status).toBe(200);
    expect((await create(emulator)).status).toBe(201);
    expect((await create(emulator)).status).toBe(429);
    expect((await list(emulator)).status).toBe(200);
    expect((await call(emulator, 'GET', '/nowhere')).status).toBe(404);
    await vi.advanceTimersByTimeAsync(1000);
    expect((await create(emulator)).status).toBe(201);
  });

  test('counts all ids of a route together', async () => {
    const emulator = start('GET /projects/{id}');
    expect((await call(emulator, 'GET', `/projects/${ids.project}`)).status).toBe(200);
    expect((await call(emulator, 'GET', `/projects/${unknownId}`)).status).toBe(429);
  });
});
