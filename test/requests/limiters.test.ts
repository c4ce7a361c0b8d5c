import { type MiosaClientOptions, RateLimitError } from 'miosa-client';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { clientWith } from '../support/client.ts';
import { stopClock, timeToSettle } from '../support/fake-clock.ts';
import { fixedWindow, type Limiter, limitedBy, slidingWindow, tokenBucket } from '../support/limiters.ts';

const minute = 60_000;

/** A limiter, how many calls are made, and how long they take at best, in milliseconds. */
interface LimiterCase {
  readonly limiter: () => Limiter;
  readonly calls: number;
  readonly ideal: number;
  readonly latency?: number;
}

const limiters: Readonly<Record<string, LimiterCase>> = {
  'a fixed window of 50 per s': { limiter: () => fixedWindow(50, 1000), calls: 200, ideal: 3000 },
  'a sliding window of 50 per s': { limiter: () => slidingWindow(50, 1000), calls: 200, ideal: 3000 },
  'a token bucket of 100 per s': { limiter: () => tokenBucket(100), calls: 200, ideal: 1000 },
  'a token bucket of 20 per s': { limiter: () => tokenBucket(20), calls: 200, ideal: 9000 },
  'a concurrency limit of 5': { limiter: () => slidingWindow(5, 100), calls: 60, ideal: 1200, latency: 100 },
};

/** How a `Retry-After` is made of the milliseconds that are true. */
const hints = {
  exact: (milliseconds: number) => String(Math.ceil(milliseconds) / 1000),
  'rounded up': (milliseconds: number) => String(Math.ceil(milliseconds / 1000)),
  'rounded down to 0': (milliseconds: number) => String(Math.floor((milliseconds - 1) / 1000)),
  'too short': (milliseconds: number) => String(Math.floor(milliseconds / 10) / 1000),
};
type Hint = keyof typeof hints;

const rows: Record<string, unknown>[] = [];
afterAll(() => {
  if (process.env['PRINT_TABLES']) console.table(rows);
});

/** Makes many calls at once through one client, and lets time pass until all have ended. */
async function runAll(
  title: string,
  { limiter, calls, ideal, latency }: LimiterCase,
  hint: Hint,
  options: MiosaClientOptions = {},
) {
  stopClock();
  // The same sequence in each run, evenly spread.
  let random = 0;
  vi.spyOn(Math, 'random').mockImplementation(() => {
    random = (random + 0.618_034) % 1;
    return random;
  });
  const { fetch, refusals } = limitedBy(limiter(), hints[hint], latency);
  const miosa = clientWith({ fetch, ...options });
  const create = () => miosa.projects.create({ workspaceSlug: 'dr-smith-clinic', name: 'Lead Magnet' });
  const results = Promise.allSettled(Array.from({ length: calls }, create));
  const elapsed = await timeToSettle(results);
  const errors = (await results).flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  const average = [...refusals.values()].reduce((sum, count) => sum + count, 0) / calls;
  const most = Math.max(0, ...refusals.values());
  const row = { limiter: title, hint, calls, 'ideal ms': ideal, ms: Math.round(elapsed) };
  rows.push({ ...row, '429s per call': Number(average.toFixed(2)), 'most of one call': most });
  return { errors, elapsed, average, most };
}

describe.each(Object.entries(limiters))('many calls at once against %s', (title, limiter) => {
  test.each<Hint>(['exact', 'rounded up', 'rounded down to 0', 'too short'])(
    'all succeed in good time where hints are %s',
    async (hint) => {
      const { errors, elapsed, average, most } = await runAll(title, limiter, hint);
      expect(errors).toEqual([]);
      expect(elapsed).toBeLessThanOrEqual(4 * limiter.ideal + 1000);
      if (hint !== 'exact' && hint !== 'rounded up') return;
      expect(average).toBeLessThanOrEqual(5);
      expect(most).toBeLessThanOrEqual(20);
    },
  );
});

describe('1,000 calls at once against 60 per minute', { timeout: 60_000 }, () => {
  const limiter = { limiter: () => fixedWindow(60, minute), calls: 1000, ideal: 16 * minute };

  test('all succeed in 16 to 20 minutes, given the time', async () => {
    const { errors, elapsed } = await runAll('60 per minute', limiter, 'rounded up', { totalTimeout: 30 * minute });
    expect(errors).toEqual([]);
    expect(elapsed).toBeGreaterThanOrEqual(16 * minute - 1000);
    expect(elapsed).toBeLessThanOrEqual(20 * minute);
  });

  test('that are given no totalTimeout succeed as far as five minutes suffice, the others with a RateLimitError', async () => {
    const { errors, elapsed } = await runAll('60 per minute, in 5 minutes', limiter, 'rounded up');
    expect(elapsed).toBeLessThanOrEqual(5 * minute + 1000);
    expect(1000 - errors.length).toBeGreaterThanOrEqual(300);
    expect(new Set(errors.map((error) => error instanceof RateLimitError))).toEqual(new Set([true]));
  });
});
