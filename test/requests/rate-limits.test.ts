import { type Fetch, type MiosaClient, type MiosaClientOptions, RateLimitError } from 'miosa-client';
import { describe, expect, test, vi } from 'vitest';
import { clientWith } from '../support/client.ts';
import { rejection, rejectionWith } from '../support/failures.ts';
import { stopClock, timeToSettle } from '../support/fake-clock.ts';
import { inTurn, type Reply, replyWith } from '../support/replies.ts';
import { ids, wireProject } from '../support/seed.ts';

const hours = 3_600_000;
const found = replyWith(wireProject);
const limited = (seconds: number): Reply => replyWith({}, 429, { 'retry-after': String(seconds) });
/** A rate limit until a date, by a server whose clock is wrong by so many milliseconds. */
const limitedUntil =
  (seconds: number, clockError: number): Reply =>
  (...request) => {
    const now = Date.now() + clockError;
    const [date, until] = [now, now + seconds * 1000].map((time) => new Date(time).toUTCString());
    return replyWith({}, 429, { date: String(date), 'retry-after': String(until) })(...request);
  };

/** A client on a stopped clock, and when its requests were sent, in milliseconds from the start. */
function clientOnStoppedClock(fetch: Fetch, options: MiosaClientOptions = {}) {
  stopClock();
  const start = performance.now();
  const sentAt: number[] = [];
  const timed: Fetch = (url, init) => {
    sentAt.push(performance.now() - start);
    return fetch(url, init);
  };
  return { miosa: clientWith({ fetch: timed, ...options }), sentAt };
}

const get = (miosa: MiosaClient, id = 'another-id') => miosa.projects.get(id);

/** The same, whose first call, `projects.get`, was rate limited and gave up; all that follow succeed. */
async function limitedClient(reply: Reply, options: MiosaClientOptions = {}) {
  const client = clientOnStoppedClock(inTurn(reply, found), options);
  await rejection(client.miosa.projects.get(ids.project, { maxRetries: 0 }));
  return client;
}

/** Callers are released with some jitter, which stays below this where few wait. */
const maxJitter = 100;

function expectAfter(milliseconds: number, actual: number): void {
  expect(actual).toBeGreaterThanOrEqual(milliseconds);
  expect(actual).toBeLessThan(milliseconds + maxJitter);
}

describe('a 429 that says when to come back', () => {
  test.each<[string, Reply, number]>([
    ['in seconds', limited(10), 10_000],
    ['in a fraction of a second', limited(0.25), 250],
    ['in a whole minute', limited(60), 60_000],
    ['in milliseconds, in the body', replyWith({ error: { retry_after_ms: 1500 } }, 429), 1500],
    ['at a date', limitedUntil(10, 0), 10_000],
    ['at a date of a server whose clock is 8 hours slow', limitedUntil(10, -8 * hours), 10_000],
    ['at a date of a server whose clock is 8 hours fast', limitedUntil(10, 8 * hours), 10_000],
  ])('holds back every call of the client, also when its own call gives up: %s', async (_, reply, milliseconds) => {
    const { miosa, sentAt } = await limitedClient(reply);
    const calls = [
      get(miosa),
      miosa.projects.update(ids.project, { name: 'Lead Magnet' }),
      miosa.workspaces.delete(ids.workspace),
      miosa.request('GET', '/sandboxes'),
    ];
    await timeToSettle(Promise.all(calls));
    expect(sentAt).toHaveLength(5);
    for (const time of sentAt.slice(1)) expectAfter(milliseconds, time);
  });

  test('holds back no other client', async () => {
    await limitedClient(limited(10));
    expect(await timeToSettle(get(clientWith({ fetch: found })))).toBe(0);
  });

  test.each([
    ['a shorter', limited(20), limited(5)],
    ['a longer', limited(5), limited(20)],
  ])('holds back every call until its time when %s one follows', async (_, first, second) => {
    const { miosa, sentAt } = clientOnStoppedClock(inTurn(first, second, found));
    await timeToSettle(Promise.all([get(miosa), get(miosa)]));
    expect(sentAt).toHaveLength(4);
    for (const time of sentAt.slice(2)) expectAfter(20_000, time);
  });

  test('in more than 60 s is thrown at once, and holds nobody back', async () => {
    const { miosa, sentAt } = clientOnStoppedClock(inTurn(limited(61), found));
    expect(await rejectionWith(RateLimitError, get(miosa))).toMatchObject({ retryAfterMs: 61_000 });
    await get(miosa);
    expect(sentAt).toEqual([0, 0]);
  });
});

