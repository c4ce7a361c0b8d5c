import { MiosaTimeoutError, type PreviewDomainScope, type WaitOptions, type WaitProgress } from 'miosa-client';
import { describe, expect, test, vi } from 'vitest';
import { clientWith } from './support/client.ts';
import { rejection, watch } from './support/failures.ts';
import { stopClock } from './support/fake-clock.ts';
import { misuse, refusal } from './support/refusal.ts';
import { dropped, replyWith } from './support/replies.ts';
import { ids } from './support/seed.ts';
import { json, startServer } from './support/server.ts';
import { collectUnhandledRejections } from './support/unhandled-rejections.ts';
import { pending, ready, startWait } from './support/waiting.ts';

/** When checks are made that wait so long before each other; timers count whole milliseconds. */
function momentsAfter(waits: readonly number[]): number[] {
  let moment = 0;
  return [moment, ...waits.map((wait) => (moment += Math.floor(wait)))];
}

describe('a wait sends', () => {
  test.each<[string, PreviewDomainScope, string, string]>([
    ['a project', { projectId: ids.project }, 'GET', `/projects/${ids.project}/preview-domain/verify`],
    ['a workspace', { workspaceId: ids.workspace }, 'GET', `/workspaces/${ids.workspace}/preview-domain/verify`],
    ['the organization', 'organization', 'POST', '/tenant/preview-domain/verify'],
  ])('for %s what verify sends, with a new key each time', async (_, scope, method, path) => {
    const server = await startServer(json({ verified: false }), json({ verified: true }));
    const wait = clientWith({ baseUrl: server.url }).previewDomain.waitUntilReady(scope, {
      interval: 1,
      idempotencyKey: 'mine',
    });
    expect(await wait).toMatchObject({ ready: true });
    const request = { method, url: `/api/v1${path}`, body: '' };
    expect(server.requests).toMatchObject([request, request]);
    // The API answers a key that it knows as it did before: a domain would never become ready.
    const keys = server.requests.map(({ headers }) => headers['idempotency-key']).filter(Boolean);
    expect(new Set([...keys, 'mine']).size).toBe(method === 'GET' ? 1 : 3);
  });
});

describe('the options of every call hold for a wait, too:', () => {
  test('headers, tenant, maxRetries and no idempotency key for each check', async () => {
    const server = await startServer(json({}, 503), json({ verified: false }), json({ verified: true }));
    const options = { interval: 1, headers: { 'x-trace': 'abc' }, tenant: 'tnt_other', maxRetries: 0 };
    const attempts: number[] = [];
    const wait = clientWith({ baseUrl: server.url }).previewDomain.waitUntilReady('organization', {
      ...options,
      idempotencyKey: false,
      onCheck: ({ attempt }) => attempts.push(attempt),
    });
    options.headers['x-trace'] = 'changed';
    await wait;
    expect(attempts).toEqual([1, 2, 3]);
    expect(server.requests).toHaveLength(3);
    for (const { headers } of server.requests) {
      expect(headers).toMatchObject({ 'x-trace': 'abc', 'x-miosa-tenant': 'tnt_other' });
      expect(headers).not.toHaveProperty('idempotency-key');
    }
  });

  test("its time-outs win over the client's totalTimeout", async () => {
    stopClock();
    const slow = () =>
      new Promise<Response>((resolve) => setTimeout(() => resolve(Response.json({ verified: true })), 100));
    const miosa = clientWith({ totalTimeout: 50, maxRetries: 0, fetch: slow });
    const wait = miosa.previewDomain.waitUntilReady('organization', { timeout: 400 });
    await vi.advanceTimersByTimeAsync(100);
    expect(await wait).toMatchObject({ ready: true });
  });

  test.each([
    [{ totalTimeout: 8000 }, 8000],
    [{ totalTimeout: 8000, timeout: 6000 }, 6000],
    [{ totalTimeout: false, timeout: 6000 } as const, 6000],
    [{ totalTimeout: undefined, timeout: 6000 }, 6000],
  ])('it ends with the shorter of its time-outs: %j', async (options, milliseconds) => {
    const { call } = startWait([pending], options);
    const watched = watch(call);
    await vi.advanceTimersByTimeAsync(milliseconds - 1);
    expect(watched.isPending).toBe(true);
    await vi.advanceTimersByTimeAsync(1);
    expect(await rejection(call)).toBeInstanceOf(MiosaTimeoutError);
  });
});

