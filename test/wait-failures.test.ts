import { getEventListeners } from 'node:events';
import {
  AuthenticationError,
  BadRequestError,
  type MiosaApiError,
  type MiosaClientOptions,
  MiosaConfigError,
  MiosaConnectionError,
  MiosaTimeoutError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ServerError,
  ValidationFailedError,
} from 'miosa-client';
import { describe, expect, test, vi } from 'vitest';
import { rejection, rejectionWith, watch } from './support/failures.ts';
import { dropped, type Reply, replyWith, silence } from './support/replies.ts';
import { pending, ready, startWait } from './support/waiting.ts';

const limited = (seconds: number): Reply => replyWith({}, 429, { 'retry-after': String(seconds) });
const dnsNotFound = replyWith({ error: { code: 'DNS_NOT_FOUND', message: 'no CNAME record was found' } }, 422);

describe('the wait goes on after a check that failed transiently:', () => {
  test.each<[string, Reply]>([
    ['a 503', replyWith({}, 503)],
    ['a 500 with an HTML page', async () => new Response('<html></html>', { status: 500 })],
    ['an error that says retryable', replyWith({ error: { code: 'LOCKED', retryable: true } }, 409)],
    ['a dropped connection', dropped],
    ['truncated JSON', async () => new Response('{"verified": tr')],
    ['a body of another kind', replyWith([])],
    ['an empty body', async () => new Response(null, { status: 204 })],
    ['records that are not found yet', dnsNotFound],
    ['a rate limit that does not say for how long', replyWith({}, 429)],
    ['a rate limit that is shorter than the interval', limited(2)],
    ['a 503 with a Retry-After', replyWith({}, 503, { 'retry-after': '20' })],
  ])('%s', async (_, failure) => {
    const { call, moments } = startWait([pending, failure, failure, ready]);
    await vi.advanceTimersByTimeAsync(5000 + 7500 + 11_250);
    expect(await call).toMatchObject({ ready: true });
    expect(moments).toEqual([0, 5000, 12_500, 23_750]);
  });

  test('an attempt that takes too long', async () => {
    const { call, moments } = startWait([silence, ready], {}, { timeout: 1000 });
    await vi.advanceTimersByTimeAsync(1000 + 5000);
    expect(await call).toMatchObject({ ready: true });
    expect(moments).toEqual([0, 6000]);
  });

  test.each([20, 90])('a longer rate limit, which is waited for: %i s', async (seconds) => {
    const { call, moments } = startWait([limited(seconds), pending, ready]);
    await vi.advanceTimersByTimeAsync(seconds * 1000 + 7500);
    expect(await call).toMatchObject({ ready: true });
    expect(moments).toEqual([0, seconds * 1000, seconds * 1000 + 7500]);
  });

  test('the failure of all retries of the client', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const { call, moments } = startWait([dropped, dropped, ready], {}, { maxRetries: 1 });
    await vi.advanceTimersByTimeAsync(250 + 5000);
    expect(await call).toMatchObject({ ready: true });
    expect(moments).toEqual([0, 250, 5250]);
  });
});

describe('a permanent failure ends the wait at once:', () => {
  test.each<[number, typeof MiosaApiError]>([
    [400, BadRequestError],
    [401, AuthenticationError],
    [403, PermissionDeniedError],
    [404, NotFoundError],
    [422, ValidationFailedError],
    [501, ServerError],
  ])('%i', async (status, ErrorClass) => {
    const { call, moments } = startWait([pending, replyWith({ error: { code: 'REFUSED' } }, status), ready]);
    const error = rejectionWith(ErrorClass, call);
    await vi.advanceTimersByTimeAsync(5000);
    expect(await error).toMatchObject({ status, code: 'REFUSED' });
    expect(vi.getTimerCount()).toBe(0);
    expect(moments).toEqual([0, 5000]);
  });

  test('a key function that rejects', async () => {
    const { call, moments } = startWait([ready], {}, { apiKey: () => Promise.reject(new Error('no key')) });
    await rejectionWith(MiosaConfigError, call);
    expect(moments).toEqual([]);
  });
});

