import {
  MiosaClient,
  MiosaTimeoutError,
  type PreviewDomainScope,
  type WaitOptions,
  type WaitProgress,
} from 'miosa-client';
import { describe, expect, test, vi } from 'vitest';
import { rejection, watch } from './support/failures.ts';
import { stopClock } from './support/fake-clock.ts';
import { misuse, refusal } from './support/refusal.ts';
import { answer } from './support/replies.ts';
import { ids } from './support/seed.ts';
import { json, startServer } from './support/server.ts';
import { collectUnhandledRejections } from './support/unhandled-rejections.ts';
import { pending, ready, startWait } from './support/waiting.ts';

const repeat = <T>(value: T, times: number): T[] => Array.from({ length: times }, () => value);

/** When checks are made that wait so long before each other; timers count whole milliseconds. */
function momentsAfter(waits: readonly number[]): number[] {
  let moment = 0;
  return [moment, ...waits.map((wait) => (moment += Math.floor(wait)))];
}

describe('a wait asks', () => {
  test.each<[string, PreviewDomainScope, string, string]>([
    ['a project', { projectId: ids.project }, 'GET', `/projects/${ids.project}/preview-domain/verify`],
    ['a workspace', { workspaceId: ids.workspace }, 'GET', `/workspaces/${ids.workspace}/preview-domain/verify`],
    ['the organization', 'organization', 'POST', '/tenant/preview-domain/verify'],
  ])('for %s what verify asks, each time anew', async (_, scope, method, path) => {
    const server = await startServer(json({ verified: false }), json({ verified: true }));
    const miosa = new MiosaClient({ apiKey: 'msk_test_wait', baseUrl: server.url });
    expect(await miosa.previewDomain.waitUntilReady(scope, { interval: 1 })).toMatchObject({ ready: true });
    const request = { method, url: `/api/v1${path}`, body: '' };
    expect(server.requests).toMatchObject([request, request]);
    // The API answers a repeated key with what it answered before: a domain would never become ready.
    const keys = server.requests.map(({ headers }) => headers['idempotency-key']).filter(Boolean);
    expect(new Set(keys).size).toBe(method === 'GET' ? 0 : 2);
  });
});

