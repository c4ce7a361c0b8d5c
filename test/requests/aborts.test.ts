import { EventEmitter, getEventListeners, once } from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import { clientWith } from '../support/client.ts';
import { collect } from '../support/collect.ts';
import { rejection, watch } from '../support/failures.ts';
import { stopClock, timeToSettle } from '../support/fake-clock.ts';
import { inTurn, type Reply, replyWith, silence } from '../support/replies.ts';
import { wireProject, wireProjectList } from '../support/seed.ts';
import type { Responder } from '../support/server.ts';
import { startStalledServer } from '../support/stalled-server.ts';
import { collectUnhandledRejections } from '../support/unhandled-rejections.ts';

const timeout = 30_000;
const listed = replyWith(wireProjectList);
const limited = replyWith({ retry_after: 1 }, 429);
const unavailable = replyWith({}, 503);
const notReady = replyWith({ verified: false });
const halfABody: Reply = async () => new Response(new ReadableStream());
const onePageOfTwo = replyWith({ data: [wireProject], meta: { page: 1, per_page: 1, total: 2 } });
const clinic = { slug: 'clinic', name: 'Clinic' };

interface RunningCall {
  readonly call: Promise<unknown>;
  /** Resolves when nothing of the call is left at the other side. */
  readonly closed?: Promise<unknown>;
}

/** Starts a call and lets it run for a while on a stopped clock. */
async function runFor(milliseconds: number, start: () => Promise<unknown>): Promise<RunningCall> {
  stopClock();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  const call = start();
  const watched = watch(call);
  await vi.advanceTimersByTimeAsync(milliseconds);
  expect(watched.isPending).toBe(true);
  return { call };
}

async function stalled(signal: AbortSignal, stall: Responder, moment: 'requested' | 'responded'): Promise<RunningCall> {
  const server = await startStalledServer(stall, moment);
  const call = clientWith({ baseUrl: server.url, fetch: server.fetch }).projects.list({}, { signal });
  await server.stalled;
  return { call, closed: server.closed };
}

const list = (fetch: Reply, signal: AbortSignal, options = {}) =>
  clientWith({ fetch, ...options }).projects.list({}, { signal });

/** Brings a call to the moment at which it is aborted. */
const moments: Record<string, (signal: AbortSignal) => Promise<RunningCall>> = {
  'while the server is silent': (signal) => stalled(signal, () => {}, 'requested'),
  'while the body is read': (signal) =>
    stalled(signal, (response) => response.writeHead(200).write('{"data": ['), 'responded'),
  'while the key is awaited': (signal) =>
    runFor(10, () => list(silence, signal, { apiKey: () => new Promise(() => {}) })),
  'while a fetch runs that ignores its signal': (signal) => runFor(10, () => list(silence, signal)),
  'while a body is read whose fetch ignores its signal': (signal) => runFor(10, () => list(halfABody, signal)),
  'while it waits to retry': (signal) => runFor(249, () => list(unavailable, signal)),
  'while it waits to retry within a totalTimeout': (signal) =>
    runFor(249, () => list(unavailable, signal, { totalTimeout: 10_000 })),
  'while it waits for a rate limit': (signal) => runFor(999, () => list(limited, signal)),
  'while it waits for the rate limit of another call': (signal) =>
    runFor(999, async () => {
      const miosa = clientWith({ fetch: limited });
      await rejection(miosa.projects.list({}, { maxRetries: 0 }));
      return await miosa.projects.list({}, { signal });
    }),
  'while a further page of a list is fetched': (signal) =>
    runFor(10, () => collect(list(inTurn(onePageOfTwo, silence), signal))),
  'while ensure looks': (signal) =>
    runFor(10, () => clientWith({ fetch: inTurn(replyWith({}, 409), silence) }).workspaces.ensure(clinic, { signal })),
  'while ensure waits to look again': (signal) =>
    runFor(100, () =>
      clientWith({ fetch: inTurn(replyWith({}, 409), replyWith({ data: [] })) }).workspaces.ensure(clinic, { signal }),
    ),
  'while waitUntilReady checks': (signal) =>
    runFor(10, () => clientWith({ fetch: silence }).previewDomain.waitUntilReady('organization', { signal })),
  'while waitUntilReady waits for its next check': (signal) =>
    runFor(4999, () => clientWith({ fetch: notReady }).previewDomain.waitUntilReady('organization', { signal })),
};

test.each(Object.entries(moments))('an abort %s ends the call, and leaves nothing', async (title, begin) => {
  const controller = new AbortController();
  const { call, closed } = await begin(controller.signal);
  expect(getEventListeners(controller.signal, 'abort')).not.toEqual([]);
  controller.abort('the user left');
  expect(await rejection(call)).toBe('the user left');
  await closed;
  expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  if (!vi.isFakeTimers()) return;
  // A body that is not closed may keep the timer of its attempt.
  if (title.includes('a body')) await vi.advanceTimersByTimeAsync(timeout);
  expect(vi.getTimerCount()).toBe(0);
});

describe.each<[string, unknown]>([
  ['the default reason', undefined],
  ['an error', new Error('the user left')],
  ['an object', { why: 'the user left' }],
  ['null', null],
])('with %s', (_, reason) => {
  test('an abort rejects with exactly the reason of the signal, through withResponse too', async () => {
    const controller = new AbortController();
    const call = list(silence, controller.signal);
    const withResponse = call.withResponse();
    controller.abort(reason);
    expect(await rejection(call)).toBe(controller.signal.reason);
    expect(await rejection(withResponse)).toBe(controller.signal.reason);
  });

  test('a signal that is aborted already sends nothing', async () => {
    const signal = AbortSignal.abort(reason);
    const [fetch, apiKey] = [vi.fn(listed), vi.fn(() => 'msk_test_key')];
    for (const options of [{}, { totalTimeout: 1000 }]) {
      const miosa = clientWith({ apiKey, fetch, ...options });
      expect(await rejection(miosa.projects.list({}, { signal }))).toBe(signal.reason);
      expect(await rejection(miosa.workspaces.ensure(clinic, { signal }))).toBe(signal.reason);
      expect(await rejection(miosa.previewDomain.waitUntilReady('organization', { signal }))).toBe(signal.reason);
    }
    expect(fetch).not.toHaveBeenCalled();
    expect(apiKey).not.toHaveBeenCalled();
  });
});