describe('a wait whose time is up', () => {
  /** Checks that a wait goes on until one moment, and no longer. */
  const endsAfter = async (milliseconds: number, call: Promise<unknown>): Promise<MiosaTimeoutError> => {
    const watched = watch(call);
    await vi.advanceTimersByTimeAsync(milliseconds - 1);
    expect(watched.isPending).toBe(true);
    await vi.advanceTimersByTimeAsync(1);
    expect(watched.isPending).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
    return rejectionWith(MiosaTimeoutError, call);
  };

  test('rejects after 10 minutes, and makes no more checks', async () => {
    const { call, moments } = startWait([pending]);
    const error = await endsAfter(600_000, call);
    const checks = moments.length;
    expect(error.lastCheck).toMatchObject({ ready: false, status: 'pending_dns', dnsStatus: 'pending' });
    expect(error.cause).toBeUndefined();
    expect(error.message).toMatch(/600000 ms.*pending/);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(moments).toHaveLength(checks);
  });

  test.each([1, 4999, 5001, 3_600_000])('rejects after a timeout of its own: %i ms', async (timeout) => {
    await endsAfter(timeout, startWait([pending], { timeout }).call);
  });

  test.each<[string, Reply]>([
    ['pending', replyWith({ status: 'pending_dns', dns_status: 'pending' })],
    ['pending_dns', replyWith({ status: 'pending_dns' })],
    ['not known', replyWith({}, 503)],
  ])('says how far the domain has come: %s', async (state, reply) => {
    const error = await endsAfter(9000, startWait([reply], { timeout: 9000 }).call);
    expect(error.message).toMatch(new RegExp(`: ${state}\\.$`));
  });

  test('says that it waited for a rate limit', async () => {
    const { call } = startWait([limited(20)], { timeout: 9000 }, { maxRetries: 1 });
    const error = await endsAfter(9000, call);
    expect(error.message).toContain('after 9000 ms while it waited for a rate limit');
    expect(error.cause).toBeInstanceOf(RateLimitError);
  });

  test('has no cause where all has gone well since a failure', async () => {
    const { call } = startWait([dropped, pending], { timeout: 30_000 });
    expect((await endsAfter(30_000, call)).cause).toBeUndefined();
  });

  test('has as its cause what the check that it ended has failed with before', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const { call } = startWait([pending, dropped, silence], { timeout: 6000 }, { maxRetries: 1 });
    expect((await endsAfter(6000, call)).cause).toBeInstanceOf(MiosaConnectionError);
  });

  test('rejects in the middle of a check, which is aborted', async () => {
    const signals: (AbortSignal | null | undefined)[] = [];
    const hanging: Reply = (url, init) => {
      signals.push(init.signal);
      return silence(url, init);
    };
    const { call } = startWait([pending, hanging], { timeout: 6000 });
    const error = await endsAfter(6000, call);
    expect(error.lastCheck).toMatchObject({ status: 'pending_dns' });
    expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
  });

  test.each([3600, 3_000_000])('rejects in the middle of a rate limit of %i s, after one check', async (seconds) => {
    const { call, moments } = startWait([limited(seconds)], { timeout: 9000 });
    await endsAfter(9000, call);
    expect(moments).toHaveLength(1);
  });

  test('has the last check that succeeded, and as its cause the last failure', async () => {
    const later = replyWith({ status: 'pending_dns', dns_status: 'propagating' });
    const { call } = startWait([pending, dropped, later, replyWith({}, 503)], { timeout: 60_000 });
    const error = await endsAfter(60_000, call);
    expect(error.lastCheck).toMatchObject({ dnsStatus: 'propagating' });
    expect(error.cause).toBeInstanceOf(ServerError);
  });

  test.each<[string, Reply, unknown]>([
    ['lost connections', dropped, MiosaConnectionError],
    ['rate limits', limited(20), RateLimitError],
    ['records that are not found', dnsNotFound, ValidationFailedError],
  ])('has no last check where there were only %s', async (_, failure, ErrorClass) => {
    const error = await endsAfter(30_000, startWait([failure], { timeout: 30_000 }).call);
    expect(error.lastCheck).toBeUndefined();
    expect(error.cause).toBeInstanceOf(ErrorClass);
  });
});

describe('an abort', () => {
  interface Moment {
    readonly replies: readonly Reply[];
    readonly client?: MiosaClientOptions;
    /** When the wait is aborted, in milliseconds. */
    readonly after: number;
    /** How many checks were sent by then. */
    readonly checks: number;
  }
  const moments: Record<string, Moment> = {
    'in the middle of the first check': { replies: [silence], after: 10, checks: 1 },
    'in the middle of a later check': { replies: [pending, silence], after: 5010, checks: 2 },
    'between two checks': { replies: [pending], after: 4999, checks: 1 },
    'after a check that failed transiently': { replies: [dropped], after: 10, checks: 1 },
    'while the client waits to retry a check': {
      replies: [replyWith({}, 503, { 'retry-after': '9' })],
      client: { maxRetries: 3 },
      after: 10,
      checks: 1,
    },
    'while the client waits for a rate limit': {
      replies: [limited(9)],
      client: { maxRetries: 3 },
      after: 10,
      checks: 1,
    },
    'while it waits for a longer rate limit': { replies: [limited(90)], after: 10, checks: 1 },
  };

  test.each(
    Object.entries(moments).map(([title, moment], index) => ({
      title,
      reason: [undefined, 'the user left', null][index % 3],
      ...moment,
    })),
  )('$title rejects with the reason of the signal: $reason', async ({ reason, replies, client, after, checks }) => {
    const controller = new AbortController();
    const wait = startWait(replies, { signal: controller.signal }, client);
    const error = rejection(wait.call);
    await vi.advanceTimersByTimeAsync(after);
    expect(getEventListeners(controller.signal, 'abort').length).toBeGreaterThan(0);

    controller.abort(reason);
    expect(await error).toBe(controller.signal.reason);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(wait.moments).toHaveLength(checks);
  });

  test('before the wait begins sends nothing', async () => {
    const signal = AbortSignal.abort('the user left');
    const { call, moments } = startWait([ready], { signal });
    expect(await rejection(call)).toBe('the user left');
    expect(moments).toEqual([]);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('from within onCheck is the last thing that happens', async () => {
    const controller = new AbortController();
    const onCheck = vi.fn(() => controller.abort('enough'));
    const { call, moments } = startWait([pending], { signal: controller.signal, onCheck });
    expect(await rejection(call)).toBe('enough');
    await vi.advanceTimersByTimeAsync(600_000);
    expect(onCheck).toHaveBeenCalledOnce();
    expect(moments).toEqual([0]);
    expect(vi.getTimerCount()).toBe(0);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  test('after the end changes nothing', async () => {
    const controller = new AbortController();
    const { call } = startWait([ready], { signal: controller.signal });
    const check = await call;
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    controller.abort();
    expect(await call).toBe(check);
  });
});
