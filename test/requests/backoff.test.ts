import { MiosaApiError, RateLimitError, ServerError } from 'miosa-client';
import { describe, expect, test, vi } from 'vitest';
import { clientWith } from '../support/client.ts';
import { rejectionWith } from '../support/failures.ts';
import { stopClock, timeToSettle } from '../support/fake-clock.ts';
import { type Reply, replyWith } from '../support/replies.ts';

const start = Date.UTC(2026, 4, 18, 10);
const dateIn = (seconds: number) => new Date(start + seconds * 1000).toUTCString();

/** What a response asks the client to do: headers and body. */
interface Hint {
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

const withHint = (status: number, { headers, body = {} }: Hint): Reply => replyWith(body, status, headers);

/** Lets a call fail until it gives up. `sentAt` are the times of its attempts, in milliseconds from its start. */
async function attempt(reply: Reply, maxRetries: number) {
  stopClock(start);
  const begin = performance.now();
  const sentAt: number[] = [];
  const fetch: Reply = (url, init) => {
    sentAt.push(performance.now() - begin);
    return reply(url, init);
  };
  const error = rejectionWith(MiosaApiError, clientWith({ fetch, maxRetries }).projects.list());
  await timeToSettle(error);
  return { sentAt, error: await error };
}

describe('without a hint', () => {
  const ceilings = [500, 1000, 2000, 4000, 8000, 8000];
  /** When attempts are made that wait so long before each other; timers count whole milliseconds. */
  const timesAfter = (waits: readonly number[]) => {
    let time = 0;
    return [time, ...waits.map((wait) => (time += Math.floor(wait)))];
  };

  test.each([1 - Number.EPSILON / 2, 0.5, 0.01])(
    'the wait doubles from 500 ms to 8 s, times a random number: %d',
    async (random) => {
      vi.spyOn(Math, 'random').mockReturnValue(random);
      const { sentAt } = await attempt(replyWith({}, 503), ceilings.length);
      expect(sentAt).toEqual(timesAfter(ceilings.map((ceiling) => ceiling * random)));
    },
  );

  test('each wait takes a random number of its own', async () => {
    const numbers = [0.9, 0.1, 0.5];
    const random = vi.spyOn(Math, 'random');
    for (const number of numbers) random.mockReturnValueOnce(number);
    const { sentAt } = await attempt(replyWith({}, 503), numbers.length);
    expect(sentAt).toEqual(timesAfter([450, 100, 1000]));
  });
});

describe('a hint', () => {
  test.each<[string, Hint, number]>([
    ['Retry-After in seconds', { headers: { 'retry-after': '2' } }, 2000],
    ['Retry-After with a fraction', { headers: { 'retry-after': '0.125' } }, 125],
    ['Retry-After as a date', { headers: { 'retry-after': dateIn(5) } }, 5000],
    ['Retry-After as a date of a slow clock', { headers: { 'retry-after': dateIn(-55), date: dateIn(-60) } }, 5000],
    ['Retry-After as a date of a fast clock', { headers: { 'retry-after': dateIn(95), date: dateIn(90) } }, 5000],
    ['Retry-After in the past', { headers: { 'retry-after': dateIn(-5) } }, 0],
    ['Retry-After of a minute', { headers: { 'retry-after': '60' } }, 60_000],
    ['retry_after_ms', { body: { retry_after_ms: 1234 } }, 1234],
    ['retry_after', { body: { retry_after: 1.5 } }, 1500],
    ['error.retry_after_ms', { body: { error: { retry_after_ms: 10 } } }, 10],
    ['error.retry_after', { body: { error: { retry_after: 3 } } }, 3000],
    ['the header rather than the body', { headers: { 'retry-after': '1' }, body: { retry_after_ms: 9 } }, 1000],
    ['the body where the header is no hint', { headers: { 'retry-after': 'soon' }, body: { retry_after_ms: 9 } }, 9],
  ])('is used instead, to the millisecond: %s', async (_, hint, wait) => {
    const { sentAt } = await attempt(withHint(503, hint), 1);
    expect(sentAt).toEqual([0, wait]);
  });

  test.each<[string, Hint, number]>([
    ['61 s', { headers: { 'retry-after': '61' } }, 61_000],
    ['days', { headers: { 'retry-after': '277403' } }, 277_403_000],
    ['a date', { headers: { 'retry-after': dateIn(90) } }, 90_000],
    ['60,001 ms', { body: { retry_after_ms: 60_001 } }, 60_001],
  ])('over 60 s is not waited for: %s', async (_, hint, retryAfterMs) => {
    for (const [status, ErrorClass] of [
      [429, RateLimitError],
      [503, ServerError],
    ] as const) {
      const { sentAt, error } = await attempt(withHint(status, hint), 3);
      expect({ sentAt, error }).toMatchObject({ sentAt: [0], error: { retryAfterMs } });
      expect(error).toBeInstanceOf(ErrorClass);
    }
  });

  test.each<[string, Hint]>([
    ['a word', { headers: { 'retry-after': 'soon' } }],
    ['a word and a number', { headers: { 'retry-after': 'about 5' } }],
    ['a word and a date', { headers: { 'retry-after': `until ${dateIn(5)}` } }],
    ['two values', { headers: { 'retry-after': '5, 10' } }],
    ['a negative number', { headers: { 'retry-after': '-5' } }],
    ['no finite number', { headers: { 'retry-after': 'Infinity' } }],
    ['nothing', { headers: { 'retry-after': '' } }],
    ['a text in the body', { body: { retry_after_ms: '1500' } }],
    ['a negative number in the body', { body: { retry_after: -1 } }],
    ['null in the body', { body: { error: { retry_after_ms: null, retry_after: {} } } }],
  ])('that cannot be read counts as none: %s', async (_, hint) => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const { sentAt, error } = await attempt(withHint(429, hint), 1);
    expect(sentAt).toEqual([0, 250]);
    expect(error).toMatchObject({ name: 'RateLimitError', retryAfterMs: undefined });
  });
});