test.each<[string, Reply]>([
  ['a 429 without a hint', replyWith({}, 429)],
  ['a 503 with a hint', replyWith({}, 503, { 'retry-after': '10' })],
])('%s does not hold back other calls', async (_, reply) => {
  const { miosa } = await limitedClient(reply);
  expect(await timeToSettle(get(miosa))).toBe(0);
});

test('a 429 without a hint is retried like a 503, as often as maxRetries says', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  const { miosa, sentAt } = clientOnStoppedClock(replyWith({}, 429), { maxRetries: 2 });
  await timeToSettle(rejectionWith(RateLimitError, get(miosa)));
  expect(sentAt).toEqual([0, 250, 750]);
});

test.each([
  ['of 0', 0, [100, 200, 400, 800, 1000, 1000]],
  ['that is too short', 0.3, [300, 300, 400, 800, 1000, 1000]],
  ['that is long enough', 2, [2000, 2000, 2000, 2000, 2000, 2000]],
])('a call waits longer with each 429 after a hint %s, up to a second', async (_, seconds, waits) => {
  const { miosa, sentAt } = clientOnStoppedClock(limited(seconds), { totalTimeout: 30_000 });
  await timeToSettle(rejection(get(miosa)));
  for (const [index, wait] of waits.entries()) expectAfter(wait, Number(sentAt[index + 1]) - Number(sentAt[index]));
});

describe('a call that waits for a rate limit', () => {
  test('has all its retries left', async () => {
    const replies = [...Array<Reply>(20).fill(limited(1)), ...Array<Reply>(3).fill(replyWith({}, 503)), found];
    const { miosa, sentAt } = clientOnStoppedClock(inTurn(...replies), { maxRetries: 3 });
    await timeToSettle(get(miosa));
    expect(sentAt).toHaveLength(24);
  });

  test('has its whole timeout left when it is sent', async () => {
    const { miosa } = await limitedClient(limited(10), { timeout: 1000, maxRetries: 1 });
    expectAfter(10_000, await timeToSettle(get(miosa)));
  });

  test('is sent on time although the clock of the machine is set back', async () => {
    const { miosa, sentAt } = await limitedClient(limited(10));
    const call = get(miosa);
    await vi.advanceTimersByTimeAsync(5000);
    vi.setSystemTime(Date.now() - 8 * hours);
    await timeToSettle(call);
    expectAfter(10_000, Number(sentAt[1]));
  });

  test('is sent where the clock stands still between requests, as in Cloudflare Workers', async () => {
    const { miosa } = await limitedClient(limited(10));
    vi.spyOn(performance, 'now').mockReturnValue(performance.now());
    const call = get(miosa);
    await vi.advanceTimersByTimeAsync(10_000 + maxJitter);
    await expect(call).resolves.toMatchObject({ id: ids.project });
  });

  test('has a timer of its own, and waits on when another one is aborted', async () => {
    const { miosa, sentAt } = await limitedClient(limited(10));
    const controller = new AbortController();
    const aborted = rejection(miosa.projects.get(ids.project, { signal: controller.signal }));
    const call = get(miosa);
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBe(2);
    controller.abort('the user left');
    expect(await aborted).toBe('the user left');
    expect(vi.getTimerCount()).toBe(1);
    await timeToSettle(call);
    expectAfter(10_000, Number(sentAt[1]));
  });

  test('is released with more jitter the more others wait, those that were aborted aside', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const jitterOf = async (waiting: number, aborted: number) => {
      const { miosa, sentAt } = await limitedClient(limited(10));
      const controller = new AbortController();
      const gone = Array.from({ length: aborted }, () =>
        rejection(miosa.projects.get(ids.project, { signal: controller.signal })),
      );
      await vi.advanceTimersByTimeAsync(0);
      controller.abort();
      await Promise.all(gone);
      await timeToSettle(Promise.all(Array.from({ length: waiting }, () => get(miosa))));
      return Math.max(...sentAt) - 10_000;
    };
    const alone = await jitterOf(1, 0);
    expect(await jitterOf(1, 100)).toBe(alone);
    expect(await jitterOf(100, 0)).toBeGreaterThanOrEqual(10 * alone);
  });
});

