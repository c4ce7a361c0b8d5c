import { type Fetch, type MiosaClient, type MiosaClientOptions, MiosaTimeoutError, RateLimitError } from 'miosa-client';
import { createMiosaEmulator } from 'miosa-client/testing';
import { describe, expect, test, vi } from 'vitest';
import { clientWith } from './support/client.ts';
import { rejection, rejectionWith, watch } from './support/failures.ts';
import { stopClock, timeToSettle } from './support/fake-clock.ts';
import { inTurn, type Reply, replyWith, silence } from './support/replies.ts';
import { ids, wireProject, wireProjectList } from './support/seed.ts';

const start = Date.UTC(2026, 4, 18, 10);
const found = replyWith(wireProject);
const limited = (seconds: number): Reply => replyWith({}, 429, { 'retry-after': String(seconds) });
/** A rate limit that is told as a date, by a server whose clock is wrong by so many milliseconds. */
const limitedUntil =
  (seconds: number, clockError: number): Reply =>
  (...request) => {
    const now = Date.now() + clockError;
    const headers = {
      date: new Date(now).toUTCString(),
      'retry-after': new Date(now + seconds * 1000).toUTCString(),
    };
    return replyWith({}, 429, headers)(...request);
  };
/** Callers are released with some jitter, which stays below this where few wait. */
const maxJitter = 100;

/** A client on a stopped clock, and when its requests were sent, in milliseconds from the start. */
function clientOnStoppedClock(fetch: Fetch, options: MiosaClientOptions = {}) {
  stopClock(start);
  const begin = performance.now();
  const moments: number[] = [];
  const timed: Fetch = (url, init) => {
    moments.push(performance.now() - begin);
    return fetch(url, init);
  };
  return { miosa: clientWith({ fetch: timed, ...options }), moments };
}

/** The same, whose first call, `projects.get`, met this reply and gave up; all that follow succeed. */
async function limitedClient(reply: Reply, options: MiosaClientOptions = {}) {
  const client = clientOnStoppedClock(inTurn(reply, found), options);
  await rejection(client.miosa.projects.get(ids.project, { maxRetries: 0 }));
  return client;
}

const get = (miosa: MiosaClient) => miosa.projects.get('another-id');

/** Checks that a promise is settled at a moment, or soon after, and not before. */
async function expectSettledAfter(milliseconds: number, promise: Promise<unknown>): Promise<void> {
  const watched = watch(promise);
  await vi.advanceTimersByTimeAsync(milliseconds - 1);
  expect(watched.isPending).toBe(true);
  await vi.advanceTimersByTimeAsync(1 + maxJitter);
  expect(watched.isPending).toBe(false);
}

describe('a 429 that says when to come back', () => {
  test.each<[string, Reply, number]>([
    ['seconds', limited(10), 10_000],
    ['a fraction of a second', limited(0.25), 250],
    ['a whole minute', limited(60), 60_000],
    ['milliseconds in the body', replyWith({ error: { retry_after_ms: 1500 } }, 429), 1500],
    ['a date', limitedUntil(10, 0), 10_000],
    ['a date of a server whose clock is 8 hours slow', limitedUntil(10, -8 * 3_600_000), 10_000],
    ['a date of a server whose clock is 8 hours fast', limitedUntil(10, 8 * 3_600_000), 10_000],
  ])('holds back the other calls to the endpoint: %s', async (_, reply, milliseconds) => {
    const { miosa } = await limitedClient(reply);
    await expectSettledAfter(milliseconds, get(miosa));
  });

  test.each<[string, (miosa: MiosaClient) => Promise<unknown>]>([
    ['of another HTTP method', (miosa) => miosa.projects.update(ids.project, { name: 'Lead Magnet' })],
    ['of another path', (miosa) => miosa.workspaces.get(ids.workspace)],
    ['of a custom request', (miosa) => miosa.request('GET', '/sandboxes')],
    ['of another client', () => get(clientWith({ fetch: found }))],
  ])('does not delay calls %s', async (_, call) => {
    const { miosa } = await limitedClient(limited(10));
    expect(await timeToSettle(call(miosa))).toBe(0);
  });

  test('holds back custom requests that differ in their ids', async () => {
    const { miosa } = clientOnStoppedClock(inTurn(limited(10), found));
    await rejection(miosa.request('GET', `/sandboxes/${ids.project}`, { maxRetries: 0 }));
    await expectSettledAfter(10_000, miosa.request('GET', `/sandboxes/${ids.workspace}`));
  });

  test('to a POST never delays a GET of the same path', async () => {
    const emulator = createMiosaEmulator({
      workspaces: [{ name: 'Dr. Smith Clinic' }],
      rateLimit: { requests: 5, windowMs: 60_000, endpoint: 'POST /projects' },
    });
    const { miosa } = clientOnStoppedClock(emulator.fetch);
    const names = Array.from({ length: 8 }, (_, index) => `Project ${index}`);
    const created = Promise.all(names.map((name) => miosa.projects.create({ workspaceSlug: 'dr-smith-clinic', name })));
    await vi.advanceTimersByTimeAsync(1000);
    expect(await timeToSettle(miosa.projects.list())).toBe(0);
    expect(await timeToSettle(created)).toBeGreaterThanOrEqual(59_000);
    expect((await miosa.projects.list()).total).toBe(8);
  });

  test('is not shortened by another that comes later', async () => {
    const { miosa, moments } = clientOnStoppedClock(inTurn(limited(20), limited(5), found));
    await timeToSettle(Promise.all([get(miosa), get(miosa)]));
    expect(moments.filter((moment) => moment > 0 && moment < 20_000)).toEqual([]);
    expect(moments).toHaveLength(4);
  });

  test('over 60 s is thrown at once, and holds nobody back', async () => {
    const { miosa, moments } = clientOnStoppedClock(inTurn(limited(61), found));
    const error = await rejectionWith(RateLimitError, get(miosa));
    expect(error.retryAfterMs).toBe(61_000);
    await get(miosa);
    expect(moments).toEqual([0, 0]);
  });
});

