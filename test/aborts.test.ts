import { EventEmitter, getEventListeners, once } from 'node:events';
import { MiosaClient, type MiosaClientOptions } from 'miosa-client';
import { describe, expect, test, vi } from 'vitest';
import { rejection, watch } from './support/failures.ts';
import { stopClock } from './support/fake-clock.ts';
import { wireProjectList } from './support/seed.ts';
import { startStalledServer } from './support/stalled-server.ts';

const clientWith = (options: MiosaClientOptions) => new MiosaClient({ apiKey: 'msk_test_aborts', ...options });
const never = () => new Promise<never>(() => {});
const listed = async () => Response.json(wireProjectList);
const notFound = async () => new Response(null, { status: 404 });
const limited = async () => Response.json({ retry_after: 1 }, { status: 429 });
const unavailable = async () => Response.json({}, { status: 503 });

interface RunningCall {
  readonly call: Promise<unknown>;
  /** Resolves when nothing of the call is left at the other side. */
  readonly closed?: Promise<unknown>;
}

const stalled = async (signal: AbortSignal, ...how: Parameters<typeof startStalledServer>): Promise<RunningCall> => {
  const server = await startStalledServer(...how);
  const call = clientWith({ baseUrl: server.url, fetch: server.fetch }).projects.list({}, { signal });
  await server.stalled;
  return { call, closed: server.closed };
};

/** A function that never comes back, and a promise that tells when it was called. */
const hanging = () => {
  const events = new EventEmitter();
  const run = () => {
    events.emit('called');
    return never();
  };
  return { run, called: once(events, 'called') };
};

/** Brings a call to the moment at which it is aborted. */
const moments: Record<string, (signal: AbortSignal) => Promise<RunningCall>> = {
  'while the key is asked for': async (signal) => {
    const { run, called } = hanging();
    const call = clientWith({ apiKey: run, fetch: listed }).projects.list({}, { signal });
    await called;
    return { call };
  },
  'while the server is silent': (signal) => stalled(signal, () => {}, 'requested'),
  'while the body is read': (signal) =>
    stalled(signal, (response) => response.writeHead(200).write('{"data": ['), 'answered'),
  'while a fetch runs that ignores its signal': async (signal) => {
    const { run, called } = hanging();
    const call = clientWith({ fetch: run }).projects.list({}, { signal });
    await called;
    return { call };
  },
  'while it waits to retry': async (signal) => {
    stopClock();
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const fetch = vi.fn(unavailable);
    const call = clientWith({ fetch }).projects.list({}, { signal });
    await vi.advanceTimersByTimeAsync(249);
    expect(fetch).toHaveBeenCalledOnce();
    return { call };
  },
  'while it waits for a rate limit to pass': async (signal) => {
    stopClock();
    const call = clientWith({ fetch: limited }).projects.list({}, { signal });
    await vi.advanceTimersByTimeAsync(999);
    return { call };
  },
  'while it waits for a rate limit that another call met': async (signal) => {
    stopClock();
    const fetch = vi.fn(limited);
    const miosa = clientWith({ fetch });
    // It waits on, and nobody looks at it.
    watch(miosa.projects.list());
    await vi.advanceTimersByTimeAsync(0);
    const call = miosa.projects.list({}, { signal });
    await vi.advanceTimersByTimeAsync(999);
    expect(fetch).toHaveBeenCalledOnce();
    return { call };
  },
  'while it waits to retry within a totalTimeout': async (signal) => {
    stopClock();
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const call = clientWith({ fetch: unavailable, totalTimeout: 10_000 }).projects.list({}, { signal });
    await vi.advanceTimersByTimeAsync(249);
    return { call };
  },
};

const reasons: Record<string, unknown> = {
  'the default reason': undefined,
  'an error': new Error('the user left'),
  'an object': { why: 'the user left' },
  'a text': 'the user left',
  null: null,
};

