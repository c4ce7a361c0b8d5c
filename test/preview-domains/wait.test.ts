import { MiosaTimeoutError, type PreviewDomainScope, type WaitOptions, type WaitProgress } from 'miosa-client';
import { describe, expect, test, vi } from 'vitest';
import { clientWith } from '../support/client.ts';
import { rejectionWith } from '../support/failures.ts';
import { stopClock, timeToSettle } from '../support/fake-clock.ts';
import { misuse, refusal } from '../support/refusal.ts';
import { dropped, replyWith } from '../support/replies.ts';
import { ids } from '../support/seed.ts';
import { json, startServer } from '../support/server.ts';
import { collectUnhandledRejections } from '../support/unhandled-rejections.ts';
import { pending, ready, startWait } from '../support/waiting.ts';

/** When checks are made that wait so long before each other; timers count whole milliseconds. */
function timesAfter(waits: readonly number[]): number[] {
  let time = 0;
  return [time, ...waits.map((wait) => (time += Math.floor(wait)))];
}

test.each<[string, PreviewDomainScope, string, string]>([
  ['a project', { projectId: ids.project }, 'GET', `/projects/${ids.project}/preview-domain/verify`],
  ['a workspace', { workspaceId: ids.workspace }, 'GET', `/workspaces/${ids.workspace}/preview-domain/verify`],
  ['the organization', 'organization', 'POST', '/tenant/preview-domain/verify'],
])('a wait for %s sends what verify sends, with a new key each time', async (_, scope, method, path) => {
  const server = await startServer(json({ verified: false }), json({ verified: true }));
  const options = { interval: 1, idempotencyKey: 'own-key' };
  const wait = clientWith({ baseUrl: server.url }).previewDomain.waitUntilReady(scope, options);
  expect(await wait).toMatchObject({ ready: true });
  const request = { method, url: `/api/v1${path}`, body: '' };
  expect(server.requests).toMatchObject([request, request]);
  // The API answers a key that it knows as it did before: a domain would never become ready.
  const keys = server.requests.map(({ headers }) => headers['idempotency-key']).filter(Boolean);
  expect(new Set([...keys, 'own-key']).size).toBe(method === 'GET' ? 1 : 3);
});

describe('the options of every call hold for a wait, too:', () => {
  test('headers, tenant and maxRetries, as they were when it began', async () => {
    const server = await startServer(json({}, 503), json({ verified: false }), json({ verified: true }));
    const headers: Record<string, string | null> = { 'x-trace': 'abc', 'idempotency-key': null };
    const attempts: number[] = [];
    const wait = clientWith({ baseUrl: server.url }).previewDomain.waitUntilReady('organization', {
      interval: 1,
      headers,
      tenant: 'tnt_other',
      maxRetries: 0,
      onCheck: ({ attempt }) => attempts.push(attempt),
    });
    headers['x-trace'] = 'changed';
    await wait;
    expect(attempts).toEqual([1, 2, 3]);
    expect(server.requests).toHaveLength(3);
    for (const request of server.requests) {
      expect(request.headers).toMatchObject({ 'x-trace': 'abc', 'x-miosa-tenant': 'tnt_other' });
      expect(request.headers).not.toHaveProperty('idempotency-key');
    }
  });

  test("its timeouts win over the client's totalTimeout", async () => {
    const { call } = startWait([pending, ready], { timeout: 6000 }, { totalTimeout: 50 });
    await timeToSettle(call);
    expect(await call).toMatchObject({ ready: true });
  });

  test.each<[WaitOptions, number]>([
    [{ totalTimeout: 8000 }, 8000],
    [{ totalTimeout: 8000, timeout: 6000 }, 6000],
    [{ totalTimeout: false, timeout: 6000 }, 6000],
    [{ totalTimeout: undefined, timeout: 6000 }, 6000],
  ])('it ends with the shorter of its timeouts: %j', async (options, milliseconds) => {
    const error = rejectionWith(MiosaTimeoutError, startWait([pending], options).call);
    expect(await timeToSettle(error)).toBe(milliseconds);
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
    const { call, sentAt } = startWait([...waits.map(() => pending), ready], options);
    await timeToSettle(call);
    expect(sentAt).toEqual(timesAfter(waits));
  });

  test('no more once the domain is ready, and nothing is left behind', async () => {
    const { call, sentAt } = startWait([pending, ready, pending]);
    await timeToSettle(call);
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(sentAt).toEqual([0, 5000]);
  });
});