test.each<[string, Reply]>([
  ['a 429 without a hint', replyWith({}, 429)],
  ['a 503 with a hint', replyWith({}, 503, { 'retry-after': '10' })],
])('%s does not hold back other calls', async (_, reply) => {
  const { miosa, moments } = clientOnStoppedClock(inTurn(reply, found));
  const first = get(miosa);
  await vi.advanceTimersByTimeAsync(0);
  await get(miosa);
  expect(moments).toEqual([0, 0]);
  await timeToSettle(first);
});

test('a 429 without a hint is retried like a 503, as often as maxRetries says', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  const { miosa, moments } = clientOnStoppedClock(replyWith({}, 429), { maxRetries: 2 });
  const error = rejectionWith(RateLimitError, get(miosa));
  await timeToSettle(error);
  expect(moments).toEqual([0, 250, 750]);
});

test.each([
  ['of 0', 0, [100, 200, 400, 800, 1000, 1000]],
  ['that is too short', 0.3, [300, 300, 400, 800, 1000, 1000]],
  ['that is long enough', 2, [2000, 2000, 2000, 2000, 2000, 2000]],
])('waits longer with each 429 after a hint %s, up to a second', async (_, seconds, waits) => {
  const { miosa, moments } = clientOnStoppedClock(limited(seconds), { totalTimeout: 30_000 });
  await timeToSettle(rejection(get(miosa)));
  const actual = moments.slice(1).map((moment, index) => moment - (moments[index] ?? 0));
  expect(actual.slice(0, waits.length).map((wait) => Math.floor(wait / 100) * 100)).toEqual(waits);
});

