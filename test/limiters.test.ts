import { type MiosaClient, RateLimitError } from 'miosa-client';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { clientWith } from './support/client.ts';
import { concurrency, fixedWindow, type Limiter, limitedBy, slidingWindow, tokenBucket } from './support/limiters.ts';

const up = (ms: number): string => String(Math.ceil(ms / 1000));
const down = (ms: number): string => String(Math.floor(ms / 1000));
const exact = (ms: number): string => (ms / 1000).toFixed(3);

interface LimiterCase {
  readonly title: string;
  readonly limiter: () => Limiter;
  readonly calls: number;
  /** How long the calls take at best, in milliseconds. */
  readonly ideal: number;
  /** How often a call may be refused. */
  readonly maxRefusals: number;
}

const cases: readonly LimiterCase[] = [
  {
    title: 'fixed window of 50 per s, rounded up',
    limiter: () => fixedWindow(50, 1000, up),
    calls: 200,
    ideal: 3000,
    maxRefusals: 5,
  },
  {
    title: 'fixed window of 50 per s, rounded down to 0',
    limiter: () => fixedWindow(50, 1000, down),
    calls: 200,
    ideal: 3000,
    maxRefusals: 20,
  },
  {
    title: 'fixed window of 50 per s, a hint of 50 ms',
    limiter: () => fixedWindow(50, 1000, () => '0.05'),
    calls: 200,
    ideal: 3000,
    maxRefusals: 20,
  },
  {
    title: 'sliding window of 50 per s',
    limiter: () => slidingWindow(50, 1000),
    calls: 200,
    ideal: 3000,
    maxRefusals: 5,
  },
  {
    title: 'token bucket of 100 per s, exact',
    limiter: () => tokenBucket(100, exact),
    calls: 200,
    ideal: 1000,
    maxRefusals: 20,
  },
  {
    title: 'token bucket of 20 per s, rounded up',
    limiter: () => tokenBucket(20, up),
    calls: 200,
    ideal: 9000,
    maxRefusals: 5,
  },
  {
    title: 'concurrency of 5',
    limiter: () => concurrency(5, 100, '0'),
    calls: 60,
    ideal: 1200,
    maxRefusals: Number.POSITIVE_INFINITY,
  },
];

const rows: Record<string, unknown>[] = [];
afterAll(() => {
  if (process.env['PRINT_TABLES']) console.table(rows);
});

interface Outcome {
  readonly errors: readonly unknown[];
  readonly elapsed: number;
}

async function runAll(calls: readonly Promise<unknown>[], start: number): Promise<Outcome> {
  let elapsed = 0;
  let settled = 0;
  const errors: unknown[] = [];
  for (const call of calls) {
    call
      .catch((error: unknown) => errors.push(error))
      .finally(() => {
        settled += 1;
        elapsed = performance.now() - start;
      });
  }
  while (settled < calls.length) await vi.advanceTimersToNextTimerAsync();
  return { errors, elapsed };
}

const createAll = (miosa: MiosaClient, count: number): Promise<unknown>[] =>
  Array.from({ length: count }, () => miosa.projects.create({ workspaceSlug: 'dr-smith-clinic', name: 'Lead Magnet' }));

describe('many calls at once through one client', () => {
  test.for(cases)('all succeed against a $title', async ({ title, limiter, calls, ideal, maxRefusals }) => {
    vi.useFakeTimers();
    const { fetch, refusals } = limitedBy(limiter());
    const start = performance.now();
    const { errors, elapsed } = await runAll(createAll(clientWith({ fetch }), calls), start);
    const most = Math.max(0, ...refusals.values());
    const all = [...refusals.values()].reduce((sum, count) => sum + count, 0);
    rows.push({
      limiter: title,
      calls,
      'ideal ms': ideal,
      ms: Math.round(elapsed),
      refusals: all,
      'most of one call': most,
    });
    expect(errors).toEqual([]);
    expect(elapsed).toBeLessThanOrEqual(4 * ideal + 1000);
    expect(most).toBeLessThanOrEqual(maxRefusals);
  });

  test('1,000 calls against 60 per minute succeed in 16 to 20 minutes', async () => {
    vi.useFakeTimers();
    const { fetch, refusals } = limitedBy(fixedWindow(60, 60_000, up));
    const miosa = clientWith({ fetch, totalTimeout: 30 * 60_000 });
    const { errors, elapsed } = await runAll(createAll(miosa, 1000), performance.now());
    rows.push({
      limiter: '60 per minute',
      calls: 1000,
      'ideal ms': 16 * 60_000,
      ms: Math.round(elapsed),
      refusals: [...refusals.values()].reduce((sum, count) => sum + count, 0),
      'most of one call': Math.max(...refusals.values()),
    });
    expect(errors).toEqual([]);
    expect(elapsed / 60_000).toBeGreaterThan(15);
    expect(elapsed / 60_000).toBeLessThanOrEqual(20);
    expect(Math.max(...refusals.values())).toBeLessThanOrEqual(5);
  });

  test('without totalTimeout each ends after five minutes at most', async () => {
    vi.useFakeTimers();
    const { fetch } = limitedBy(fixedWindow(60, 60_000, up));
    const { errors, elapsed } = await runAll(createAll(clientWith({ fetch }), 1000), performance.now());
    expect(elapsed).toBeLessThanOrEqual(5 * 60_000 + 1000);
    expect(errors.length).toBeGreaterThan(500);
    for (const error of errors) expect(error).toBeInstanceOf(RateLimitError);
  });

  test('a limited POST never delays a GET', async () => {
    vi.useFakeTimers();
    const { fetch } = limitedBy(fixedWindow(5, 2000, up));
    const get = async (): Promise<Response> => Response.json({ data: [], total: 0 });
    const miosa = clientWith({ fetch: (url, init) => (init.method === 'GET' ? get() : fetch(url, init)) });
    const start = performance.now();
    const posts = runAll(createAll(miosa, 20), start);
    const durations: number[] = [];
    for (let i = 0; i < 50; i++) {
      const begun = performance.now();
      await miosa.projects.list();
      durations.push(performance.now() - begun);
    }
    const { errors, elapsed } = await posts;
    expect(errors).toEqual([]);
    expect(elapsed).toBeLessThanOrEqual(10_000);
    expect(durations.toSorted((a, b) => a - b)[25]).toBeLessThan(20);
  });
});