describe.each(Object.entries(moments))('an abort %s', (_, begin) => {
  test.each(Object.entries(reasons))('rejects with exactly the reason of the signal: %s', async (_title, reason) => {
    const controller = new AbortController();
    const { call, closed } = await begin(controller.signal);
    controller.abort(reason);
    expect(await rejection(call)).toBe(controller.signal.reason);
    await closed;
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });
});

test.each(Object.entries(reasons))(
  'a call with an aborted signal sends nothing, and rejects with %s',
  async (_, reason) => {
    const signal = AbortSignal.abort(reason);
    const fetch = vi.fn(listed);
    const apiKey = vi.fn(() => 'msk_test_aborts');
    for (const limits of [{}, { totalTimeout: 1000 }]) {
      const call = clientWith({ apiKey, fetch, ...limits }).projects.list({}, { signal });
      expect(await rejection(call)).toBe(signal.reason);
    }
    expect(fetch).not.toHaveBeenCalled();
    expect(apiKey).not.toHaveBeenCalled();
  },
);

test('an aborted wait starts no attempt any more', async () => {
  stopClock();
  const fetch = vi.fn(unavailable);
  const controller = new AbortController();
  const call = clientWith({ fetch }).projects.list({}, { signal: controller.signal });
  await vi.advanceTimersByTimeAsync(0);
  controller.abort();
  await rejection(call);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(fetch).toHaveBeenCalledOnce();
});

test('withResponse rejects with the same reason', async () => {
  const controller = new AbortController();
  const promise = clientWith({ fetch: never }).projects.list({}, { signal: controller.signal }).withResponse();
  controller.abort();
  expect(await rejection(promise)).toBe(controller.signal.reason);
});

test('2,000 calls that share one signal leave nothing on it', async () => {
  const { signal } = new AbortController();
  const combine = vi.spyOn(AbortSignal, 'any');
  const gate = new EventEmitter();
  const [allSent, opened] = [once(gate, 'all sent'), once(gate, 'open')];
  let sent = 0;
  const held = (answer: () => Promise<Response>) => async () => {
    sent += 1;
    if (sent === 2000) gate.emit('all sent');
    await opened;
    return answer();
  };
  const clients = [
    clientWith({ fetch: held(listed) }),
    clientWith({ fetch: held(listed), totalTimeout: 60_000 }),
    clientWith({ fetch: held(notFound) }),
    clientWith({ fetch: held(notFound), totalTimeout: 60_000 }),
  ];
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

describe('no timer is left', () => {
  const endings = [
    { title: 'after an answer', fetch: listed },
    { title: 'after an error', fetch: notFound },
    { title: 'after the last of several attempts', fetch: unavailable },
    { title: 'after the last of several rate limits', fetch: limited },
    { title: 'after a time-out', fetch: never },
    { title: 'after an abort', fetch: never, abortsAfter: 10 },
    { title: 'after an abort of a wait', fetch: unavailable, abortsAfter: 10 },
  ];

  test.each(
    endings.flatMap((ending) => [
      { ...ending, limits: {} },
      { ...ending, title: `${ending.title}, with a totalTimeout`, limits: { totalTimeout: 600_000 } },
    ]),
  )('$title', async ({ fetch, abortsAfter, limits }) => {
    stopClock();
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const timersDuring: number[] = [];
    const counted = () => {
      timersDuring.push(vi.getTimerCount());
      return fetch();
    };
    const controller = new AbortController();
    if (abortsAfter !== undefined) setTimeout(() => controller.abort(), abortsAfter);
    const call = clientWith({ fetch: counted, ...limits }).projects.list({}, { signal: controller.signal });
    const watched = watch(call);
    // Not a step further than the call goes: that would run a timer that was left, too.
    while (watched.isPending) await vi.advanceTimersToNextTimerAsync();
    expect(Math.min(...timersDuring)).toBeGreaterThan(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