test.each<[string, Reply]>([
  ['to retry', unavailable],
  ['for a rate limit', limited],
])('nothing more is sent after an abort while the call waits %s', async (_, reply) => {
  const fetch = vi.fn(reply);
  const controller = new AbortController();
  const { call } = await runFor(0, () => list(fetch, controller.signal));
  controller.abort();
  await rejection(call);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(fetch).toHaveBeenCalledOnce();
});

test('nothing is sent when the key arrives after an abort', async () => {
  const fetch = vi.fn(listed);
  const gate = new EventEmitter();
  const key = once(gate, 'open').then(() => 'msk_test_key');
  const controller = new AbortController();
  const call = list(fetch, controller.signal, { apiKey: () => key });
  controller.abort();
  await rejection(call);
  gate.emit('open');
  await new Promise(setImmediate);
  expect(fetch).not.toHaveBeenCalled();
});

test('a fetch, a key or a body that fails after the call has ended is no unhandled rejection', async () => {
  const unhandled = collectUnhandledRejections();
  stopClock();
  const gate = new EventEmitter();
  const late = once(gate, 'late').then(() => Promise.reject(new Error('too late')));
  const body = () => new ReadableStream({ start: () => late });
  for (const options of [
    { fetch: () => late },
    { fetch: silence, apiKey: () => late },
    ...[200, 400].map((status) => ({ fetch: async () => new Response(body(), { status }) })),
  ]) {
    const miosa = clientWith({ maxRetries: 0, ...options });
    const controller = new AbortController();
    const calls = [
      miosa.projects.list({}, { timeout: 10 }),
      miosa.projects.list({}, { totalTimeout: 10 }),
      miosa.projects.list({}, { signal: controller.signal, timeout: 10 }),
    ];
    controller.abort();
    await timeToSettle(Promise.allSettled(calls));
  }
  gate.emit('late');
  expect(await unhandled()).toEqual([]);
});

test('2,000 calls that share one signal leave nothing on it', async () => {
  const { signal } = new AbortController();
  const combine = vi.spyOn(AbortSignal, 'any');
  const gate = new EventEmitter();
  const [allSent, opened] = [once(gate, 'all sent'), once(gate, 'open')];
  let sent = 0;
  const held =
    (reply: Reply): Reply =>
    async (url, init) => {
      sent += 1;
      if (sent === 2000) gate.emit('all sent');
      await opened;
      return reply(url, init);
    };
  const clients = [listed, replyWith({}, 404)].flatMap((reply) =>
    [{}, { totalTimeout: 60_000 }].map((options) => clientWith({ fetch: held(reply), ...options })),
  );
  const calls = clients.flatMap((miosa) => Array.from({ length: 500 }, () => miosa.projects.list({}, { signal })));
  const outcomes = Promise.allSettled(calls);

  // They do listen while they run, or nothing could abort them.
  await allSent;
  expect(getEventListeners(signal, 'abort').length).toBeGreaterThanOrEqual(calls.length);
  gate.emit('open');
  expect(new Set((await outcomes).map(({ status }) => status))).toEqual(new Set(['fulfilled', 'rejected']));
  expect(getEventListeners(signal, 'abort')).toEqual([]);
  // A signal that was combined with others keeps them for as long as it lives.
  expect(combine.mock.calls.flat(2)).not.toContain(signal);
});

describe('no timer and no listener is left', () => {
  const endings: Record<string, Reply> = {
    'after a response': listed,
    'after an error': replyWith({}, 404),
    'after the last of several attempts': unavailable,
    'after a rate limit that lasted': limited,
    'after a hint that is too long': replyWith({ retry_after: 61 }, 429),
    'after a time-out of a fetch that ignores its signal': silence,
    'after a body that does not end': halfABody,
    'after a body that cannot be decoded': replyWith({ data: 1 }),
  };

  test.each(Object.entries(endings))('%s', async (_, fetch) => {
    stopClock();
    const timersDuring: number[] = [];
    const counted: Reply = (url, init) => {
      timersDuring.push(vi.getTimerCount());
      return fetch(url, init);
    };
    const { signal } = new AbortController();
    for (const options of [{}, { totalTimeout: 20_000 }]) {
      await timeToSettle(Promise.allSettled([list(counted, signal, options)]));
      expect(getEventListeners(signal, 'abort')).toEqual([]);
      // A body that is not closed may keep the timer of its attempt.
      if (fetch === halfABody) await vi.advanceTimersByTimeAsync(timeout);
      expect(vi.getTimerCount()).toBe(0);
    }
    expect(Math.min(...timersDuring)).toBeGreaterThan(0);
  });

  test('after an ensure and a wait that paused between their requests', async () => {
    stopClock();
    const { signal } = new AbortController();
    const looks = clientWith({ fetch: inTurn(replyWith({}, 409), replyWith({ data: [] })) });
    await timeToSettle(rejection(looks.workspaces.ensure(clinic, { signal })));
    const checks = clientWith({ fetch: inTurn(notReady, replyWith({ verified: true })) });
    await timeToSettle(checks.previewDomain.waitUntilReady('organization', { signal }));
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
