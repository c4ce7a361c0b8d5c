import { MiosaApiError, MiosaClient, RateLimitError, ServerError } from 'miosa-client';
import { describe, expect, test, vi } from 'vitest';
import { rejectionWith } from './support/failures.ts';
import { stopClock } from './support/fake-clock.ts';

const start = Date.UTC(2026, 4, 18, 10);
const inSeconds = (seconds: number) => new Date(start + seconds * 1000).toUTCString();

/** What an attempt is answered with. */
interface Reply {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

/** Lets a call fail until it gives up, and tells when it was attempted, in milliseconds from its start. */
async function attempt(reply: Reply, maxRetries: number) {
  stopClock(start);
  const moments: number[] = [];
  const fetch = async () => {
    moments.push(Date.now() - start);
    return Response.json(reply.body ?? {}, { status: reply.status, headers: reply.headers ?? {} });
  };
  const call = new MiosaClient({ apiKey: 'msk_test_backoff', fetch, maxRetries }).projects.list();
  const error = rejectionWith(MiosaApiError, call);
  await vi.runAllTimersAsync();
  return { moments, error: await error, end: Date.now() - start };
}

describe('without a hint', () => {
  const ceilings = [500, 1000, 2000, 4000, 8000, 8000];
  /** When attempts are made that wait so long before each other; timers count whole milliseconds. */
  const momentsAfter = (waits: readonly number[]) => {
    let moment = 0;
    return [moment, ...waits.map((wait) => (moment += Math.floor(wait)))];
  };

  test.each([1 - Number.EPSILON / 2, 0.5, 0.01])(
    'the wait doubles from 500 ms to 8 s, times what chance says: %d',
    async (chance) => {
      vi.spyOn(Math, 'random').mockReturnValue(chance);
      const { moments } = await attempt({ status: 503 }, ceilings.length);
      expect(moments).toEqual(momentsAfter(ceilings.map((ceiling) => ceiling * chance)));
    },
  );

  test('the wait may be none at all', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const { moments } = await attempt({ status: 503 }, ceilings.length);
    expect(moments).toHaveLength(ceilings.length + 1);
    // A timer of 0 ms may take one.
    expect(moments.at(-1)).toBeLessThanOrEqual(ceilings.length);
  });

  test('chance is asked anew before each wait', async () => {
    const chances = [0.9, 0.1, 0.5];
    const random = vi.spyOn(Math, 'random');
    for (const chance of chances) random.mockReturnValueOnce(chance);
    const { moments } = await attempt({ status: 503 }, chances.length);
    expect(moments).toEqual(momentsAfter([450, 100, 1000]));
  });
});

describe('a hint', () => {
  test.each<[string, Omit<Reply, 'status'>, number]>([
    ['Retry-After in seconds', { headers: { 'retry-after': '2' } }, 2000],
    ['Retry-After with a fraction', { headers: { 'retry-after': '0.125' } }, 125],
    ['Retry-After as a date', { headers: { 'retry-after': inSeconds(5) } }, 5000],
    ['Retry-After of no time', { headers: { 'retry-after': '0' } }, 0],
    ['Retry-After in the past', { headers: { 'retry-after': inSeconds(-5) } }, 0],
    ['Retry-After of a minute', { headers: { 'retry-after': '60' } }, 60_000],
    ['retry_after_ms', { body: { retry_after_ms: 1234 } }, 1234],
    ['retry_after', { body: { retry_after: 1.5 } }, 1500],
    ['error.retry_after_ms', { body: { error: { retry_after_ms: 10 } } }, 10],
    ['error.retry_after', { body: { error: { retry_after: 3 } } }, 3000],
    ['the header rather than the body', { headers: { 'retry-after': '1' }, body: { retry_after_ms: 9 } }, 1000],
    ['the body where the header is no hint', { headers: { 'retry-after': 'soon' }, body: { retry_after_ms: 9 } }, 9],
  ])('is honoured to the millisecond: %s', async (_, reply, wait) => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    expect((await attempt({ status: 429, ...reply }, 1)).moments).toEqual([0, wait]);
    expect((await attempt({ status: 503, ...reply }, 1)).moments).toEqual([0, wait]);
  });

  test('counts each time it is given', async () => {
    const { moments } = await attempt({ status: 429, headers: { 'retry-after': '7' } }, 3);
    expect(moments).toEqual([0, 7000, 14_000, 21_000]);
  });

  test.each<[string, Omit<Reply, 'status'>, number]>([
    ['61 s', { headers: { 'retry-after': '61' } }, 61_000],
    ['days', { headers: { 'retry-after': '277403' } }, 277_403_000],
    ['a date', { headers: { 'retry-after': inSeconds(90) } }, 90_000],
    ['60,001 ms', { body: { retry_after_ms: 60_001 } }, 60_001],
    ['an hour', { body: { error: { retry_after: 3600 } } }, 3_600_000],
  ])('over 60 s is not slept through: %s', async (_, reply, wait) => {
    const limited = await attempt({ status: 429, ...reply }, 3);
    expect(limited).toMatchObject({ moments: [0], end: 0, error: { retryAfterMs: wait } });
    expect(limited.error).toBeInstanceOf(RateLimitError);

    const unavailable = await attempt({ status: 503, ...reply }, 3);
    expect(unavailable).toMatchObject({ moments: [0], end: 0 });
    expect(unavailable.error).toBeInstanceOf(ServerError);
  });

  test.each<[string, Omit<Reply, 'status'>]>([
    ['a word', { headers: { 'retry-after': 'soon' } }],
    ['a word and a number', { headers: { 'retry-after': 'about 5' } }],
    ['two values', { headers: { 'retry-after': '5, 10' } }],
    ['a negative number', { headers: { 'retry-after': '-5' } }],
    ['no finite number', { headers: { 'retry-after': 'Infinity' } }],
    ['nothing', { headers: { 'retry-after': '' } }],
    ['a text in the body', { body: { retry_after_ms: '1500' } }],
    ['a negative number in the body', { body: { retry_after: -1 } }],
    ['null in the body', { body: { error: { retry_after_ms: null, retry_after: {} } } }],
  ])('that cannot be read counts as none: %s', async (_, reply) => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const { moments, error } = await attempt({ status: 429, ...reply }, 1);
    expect(moments).toEqual([0, 250]);
    expect(error).toMatchObject({ name: 'RateLimitError', retryAfterMs: undefined });
  });
});