describe('checks are made', () => {
  test.each<[string, WaitOptions, number[]]>([
    [
      'at once, then after 5 s growing by half to 30 s',
      {},
      [5000, 7500, 11_250, 16_875, 25_312.5, 30_000, 30_000, 30_000],
    ],
    ['after an interval of their own, growing as well', { interval: 1000 }, [1000, 1500, 2250, 3375]],
    ['up to 30 s from an interval close to it', { interval: 29_000 }, [29_000, 30_000, 30_000]],
    ['never sooner than a long interval', { interval: 45_000 }, [45_000, 45_000, 45_000]],
  ])('%s', async (_, options, waits) => {
    const { call, moments } = startWait([...waits.map(() => pending), ready], options);
    const end = waits.reduce((sum, wait) => sum + wait);
    await vi.advanceTimersByTimeAsync(end);
    expect(await call).toMatchObject({ ready: true });
    expect(moments).toEqual(momentsAfter(waits));
  });

  test('the first without any wait', async () => {
    const { call, moments } = startWait([ready]);
    await vi.advanceTimersByTimeAsync(0);
    expect(await call).toMatchObject({ ready: true });
    expect(moments).toEqual([0]);
  });

  test('no more once the domain is ready, and nothing is left behind', async () => {
    const { call, moments } = startWait([pending, ready, pending]);
    await vi.advanceTimersByTimeAsync(5000);
    await call;
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(moments).toEqual([0, 5000]);
  });
});