describe('a call that waits for a rate limit', () => {
  test('has as many retries as before', async () => {
    const replies = [...Array<Reply>(20).fill(limited(1)), ...Array<Reply>(3).fill(replyWith({}, 503)), found];
    const { miosa } = clientOnStoppedClock(inTurn(...replies), { maxRetries: 3 });
    const call = get(miosa);
    await timeToSettle(call);
    expect(await call).toMatchObject({ id: ids.project });
  });

  test('has its whole timeout left when it is sent', async () => {
    const { miosa } = await limitedClient(limited(10), { timeout: 1000, maxRetries: 1 });
    await expectSettledAfter(10_000, get(miosa));
  });

  test('ends with the RateLimitError after five minutes in all', async () => {
    const { miosa, moments } = clientOnStoppedClock(limited(35), { maxRetries: 1 });
    const error = rejectionWith(RateLimitError, get(miosa));
    expect(await timeToSettle(error)).toBe(300_000);
    expect((await error).retryAfterMs).toBe(35_000);
    expect(moments).toHaveLength(9);
  });

  test('ends after five minutes with a 429 whose code is that of another class', async () => {
    const odd = replyWith({ error: { code: 'VALIDATION_FAILED', retry_after: 50 } }, 429);
    const { miosa } = clientOnStoppedClock(odd);
    const error = rejection(get(miosa));
    expect(await timeToSettle(error)).toBe(300_000);
    expect(await error).toMatchObject({ name: 'ValidationFailedError', status: 429 });
  });

  test.each<[string, Reply, string]>([
    ['and may succeed', found, 'fulfilled'],
    ['and ends with the first 429 of its own', limited(50), 'rejected'],
  ])('is sent after five minutes where it only waited, %s', async (_, reply, status) => {
    const fetch: Fetch = (url, init) => (url.endsWith('/limited') ? limited(50) : reply)(url, init);
    const { miosa, moments } = clientOnStoppedClock(fetch);
    const limitOthers = () => rejection(miosa.projects.get('limited', { maxRetries: 0 }));
    await limitOthers();
    const call = Promise.allSettled([get(miosa)]);
    for (let minutes = 0; minutes < 4.5; minutes += 0.5) {
      await vi.advanceTimersByTimeAsync(30_000);
      await limitOthers();
    }
    const requests = moments.length;
    await expectSettledAfter(30_000, call);
    expect(moments).toHaveLength(requests + 1);
    expect(await call).toEqual([expect.objectContaining({ status })]);
  });

  test('waits for as long as its totalTimeout', async () => {
    const { miosa } = clientOnStoppedClock(limited(35), { totalTimeout: 900_000 });
    for (const call of [
      () => miosa.projects.get(ids.project),
      () => miosa.workspaces.ensure({ slug: 'dr-smith-clinic', name: 'Dr. Smith Clinic' }),
    ]) {
      const error = rejectionWith(MiosaTimeoutError, call());
      expect(await timeToSettle(error)).toBe(900_000);
      expect(await error).toMatchObject({
        message: expect.stringMatching(
          /took longer than its totalTimeout of 900000 ms while it waited for a rate limit/,
        ),
        cause: expect.objectContaining({ name: 'RateLimitError', retryAfterMs: 35_000 }),
      });
    }
  });

  test('ends an ensure after five minutes in all, however many of its requests wait', async () => {
    const limitedTwice = (reply: Reply): Reply => inTurn(...Array<Reply>(4).fill(limited(50)), reply);
    const [create, list] = [limitedTwice(replyWith({}, 409)), limitedTwice(replyWith({ data: [] }))];
    const { miosa } = clientOnStoppedClock((url, init) => (init.method === 'POST' ? create : list)(url, init));
    const call = miosa.workspaces.ensure({ slug: 'dr-smith-clinic', name: 'Dr. Smith Clinic' });
    expect(await timeToSettle(rejection(call))).toBe(300_000);
  });

  test('does not blame a rate limit for a totalTimeout that runs out after it', async () => {
    const { miosa } = clientOnStoppedClock(inTurn(limited(1), silence), { totalTimeout: 4000 });
    const error = rejectionWith(MiosaTimeoutError, get(miosa));
    expect(await timeToSettle(error)).toBe(4000);
    expect((await error).message).not.toContain('rate limit');
  });

  test('says so when its totalTimeout runs out, without a cause where it only waited', async () => {
    const { miosa, moments } = await limitedClient(limited(10), { totalTimeout: 4000 });
    const error = rejectionWith(MiosaTimeoutError, get(miosa));
    expect(await timeToSettle(error)).toBe(4000);
    expect((await error).message).toBe(
      'projects.get (GET /projects/another-id) took longer than its totalTimeout of 4000 ms ' +
        'while it waited for a rate limit',
    );
    expect((await error).cause).toBeUndefined();
    expect(moments).toEqual([0]);
  });

  test.each([
    ['back', -8 * 3_600_000],
    ['forward', 8 * 3_600_000],
  ])('is sent on time although the clock of the machine is set %s', async (_, change) => {
    const { miosa } = await limitedClient(limited(10));
    const call = get(miosa);
    await vi.advanceTimersByTimeAsync(5000);
    vi.setSystemTime(Date.now() + change);
    await expectSettledAfter(5000, call);
    // Another one, on the new time.
    expect(await timeToSettle(get(miosa))).toBe(0);
  });

  test('has a timer of its own, and waits on when another one is aborted', async () => {
    const { miosa } = await limitedClient(limited(10));
    const controller = new AbortController();
    const aborted = rejection(miosa.projects.get(ids.project, { signal: controller.signal }));
    const call = get(miosa);
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBe(2);
    controller.abort('the user left');
    expect(await aborted).toBe('the user left');
    expect(vi.getTimerCount()).toBe(1);
    await expectSettledAfter(10_000, call);
  });

  test('is released later, the more others wait', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const spread = async (callers: number) => {
      const { miosa, moments } = await limitedClient(limited(10));
      await timeToSettle(Promise.all(Array.from({ length: callers }, () => get(miosa))));
      return Math.max(...moments) - 10_000;
    };
    expect([await spread(1), await spread(10), await spread(100)]).toEqual([5, 50, 500]);
  });

  test('is released no later because of others that were aborted', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const { miosa } = await limitedClient(limited(10));
    const controller = new AbortController();
    const { signal } = controller;
    const others = Array.from({ length: 100 }, () => rejection(miosa.projects.get(ids.project, { signal })));
    await vi.advanceTimersByTimeAsync(0);
    controller.abort('the user left');
    await Promise.all(others);
    expect(await timeToSettle(get(miosa))).toBe(10_005);
  });

  test('is sent where the clock stands still, as in some runtimes between requests', async () => {
    const { miosa } = await limitedClient(limited(10));
    vi.spyOn(performance, 'now').mockReturnValue(performance.now());
    await expectSettledAfter(10_000, get(miosa));
  });
});

test('with maxRetries: 0 a call neither waits for a rate limit nor is retried after one', async () => {
  const { miosa, moments } = await limitedClient(limited(10), { maxRetries: 0 });
  expect(await get(miosa)).toMatchObject({ id: ids.project });
  expect(moments).toEqual([0, 0]);
});

test('a rate limit that is over leaves everything as before', async () => {
  const { miosa } = clientOnStoppedClock(inTurn(limited(1), replyWith(wireProjectList)));
  await timeToSettle(miosa.projects.list());
  expect(await timeToSettle(Promise.all(Array.from({ length: 50 }, () => miosa.projects.list())))).toBe(0);
});
