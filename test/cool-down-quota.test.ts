import { type Fetch, MiosaClient, type MiosaClientOptions, RateLimitError } from 'miosa-client';
import { describe, expect, test, vi } from 'vitest';
import { rejectionWith } from './support/failures.ts';
import { stopClock } from './support/fake-clock.ts';
import { limitedApi } from './support/limited-api.ts';
import { runOut } from './support/run-out.ts';
import { ids } from './support/seed.ts';

const start = Date.UTC(2026, 4, 18, 10);
const clientWith = (options: MiosaClientOptions) => new MiosaClient({ apiKey: 'msk_test_quota', ...options });
const many = (count: number, miosa: MiosaClient) =>
  Array.from({ length: count }, () => miosa.projects.get(ids.project));

describe('200 calls at once against 50 a minute', () => {
  test.each([{ latency: 0 }, { latency: 80 }, { latency: 900 }, { latency: 900, refusalLatency: 20 }])(
    'all succeed, refused once at most: %o',
    async (latencies) => {
      stopClock(start);
      const api = limitedApi(50, latencies);
      const best = api.bestTime(200);
      const { statuses, time } = await runOut(many(200, clientWith({ fetch: api.fetch, maxRetries: 1 })));
      expect(statuses).toEqual(['fulfilled']);
      expect(api.refusals()).toBeLessThanOrEqual(150);
      expect(time).toBeLessThanOrEqual(1.25 * best);
      expect(vi.getTimerCount()).toBe(0);
    },
  );

  test.each([10, 30, 50])('take hardly longer when they begin %i s into a minute', async (seconds) => {
    stopClock(start + seconds * 1000);
    const api = limitedApi(50);
    const best = api.bestTime(200);
    const { statuses, time } = await runOut(many(200, clientWith({ fetch: api.fetch, maxRetries: 3 })));
    expect(statuses).toEqual(['fulfilled']);
    // How long a window lasts is not known at first: one request finds out.
    expect(api.refusals()).toBeLessThanOrEqual(150 + 1);
    expect(time).toBeLessThanOrEqual(1.25 * best);
  });

  test('neither starve nor flood when others use 45 of the 50 for two minutes', async () => {
    stopClock(start);
    const api = limitedApi(50, { others: (minute) => (minute === 1 || minute === 2 ? 45 : 0) });
    const best = api.bestTime(200);
    const { statuses, time } = await runOut(many(200, clientWith({ fetch: api.fetch, maxRetries: 5 })));
    expect(statuses).toEqual(['fulfilled']);
    // 150 were under way when the first was refused; the change may cost no more than one minute's worth.
    expect(api.refusals()).toBeLessThanOrEqual(150 + 50);
    expect(time).toBeLessThanOrEqual(3 * best);
  });
});

test('waiting spends no attempt, however long the line is', async () => {
  stopClock(start);
  const api = limitedApi(50);
  const miosa = clientWith({ fetch: api.fetch, maxRetries: 0 });
  const [refused] = many(51, miosa).slice(-1);
  const error = rejectionWith(RateLimitError, refused ?? expect.fail('it was not called'));
  await vi.advanceTimersByTimeAsync(80);
  await error;
  const best = api.bestTime(140);
  const { statuses, time } = await runOut(many(140, miosa));
  expect(statuses).toEqual(['fulfilled']);
  expect(api.refusals()).toBe(1);
  expect(time).toBeLessThanOrEqual(1.25 * best);
});

test('when nobody waits any more, everything is as before', async () => {
  stopClock(start);
  const api = limitedApi(50);
  const sent = vi.fn<Fetch>(api.fetch);
  const miosa = clientWith({ fetch: sent, maxRetries: 1 });
  await runOut(many(60, miosa));
  await vi.advanceTimersByTimeAsync(60_000);
  sent.mockClear();
  const calls = many(50, miosa);
  await vi.advanceTimersByTimeAsync(0);
  expect(sent).toHaveBeenCalledTimes(50);
  expect(await runOut(calls)).toEqual({ statuses: ['fulfilled'], time: 80 });
});