describe('a wait resolves', () => {
  const body = { status: 'configured', dns_status: 'verified', checked_by: 'ns1' };
  const last = replyWith(body, 203, { 'x-request-id': 'req_last' });

  test('with the check that was ready', async () => {
    const { call } = startWait([pending, last]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(await call).toEqual({
      ready: true,
      status: 'configured',
      dnsStatus: 'verified',
      checkedBy: 'ns1',
      records: [],
      raw: body,
    });
  });

  test('withResponse: with the response of that check, too', async () => {
    const { call } = startWait([pending, last]);
    const both = call.withResponse();
    await vi.advanceTimersByTimeAsync(5000);
    const { data, response, requestId } = await both;
    expect(data).toBe(await call);
    expect({ status: response.status, requestId }).toEqual({ status: 203, requestId: 'req_last' });
  });

  test.each(['half-propagated', 'failed', 'error', 'READY', ''])(
    'neither way for the status %j, which is waited out',
    async (status) => {
      const { call, moments } = startWait([replyWith({ status, dns_status: status }), ready]);
      const watched = watch(call);
      await vi.advanceTimersByTimeAsync(4999);
      expect(watched.isPending).toBe(true);
      await vi.advanceTimersByTimeAsync(1);
      expect(await call).toMatchObject({ ready: true });
      expect(moments).toEqual([0, 5000]);
    },
  );
});

describe('onCheck', () => {
  test('is told what each check found, how far the wait has come, and when it goes on', async () => {
    const progress: WaitProgress[] = [];
    const { call } = startWait([pending, pending, ready], { onCheck: (event) => progress.push(event) });
    await vi.advanceTimersByTimeAsync(5000 + 7500);
    const check = { ready: false, status: 'pending_dns', dnsStatus: 'pending' };
    expect(progress).toEqual([
      { check: expect.objectContaining(check), attempt: 1, elapsedMs: 0, nextCheckMs: 5000 },
      { check: expect.objectContaining(check), attempt: 2, elapsedMs: 5000, nextCheckMs: 7500 },
      { check: await call, attempt: 3, elapsedMs: 12_500, nextCheckMs: undefined },
    ]);
  });

  test('is called before the next wait begins, and before the wait resolves', async () => {
    const onCheck = vi.fn();
    const { call } = startWait([pending, ready], { onCheck });
    const watched = watch(call);
    await vi.advanceTimersByTimeAsync(0);
    expect(onCheck).toHaveBeenCalledTimes(1);
    onCheck.mockImplementation(() => expect(watched.isPending).toBe(true));
    await vi.advanceTimersByTimeAsync(5000);
    await call;
    expect(onCheck.mock.results.map(({ type }) => type)).toEqual(['return', 'return']);
  });

  test('is told of a check that failed transiently, with its error and the last check that is known', async () => {
    const progress: WaitProgress[] = [];
    const replies = [
      dropped,
      pending,
      replyWith({}, 503),
      replyWith({ status: 'pending_dns', dns_status: 'found' }),
      ready,
    ];
    const { call } = startWait(replies, { onCheck: (event) => progress.push(event) });
    await vi.advanceTimersByTimeAsync(5000 + 7500 + 11_250 + 16_875);
    await call;
    expect(
      progress.map(({ attempt, check, error, nextCheckMs }) => [attempt, check?.dnsStatus, error?.name, nextCheckMs]),
    ).toEqual([
      [1, undefined, 'MiosaConnectionError', 5000],
      [2, 'pending', undefined, 7500],
      [3, 'pending', 'ServerError', 11_250],
      [4, 'found', undefined, 16_875],
      [5, 'verified', undefined, undefined],
    ]);
  });

  test('is told of the longer wait that a rate limit asks for', async () => {
    const onCheck = vi.fn();
    const { call } = startWait([replyWith({}, 429, { 'retry-after': '90' }), ready], { onCheck });
    await vi.advanceTimersByTimeAsync(90_000);
    await call;
    expect(onCheck.mock.calls[0]).toMatchObject([{ error: { name: 'RateLimitError' }, nextCheckMs: 90_000 }]);
  });

  test.each([
    [7000, [5000, undefined]],
    [5001, [5000, undefined]],
    [5000, [undefined]],
  ])('is told of no next check when the time is up before it, or with it: %i ms', async (timeout, expected) => {
    const onCheck = vi.fn();
    const { call } = startWait([pending], { timeout, onCheck });
    const error = rejection(call);
    await vi.advanceTimersByTimeAsync(timeout);
    await error;
    expect(onCheck.mock.calls.map(([{ nextCheckMs }]) => nextCheckMs)).toEqual(expected);
  });

  test.each<[string, () => void]>([
    [
      'throws',
      () => {
        throw new Error('the progress bar is broken');
      },
    ],
    ['rejects', () => Promise.reject(new Error('the progress bar is broken'))],
    ['never settles', () => new Promise<never>(() => {})],
  ])('that %s breaks nothing', async (_, onCheck) => {
    const unhandled = collectUnhandledRejections();
    const { call, moments } = startWait([pending, ready], { onCheck });
    await vi.advanceTimersByTimeAsync(5000);
    expect(await call).toMatchObject({ ready: true });
    expect(moments).toEqual([0, 5000]);
    expect(await unhandled()).toEqual([]);
  });
});

describe('before anything is sent', () => {
  const wrong = [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, '5000', null];

  test.each(['timeout', 'totalTimeout', 'interval'])('%s is checked', async (option) => {
    for (const value of wrong) {
      const error = await refusal((miosa) =>
        miosa.previewDomain.waitUntilReady({ projectId: ids.project }, misuse({ [option]: value })),
      );
      expect(error.message).toContain(option);
    }
  });

  test.each<[string, unknown]>([
    ['options that are null', null],
    ['options that are a number', 5000],
    ['a signal that is none', { signal: 'abort' }],
    ['an onCheck that is not a function', { onCheck: 'console.log' }],
  ])('a wait rejects for %s', async (_, options) => {
    stopClock();
    const error = refusal((miosa) => miosa.previewDomain.waitUntilReady({ projectId: ids.project }, misuse(options)));
    const watched = watch(error);
    await vi.advanceTimersByTimeAsync(0);
    expect({ isWaiting: watched.isPending, timers: vi.getTimerCount() }).toEqual({ isWaiting: false, timers: 0 });
    await error;
  });
});
