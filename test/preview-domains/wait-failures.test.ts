import { getEventListeners } from 'node:events';
import {
  AuthenticationError,
  BadRequestError,
  type MiosaApiError,
  type MiosaClientOptions,
  MiosaConfigError,
  MiosaConnectionError,
  MiosaResponseError,
  MiosaTimeoutError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ServerError,
  ValidationFailedError,
} from 'miosa-client';
import { describe, expect, test, vi } from 'vitest';
import { rejection, rejectionWith } from '../support/failures.ts';
import { timeToSettle } from '../support/fake-clock.ts';
import { dropped, type Reply, replyWith, silence } from '../support/replies.ts';
import { pending, ready, startWait } from '../support/waiting.ts';

const limited = (seconds: number): Reply => replyWith({}, 429, { 'retry-after': String(seconds) });
const dnsNotFound = replyWith({ error: { code: 'DNS_NOT_FOUND', message: 'no CNAME record was found' } }, 422);

describe('a wait goes on after a check that failed transiently:', () => {
  test.each<[string, Reply]>([
    ['a 503', replyWith({}, 503)],
    ['a 500 with an HTML page', async () => new Response('<html></html>', { status: 500 })],
    ['an error that says retryable', replyWith({ error: { code: 'LOCKED', retryable: true } }, 409)],
    ['a dropped connection', dropped],
    ['truncated JSON', async () => new Response('{"verified": tr')],
    ['an empty body', async () => new Response(null, { status: 204 })],
    ['records that are not found yet', dnsNotFound],
    ['a rate limit that does not say for how long', replyWith({}, 429)],
    ['a rate limit that is shorter than the interval', limited(2)],
    ['a 503 with a Retry-After', replyWith({}, 503, { 'retry-after': '20' })],
  ])('%s', async (_, failure) => {
    const { call, sentAt } = startWait([pending, failure, failure, ready]);
    await timeToSettle(call);
    expect(sentAt).toEqual([0, 5000, 12_500, 23_750]);
  });

  test('an attempt that takes too long', async () => {
    const { call, sentAt } = startWait([silence, ready], {}, { timeout: 1000 });
    await timeToSettle(call);
    expect(sentAt).toEqual([0, 6000]);
  });

  test.each([20, 90])('a longer rate limit, which is waited for: %i s', async (seconds) => {
    const { call, sentAt } = startWait([limited(seconds), pending, ready]);
    await timeToSettle(call);
    expect(sentAt).toEqual([0, seconds * 1000, seconds * 1000 + 7500]);
  });

  test('the failure of all retries of the client', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const { call, sentAt } = startWait([dropped, dropped, ready], {}, { maxRetries: 1 });
    await timeToSettle(call);
    expect(sentAt).toEqual([0, 250, 5250]);
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
    const { call, sentAt } = startWait([pending, replyWith({ error: { code: 'REFUSED' } }, status), ready]);
    const error = rejectionWith(ErrorClass, call);
    await timeToSettle(error);
    expect(await error).toMatchObject({ status, code: 'REFUSED' });
    expect(vi.getTimerCount()).toBe(0);
    expect(sentAt).toEqual([0, 5000]);
  });

  test('a response of another kind, which it would be the next time, too', async () => {
    const { call, sentAt } = startWait([pending, replyWith([])]);
    const error = rejectionWith(MiosaResponseError, call);
    await timeToSettle(error);
    expect(sentAt).toEqual([0, 5000]);
  });

  test('an apiKey function that rejects', async () => {
    const { call, sentAt } = startWait([ready], {}, { apiKey: () => Promise.reject(new Error('no key')) });
    await rejectionWith(MiosaConfigError, call);
    expect(sentAt).toEqual([]);
  });
});

