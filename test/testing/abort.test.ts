import { describe, expect, test, vi } from 'vitest';
import { stopClock } from '../support/fake-clock.ts';
import { call } from './support/call.ts';
import { clinicEmulator } from './support/clinic.ts';

const url = 'https://api.miosa.ai/api/v1/projects';
const headers = { authorization: 'Bearer msk_test_abort' };
const reason = new Error('no longer needed');

/** A request that can be aborted. */
function start(emulator = clinicEmulator()) {
  const controller = new AbortController();
  const response = emulator.fetch(url, { headers, signal: controller.signal });
  return { response, abort: (why?: unknown) => controller.abort(why) };
}

describe('emulator.fetch', () => {
  test('rejects when it was aborted before', async () => {
    const emulator = clinicEmulator();
    await expect(emulator.fetch(url, { headers, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(emulator.requests).toEqual([]);
  });

  test('rejects when it is aborted at once', async () => {
    const { response, abort } = start();
    abort(reason);
    await expect(response).rejects.toBe(reason);
  });

  test('rejects with an AbortError where no reason is given', async () => {
    const { response, abort } = start();
    abort();
    await expect(response).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('rejects during a delay, and leaves no timer', async () => {
    stopClock();
    const emulator = clinicEmulator({ faults: { rate: 1, kinds: ['latency'], latencyMs: 60_000 } });
    const { response, abort } = start(emulator);
    const rejection = expect(response).rejects.toBe(reason);
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBe(1);
    abort(reason);
    await rejection;
    expect(vi.getTimerCount()).toBe(0);
  });

  test('breaks the body off when it is aborted before that was read', async () => {
    const { response, abort } = start();
    const { status, text } = await response.then((arrived) => ({ status: arrived.status, text: () => arrived.text() }));
    abort(reason);
    expect(status).toBe(200);
    await expect(text()).rejects.toBe(reason);
  });

  test('is not disturbed when it is aborted after the end', async () => {
    const { response, abort } = start();
    const body = await (await response).json();
    abort(reason);
    expect(body).toMatchObject({ total: 1 });
  });

  test('leaves nothing behind on a signal that lives on', async () => {
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, 'addEventListener');
    const removed = vi.spyOn(signal, 'removeEventListener');
    const emulator = clinicEmulator();
    for (let count = 0; count < 10; count++) await (await emulator.fetch(url, { headers, signal })).text();
    expect(added.mock.calls.length).toBeGreaterThanOrEqual(10);
    expect(removed.mock.calls.length).toBe(added.mock.calls.length);
  });

  test('rejects as fetch does when the request cannot be', async () => {
    await expect(clinicEmulator().fetch('not a url', {})).rejects.toBeInstanceOf(TypeError);
  });
});

test('emulator.handle rejects with the reason of a request that is aborted during a delay', async () => {
  stopClock();
  const emulator = clinicEmulator({ faults: { rate: 1, kinds: ['latency'], maxConsecutive: 1, latencyMs: 60_000 } });
  const controller = new AbortController();
  const rejection = expect(emulator.handle(new Request(url, { headers, signal: controller.signal }))).rejects.toBe(
    reason,
  );
  await vi.advanceTimersByTimeAsync(0);
  controller.abort(reason);
  await rejection;
  expect((await call(emulator, 'GET', '/projects')).status).toBe(200);
});
