import { getEventListeners } from 'node:events';
import { type Fetch, MiosaClient, type MiosaClientOptions, MiosaTimeoutError } from 'miosa-client';
import { describe, expect, test, vi } from 'vitest';
import { rejection, rejectionWith, watch } from './support/failures.ts';
import { stopClock } from './support/fake-clock.ts';
import { answer, dropped, inTurn, type Reply } from './support/replies.ts';
import { runOut } from './support/run-out.ts';
import { ids, wireProject } from './support/seed.ts';

const start = Date.UTC(2026, 4, 18, 10);
const clientWith = (options: MiosaClientOptions) => new MiosaClient({ apiKey: 'msk_test_cool_down', ...options });
const get = (miosa: MiosaClient) => miosa.projects.get(ids.project);
const found = answer(wireProject);
const limited = (seconds: number): Reply => answer({}, 429, { 'retry-after': String(seconds) });

/** No answer, like that of a real `fetch` whose signal is heeded. */
const untilAborted: Reply = (_url, { signal }) =>
  new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
const limitedUntil: Reply = async () => {
  const date = new Date(Date.now() + 10_000).toUTCString();
  return Response.json({}, { status: 429, headers: { 'retry-after': date } });
};

describe('a call that comes while the client cools down', () => {
  /** A client whose only call so far was refused in this way, for good. */
  const refusedOnce = async (refusal: Reply, options: MiosaClientOptions = {}) => {
    stopClock(start);
    const fetch = vi.fn<Fetch>(inTurn(refusal, found));
    const miosa = clientWith({ fetch, maxRetries: 0, ...options });
    await rejection(get(miosa));
    expect(fetch).toHaveBeenCalledTimes(1);
    return { fetch, miosa };
  };

  test.each<[string, Reply, number]>([
    ['seconds', limited(10), 10_000],
    ['a date', limitedUntil, 10_000],
    ['a whole minute', limited(60), 60_000],
    ['milliseconds in the body', answer({ error: { retry_after_ms: 1500 } }, 429), 1500],
  ])('sends nothing until the time that the API named as %s', async (_, refusal, milliseconds) => {
    const { fetch, miosa } = await refusedOnce(refusal);
    const calls = [get(miosa), miosa.projects.update(ids.project, { name: 'Lead Magnet' })];
    await vi.advanceTimersByTimeAsync(milliseconds - 1);
    expect(fetch).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(fetch).toHaveBeenCalledTimes(3);
    await runOut(calls);
  });

  test('hangs on no clock that is set forward', async () => {
    const { fetch, miosa } = await refusedOnce(limited(10));
    vi.setSystemTime(Date.now() + 8 * 3_600_000);
    fetch.mockImplementationOnce(limited(5));
    const { statuses, time } = await runOut(
      Array.from({ length: 30 }, () => miosa.projects.get('late', { maxRetries: 1 })),
    );
    expect(statuses).toEqual(['fulfilled']);
    expect(time).toBeLessThanOrEqual(120_000);
  });

  test('is sent in its turn', async () => {
    const { fetch, miosa } = await refusedOnce(limited(10));
    const waiting = ['a', 'b', 'c'].map((id) => miosa.projects.get(id));
    await runOut(waiting);
    expect(fetch.mock.calls.slice(1).map(([url]) => url.slice(-1))).toEqual(['a', 'b', 'c']);
  });

  test.each([undefined, 'the user left'])('can be aborted, and then leaves nothing: %s', async (reason) => {
    const { fetch, miosa } = await refusedOnce(limited(10));
    const controller = new AbortController();
    const call = miosa.projects.get(ids.project, { signal: controller.signal });
    const error = rejection(call);
    await vi.advanceTimersByTimeAsync(5000);
    expect(vi.getTimerCount()).toBe(1);
    controller.abort(reason);
    expect(await error).toBe(controller.signal.reason);
    expect(vi.getTimerCount()).toBe(0);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test('leaves nothing on its signal when its turn has come', async () => {
    const { miosa } = await refusedOnce(limited(10));
    const { signal } = new AbortController();
    const call = miosa.projects.get(ids.project, { signal });
    await vi.advanceTimersByTimeAsync(9999);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await runOut([call]);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('waits on when another one is aborted', async () => {
    const { fetch, miosa } = await refusedOnce(limited(10));
    const controller = new AbortController();
    const error = rejection(miosa.projects.get('first', { signal: controller.signal }));
    const call = miosa.projects.get('second');
    controller.abort();
    await error;
    await vi.advanceTimersByTimeAsync(9999);
    expect(fetch).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await call).toMatchObject({ id: ids.project });
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  test.each<[string, Reply]>([
    ['is lost', dropped],
    ['is not answered in time', untilAborted],
  ])('is not held up by one that goes first and %s', async (_, reply) => {
    const { fetch, miosa } = await refusedOnce(limited(10), { timeout: 1000 });
    fetch.mockImplementationOnce(found).mockImplementationOnce(reply);
    const calls = ['a', 'b', 'c'].map((id) => miosa.projects.get(id));
    const { statuses, time } = await runOut(calls);
    expect(new Set(statuses)).toEqual(new Set(['fulfilled', 'rejected']));
    expect(fetch).toHaveBeenCalledTimes(4);
    // The first goes when it may, the second after as long again, and the third once the second has ended.
    expect(time).toBeLessThanOrEqual(10_000 + 10_000 + 1000);
  });

  test('is not held up by one that goes first and is aborted', async () => {
    const { fetch, miosa } = await refusedOnce(limited(10));
    fetch.mockImplementation(untilAborted);
    const controller = new AbortController();
    const first = Array.from({ length: 10 }, () =>
      rejection(miosa.projects.get('first', { signal: controller.signal })),
    );
    const behind = miosa.projects.get('behind');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(fetch, 'few go first where the limit is not known').toHaveBeenCalledTimes(11);
    fetch.mockImplementation(found);
    controller.abort('the user left');
    expect(await Promise.all(first)).toEqual(Array(10).fill('the user left'));
    expect((await runOut([behind])).time).toBe(0);
  });

  test('waits no longer than its totalTimeout', async () => {
    const { fetch, miosa } = await refusedOnce(limited(10));
    const call = miosa.projects.get(ids.project, { totalTimeout: 4000 });
    const watched = watch(call);
    await vi.advanceTimersByTimeAsync(3999);
    expect(watched.isPending).toBe(true);
    await vi.advanceTimersByTimeAsync(1);
    await rejectionWith(MiosaTimeoutError, call);
    expect(vi.getTimerCount()).toBe(0);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test('has its whole timeout left when its turn comes', async () => {
    const { fetch, miosa } = await refusedOnce(limited(10), { timeout: 1000 });
    fetch.mockImplementation(async () => {
      await new Promise((resolve) => setTimeout(resolve, 999));
      return Response.json(wireProject);
    });
    const { statuses, time } = await runOut([get(miosa)]);
    expect({ statuses, time }).toEqual({ statuses: ['fulfilled'], time: 10_999 });
  });

  test.each<[string, Reply]>([
    ['after a 429 without a hint', answer({}, 429)],
    ['after a 429 with a hint over 60 s', limited(61)],
    ['after a 429 with a hint of no time', limited(0)],
    ['after a 503 with a hint', answer({}, 503, { 'retry-after': '10' })],
  ])('does not wait %s', async (_, refusal) => {
    const { fetch, miosa } = await refusedOnce(refusal);
    expect(await get(miosa)).toMatchObject({ id: ids.project });
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  test('does not wait for a call that waits to repeat a 503', async () => {
    stopClock(start);
    const fetch = vi.fn<Fetch>(inTurn(answer({}, 503, { 'retry-after': '30' }), found));
    const miosa = clientWith({ fetch });
    const first = get(miosa);
    await vi.advanceTimersByTimeAsync(0);
    expect(await get(miosa)).toMatchObject({ id: ids.project });
    expect(fetch).toHaveBeenCalledTimes(2);
    await runOut([first]);
  });

  test('does not wait when it is of another client', async () => {
    const { fetch } = await refusedOnce(limited(10));
    expect(await get(clientWith({ fetch }))).toMatchObject({ id: ids.project });
  });

  test('does not shorten the wait of another that was told to wait longer', async () => {
    stopClock(start);
    const moments: [id: string, time: number][] = [];
    const replies = inTurn(limited(20), limited(5), found);
    const fetch: Fetch = (url, init) => {
      moments.push([url.slice(-1), Date.now() - start]);
      return replies(url, init);
    };
    const miosa = clientWith({ fetch, maxRetries: 3 });
    await runOut([miosa.projects.get('a'), miosa.projects.get('b')]);
    const [, repeated] = moments.filter(([id]) => id === 'a');
    expect(repeated?.[1]).toBeGreaterThanOrEqual(20_000);
  });
});
