import { MiosaClient } from 'miosa-client';
import { describe, expect, test, vi } from 'vitest';
import { stopClock } from '../support/fake-clock.ts';
import { project } from '../support/seed.ts';
import { clinicEmulator, emptyClinic, uuid } from './support/clinic.ts';
import { waysIn } from './support/ways-in.ts';

const apiKey = 'msk_test_client';

describe.each(Object.entries(waysIn))('a client through %s', (_, enter) => {
  test('reads what the documentation shows', async () => {
    stopClock();
    const { fetch, baseUrl } = await enter(clinicEmulator());
    const miosa = new MiosaClient({ apiKey, fetch, baseUrl });
    expect(await miosa.projects.get(project.id)).toEqual(project);
  });
});

test('a client that retries often enough always succeeds, and nothing is created twice', async () => {
  stopClock();
  const emulator = emptyClinic({
    faults: {
      seed: 18,
      rate: 0.9,
      kinds: ['latency', 'drop-before', 'drop-after', 'rate-limit', '500', '502', '503', '504', 'html'],
    },
  });
  const miosa = new MiosaClient({ apiKey, fetch: emulator.fetch });
  const names = Array.from({ length: 25 }, (_, index) => `Project ${index + 1}`);
  const creates = names.map((name) => miosa.projects.create({ workspaceSlug: 'dr-smith-clinic', name }));
  const created = await withClock(Promise.all(creates));
  expect(created.map(({ name }) => name)).toEqual(names);
  const { total } = await withClock(miosa.projects.list());
  expect(total).toBe(names.length);
  expect(emulator.injectedFaults['drop-after']).toBeGreaterThan(0);
});

test('a page on an insecure origin, which has no crypto.randomUUID, can use an emulator', async () => {
  const { crypto } = globalThis;
  vi.stubGlobal('crypto', { getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes) });
  const miosa = new MiosaClient({ apiKey, fetch: emptyClinic().fetch });
  const { id } = await miosa.projects.create({ workspaceSlug: 'dr-smith-clinic', name: 'Lead Magnet' });
  expect(id).toMatch(uuid);
});

/** Moves the clock on until a promise is settled. */
async function withClock<T>(promise: Promise<T>): Promise<T> {
  let isSettled = false;
  const settled = promise.finally(() => {
    isSettled = true;
  });
  // Awaited only below; a rejection until then is expected.
  settled.catch(() => {});
  while (!isSettled) await vi.advanceTimersByTimeAsync(100);
  return settled;
}