test('a wait resolves with the check that was ready', async () => {
  const raw = { status: 'configured', dns_status: 'verified', checked_by: 'ns1' };
  const { call } = startWait([pending, replyWith(raw)]);
  await timeToSettle(call);
  const check = { ready: true, status: 'configured', dnsStatus: 'verified', checkedBy: 'ns1', records: [], raw };
  expect(await call).toEqual(check);
});

test.each(['half-propagated', 'failed', 'error', 'READY', ''])(
  'a wait goes on after the status %j, which is neither ready nor failed',
  async (status) => {
    const { call, sentAt } = startWait([replyWith({ status, dns_status: status }), ready]);
    await timeToSettle(call);
    expect(sentAt).toEqual([0, 5000]);
  },
);

describe('onCheck', () => {
  test('is called after each check with what it found, how far the wait has come, and when it goes on', async () => {
    const progress: WaitProgress[] = [];
    const { call } = startWait([pending, pending, ready], { onCheck: (event) => progress.push(event) });
    await vi.advanceTimersByTimeAsync(0);
    expect(progress).toHaveLength(1);
    await timeToSettle(call);
    const check = { ready: false, status: 'pending_dns', dnsStatus: 'pending' };
    expect(progress).toEqual([
      { check: expect.objectContaining(check), attempt: 1, elapsedMs: 0, nextCheckMs: 5000 },
      { check: expect.objectContaining(check), attempt: 2, elapsedMs: 5000, nextCheckMs: 7500 },
      { check: await call, attempt: 3, elapsedMs: 12_500, nextCheckMs: undefined },
    ]);
  });

  test('is called after checks that failed transiently, with the error and the last check that is known', async () => {
    const progress: WaitProgress[] = [];
    const found = replyWith({ status: 'pending_dns', dns_status: 'found' });
    const replies = [dropped, pending, replyWith({}, 503), found, ready];
    await timeToSettle(startWait(replies, { onCheck: (event) => progress.push(event) }).call);
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

  test('shows the longer wait that a rate limit asks for', async () => {
    const onCheck = vi.fn();
    await timeToSettle(startWait([replyWith({}, 429, { 'retry-after': '90' }), ready], { onCheck }).call);
    expect(onCheck.mock.calls[0]).toMatchObject([{ error: { name: 'RateLimitError' }, nextCheckMs: 90_000 }]);
  });

  test.each([
    [7000, [5000, undefined]],
    [5001, [5000, undefined]],
    [5000, [undefined]],
  ])('shows no next check when the time is up before it, or with it: %i ms', async (timeout, expected) => {
    const onCheck = vi.fn();
    await timeToSettle(rejectionWith(MiosaTimeoutError, startWait([pending], { timeout, onCheck }).call));
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
    const { call, sentAt } = startWait([pending, ready], { onCheck });
    await timeToSettle(call);
    expect(sentAt).toEqual([0, 5000]);
    expect(await unhandled()).toEqual([]);
  });
});

test.each<[string, unknown]>([
  ...['timeout', 'totalTimeout', 'interval'].flatMap((option) =>
    [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, '5000', null].map((value): [string, unknown] => [
      option,
      { [option]: value },
    ]),
  ),
  ['options', null],
  ['options', 5000],
  ['signal', { signal: 'abort' }],
  ['onCheck', { onCheck: 'console.log' }],
  ['did you mean onCheck?', { oncheck: () => {} }],
])('a wait rejects at once and names what is wrong: %s %j', async (problem, options) => {
  stopClock();
  const error = refusal((miosa) => miosa.previewDomain.waitUntilReady({ projectId: ids.project }, misuse(options)));
  expect(await timeToSettle(error)).toBe(0);
  expect((await error).message).toContain(problem);
});