describe('a call gives up with the RateLimitError', () => {
  test.each([
    ['five minutes after its start', {}, 300_000],
    ['its totalTimeout', { totalTimeout: 900_000 }, 900_000],
  ])('as soon as its next wait would end after %s', async (_, options, end) => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const { miosa, sentAt } = clientOnStoppedClock(limited(35), { maxRetries: 1, ...options });
    const error = rejectionWith(RateLimitError, get(miosa));
    const elapsed = await timeToSettle(error);
    expect(await error).toMatchObject({ retryAfterMs: 35_000, path: '/projects/another-id' });
    expect(sentAt).toHaveLength(Math.ceil(end / 35_000));
    expect(elapsed).toBe(35_000 * Math.floor(end / 35_000));
  });

  test('at once where it would have to wait for the 429 of another call until after its totalTimeout', async () => {
    const { miosa, sentAt } = await limitedClient(limited(10), { totalTimeout: 4000 });
    const error = rejectionWith(RateLimitError, get(miosa));
    expect(await timeToSettle(error)).toBe(0);
    expect(sentAt).toEqual([0]);
  });

  test('of its own, not with that of another call, and says that nothing was sent only where that is true', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const reply: Reply = (url, init) => (url.endsWith('sent-before') ? replyWith({}, 503) : limited(10))(url, init);
    const { miosa } = clientOnStoppedClock(reply);
    const options = { totalTimeout: 4000 };
    const sentBefore = rejectionWith(RateLimitError, miosa.projects.get('sent-before', options));
    await rejection(miosa.projects.get(ids.project, { maxRetries: 0 }));
    const neverSent = rejectionWith(RateLimitError, miosa.projects.get('never-sent', options));
    await timeToSettle(Promise.all([sentBefore, neverSent]));
    expect(await neverSent).toMatchObject({
      path: '/projects/never-sent',
      message: expect.stringContaining('nothing'),
    });
    expect(await sentBefore).toMatchObject({ path: '/projects/sent-before' });
    expect((await sentBefore).message).not.toContain('nothing was sent');
  });

  test('where jitter makes its wait end after its totalTimeout', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.9);
    const { miosa } = await limitedClient(limited(10), { totalTimeout: 10_001 });
    const error = rejection(get(miosa));
    expect(await timeToSettle(error)).toBe(0);
    expect(await error).toBeInstanceOf(RateLimitError);
  });
});

test('with maxRetries: 0 a call neither waits for a rate limit nor is retried after one', async () => {
  const { miosa, sentAt } = clientOnStoppedClock(inTurn(limited(10), limited(10), found), { maxRetries: 0 });
  await rejectionWith(RateLimitError, get(miosa));
  await rejectionWith(RateLimitError, get(miosa));
  expect(await get(miosa)).toMatchObject({ id: ids.project });
  expect(sentAt).toEqual([0, 0, 0]);
});

test('a rate limit that is over delays nothing', async () => {
  const { miosa } = clientOnStoppedClock(inTurn(limited(1), found));
  await timeToSettle(get(miosa));
  expect(await timeToSettle(Promise.all(Array.from({ length: 50 }, () => get(miosa))))).toBe(0);
});