describe('the options of every call hold for a wait, too:', () => {
  test('headers, maxRetries and no idempotency key for each check', async () => {
    const unavailable = json({}, 503);
    const server = await startServer(unavailable, json({ verified: false }), json({ verified: true }));
    const miosa = new MiosaClient({ apiKey: 'msk_test_wait', baseUrl: server.url });
    const options = { interval: 1, headers: { 'x-trace': 'abc' }, maxRetries: 0, idempotencyKey: false } as const;
    const attempts: number[] = [];
    const onCheck = ({ attempt }: WaitProgress) => attempts.push(attempt);
    await miosa.previewDomain.waitUntilReady('organization', { ...options, onCheck });
    expect(attempts).toEqual([2, 3]);
    for (const { headers } of server.requests) {
      expect(headers).toMatchObject({ 'x-trace': 'abc' });
      expect(headers).not.toHaveProperty('idempotency-key');
    }
  });

  test('a key is not used, or the API would answer every check as it did the first', async () => {
    const server = await startServer(json({ verified: false }), json({ verified: true }));
    const miosa = new MiosaClient({ apiKey: 'msk_test_wait', baseUrl: server.url });
    await miosa.previewDomain.waitUntilReady('organization', { interval: 1, idempotencyKey: 'mine' });
    const keys = server.requests.map(({ headers }) => headers['idempotency-key']);
    expect(new Set([...keys, 'mine']).size).toBe(3);
  });

  test("its time-outs win over the client's totalTimeout", async () => {
    stopClock();
    const slow = () =>
      new Promise<Response>((resolve) => setTimeout(() => resolve(Response.json({ verified: true })), 100));
    const miosa = new MiosaClient({ apiKey: 'msk_test_wait', totalTimeout: 50, maxRetries: 0, fetch: slow });
    const wait = miosa.previewDomain.waitUntilReady('organization', { timeout: 400 });
    await vi.advanceTimersByTimeAsync(100);
    expect(await wait).toMatchObject({ ready: true });
  });

  test.each([
    [{ totalTimeout: 8000 }, 8000],
    [{ totalTimeout: 8000, timeout: 6000 }, 6000],
    [{ totalTimeout: false, timeout: 6000 } as const, 6000],
  ])('it ends with the shorter of its time-outs: %j', async (options, milliseconds) => {
    stopClock();
    const fetch = async () => Response.json({ verified: false });
    const miosa = new MiosaClient({ apiKey: 'msk_test_wait', fetch });
    const wait = miosa.previewDomain.waitUntilReady('organization', options);
    const watched = watch(wait);
    await vi.advanceTimersByTimeAsync(milliseconds - 1);
    expect(watched.isPending).toBe(true);
    await vi.advanceTimersByTimeAsync(1);
    expect(await rejection(wait)).toBeInstanceOf(MiosaTimeoutError);
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
    const { call, moments } = startWait([...repeat(pending, waits.length), ready], options);
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
  const last = answer(body, 203, { 'x-request-id': 'req_last' });

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
      const { call, moments } = startWait([answer({ status, dns_status: status }), ready]);
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

  test('is not called for a check without an answer, which is counted nevertheless', async () => {
    const onCheck = vi.fn();
    const { call } = startWait([pending, answer({}, 503), ready], { onCheck });
    await vi.advanceTimersByTimeAsync(5000 + 7500);
    await call;
    expect(onCheck.mock.calls.map(([{ attempt, elapsedMs }]) => [attempt, elapsedMs])).toEqual([
      [1, 0],
      [3, 12_500],
    ]);
  });

  test('is told of no next check when the time is up before it', async () => {
    const onCheck = vi.fn();
    const { call } = startWait([pending], { timeout: 7000, onCheck });
    const error = rejection(call);
    await vi.advanceTimersByTimeAsync(7000);
    await error;
    expect(onCheck.mock.calls.map(([{ nextCheckMs }]) => nextCheckMs)).toEqual([5000, undefined]);
  });

  test.each<[string, () => void]>([
    [
      'throws',
      () => {
        throw new Error('the progress bar is broken');
      },
    ],
    ['rejects', () => Promise.reject(new Error('the progress bar is broken'))],
    ['never comes back', () => new Promise<never>(() => {})],
  ])('that %s breaks nothing', async (_, onCheck) => {
    const unhandled = collectUnhandledRejections();
    const { call, moments } = startWait([pending, ready], { onCheck });
    await vi.advanceTimersByTimeAsync(5000);
    expect(await call).toMatchObject({ ready: true });
    expect(moments).toEqual([0, 5000]);
    expect(await unhandled()).toEqual([]);
  });
});

test.each(
  ['timeout', 'interval'].flatMap((option) =>
    [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, '5000', null].map((value) => [option, value]),
  ),
)('%s cannot be %o', async (option, value) => {
  const wait = (miosa: MiosaClient) =>
    miosa.previewDomain.waitUntilReady({ projectId: ids.project }, misuse({ [String(option)]: value }));
  expect((await refusal(wait)).message).toContain(String(option));
});

test.each<[string, unknown]>([
  ['options that are null', null],
  ['options that are a number', 5000],
  ['a signal that is none', { signal: 'abort' }],
  ['an onCheck that is no function', { onCheck: 'console.log' }],
])('before anything is sent it refuses %s', async (_, options) => {
  stopClock();
  const error = refusal((miosa) => miosa.previewDomain.waitUntilReady({ projectId: ids.project }, misuse(options)));
  const watched = watch(error);
  await vi.advanceTimersByTimeAsync(0);
  expect({ isWaiting: watched.isPending, timers: vi.getTimerCount() }).toEqual({ isWaiting: false, timers: 0 });
  await error;
});