describe('a wait whose time is up', () => {
  /** The error of a wait that ends at this moment, and leaves nothing. */
  const endsAfter = async (milliseconds: number, call: Promise<unknown>): Promise<MiosaTimeoutError> => {
    const error = rejectionWith(MiosaTimeoutError, call);
    expect(await timeToSettle(error)).toBe(milliseconds);
    expect(vi.getTimerCount()).toBe(0);
    return error;
  };

  test('rejects after 10 minutes, and makes no more checks', async () => {
    const { call, sentAt } = startWait([pending]);
    const error = await endsAfter(600_000, call);
    const checks = sentAt.length;
    expect(error.lastCheck).toMatchObject({ ready: false, status: 'pending_dns', dnsStatus: 'pending' });
    expect(error.cause).toBeUndefined();
    expect(error.message).toMatch(/600000 ms.*pending/);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(sentAt).toHaveLength(checks);
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

  test.each<[string, Reply[], MiosaClientOptions, unknown]>([
    ['a failure of the last check', [pending, replyWith({}, 503)], {}, ServerError],
    ['a rate limit that it waited for', [limited(20)], { maxRetries: 1 }, RateLimitError],
    ['a rate limit beyond its end', [limited(3600)], { maxRetries: 1 }, RateLimitError],
    ['records that are not found', [dnsNotFound], {}, ValidationFailedError],
    [
      'a failure before the attempt that it ended',
      [pending, dropped, silence],
      { maxRetries: 1 },
      MiosaConnectionError,
    ],
  ])('has as its cause %s', async (_, replies, client, ErrorClass) => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const error = await endsAfter(9000, startWait(replies, { timeout: 9000 }, client).call);
    expect(error.cause).toBeInstanceOf(ErrorClass);
  });

  test('has no cause where all has gone well since a failure', async () => {
    const error = await endsAfter(30_000, startWait([dropped, pending], { timeout: 30_000 }).call);
    expect(error.cause).toBeUndefined();
  });

  test('has the last check that succeeded, where one did', async () => {
    const later = replyWith({ status: 'pending_dns', dns_status: 'propagating' });
    const { call } = startWait([pending, dropped, later, replyWith({}, 503)], { timeout: 60_000 });
    expect((await endsAfter(60_000, call)).lastCheck).toMatchObject({ dnsStatus: 'propagating' });
    expect((await endsAfter(9000, startWait([dropped], { timeout: 9000 }).call)).lastCheck).toBeUndefined();
  });

  test('rejects in the middle of a check, which is aborted', async () => {
    const signals: (AbortSignal | null | undefined)[] = [];
    const hanging: Reply = (url, init) => {
      signals.push(init.signal);
      return silence(url, init);
    };
    const error = await endsAfter(6000, startWait([pending, hanging], { timeout: 6000 }).call);
    expect(error.lastCheck).toMatchObject({ status: 'pending_dns' });
    expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
  });

  test.each([3600, 3_000_000])('rejects in the middle of a rate limit of %i s, after one check', async (seconds) => {
    const { call, sentAt } = startWait([limited(seconds)], { timeout: 9000 });
    await endsAfter(9000, call);
    expect(sentAt).toHaveLength(1);
  });
});

describe('an abort of a wait rejects with the reason of its signal', () => {
  test.each<[string, Reply, MiosaClientOptions]>([
    ['after a check that failed transiently', dropped, {}],
    ['while the client waits to retry a check', replyWith({}, 503, { 'retry-after': '9' }), { maxRetries: 3 }],
    ['while the client waits for a rate limit', limited(9), { maxRetries: 3 }],
    ['while it waits for a longer rate limit', limited(90), {}],
  ])('%s', async (_, reply, client) => {
    const controller = new AbortController();
    const { call, sentAt } = startWait([reply], { signal: controller.signal }, client);
    const error = rejection(call);
    await vi.advanceTimersByTimeAsync(10);
    controller.abort('the user left');
    expect(await error).toBe('the user left');
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(sentAt).toEqual([0]);
  });

  test('from within onCheck', async () => {
    const controller = new AbortController();
    const onCheck = vi.fn(() => controller.abort('enough'));
    const { call, sentAt } = startWait([pending], { signal: controller.signal, onCheck });
    expect(await rejection(call)).toBe('enough');
    await vi.advanceTimersByTimeAsync(600_000);
    expect(onCheck).toHaveBeenCalledOnce();
    expect(sentAt).toEqual([0]);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });
});
