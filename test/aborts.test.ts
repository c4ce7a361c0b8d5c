import { EventEmitter, getEventListeners, once } from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import { clientWith } from './support/client.ts';
import { collect } from './support/collect.ts';
import { everyMethod, type MethodCase } from './support/every-method.ts';
import { rejection, watch } from './support/failures.ts';
import { stopClock, timeToSettle } from './support/fake-clock.ts';
import { inTurn, type Reply, replyWith, silence } from './support/replies.ts';
import { ids, wireProject, wireProjectList } from './support/seed.ts';
import type { Responder } from './support/server.ts';
import { startStalledServer } from './support/stalled-server.ts';

const listed = replyWith(wireProjectList);
const limited = replyWith({ retry_after: 1 }, 429);
const unavailable = replyWith({}, 503);
const halfABody: Reply = async () => new Response(new ReadableStream());

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

const scope = { projectId: ids.project };

/** Brings a call to the moment at which it is aborted. */
const moments: Record<string, (signal: AbortSignal) => Promise<RunningCall>> = {
  'while the server is silent': (signal) => stalled(signal, () => {}, 'requested'),
  'while the body is read': (signal) =>
    stalled(signal, (response) => response.writeHead(200).write('{"data": ['), 'responded'),
  'while the key is asked for': (signal) =>
    runFor(10, () => clientWith({ apiKey: () => new Promise(() => {}) }).projects.list({}, { signal })),
  'while a fetch runs that ignores its signal': (signal) =>
    runFor(10, () => clientWith({ fetch: silence }).projects.list({}, { signal })),
  'while a body is read whose fetch ignores its signal': (signal) =>
    runFor(10, () => clientWith({ fetch: halfABody, totalTimeout: 10_000 }).projects.list({}, { signal })),
  'while it waits to retry': (signal) =>
    runFor(249, () => clientWith({ fetch: unavailable }).projects.list({}, { signal })),
  'while it waits to retry within a totalTimeout': (signal) =>
    runFor(249, () => clientWith({ fetch: unavailable, totalTimeout: 10_000 }).projects.list({}, { signal })),
  'while it waits for a rate limit': (signal) =>
    runFor(999, () => clientWith({ fetch: limited }).projects.list({}, { signal })),
  'while it waits for a rate limit that another call met': (signal) =>
    runFor(999, async () => {
      const miosa = clientWith({ fetch: limited });
      await rejection(miosa.projects.list({}, { maxRetries: 0 }));
      return await miosa.projects.list({}, { signal });
    }),
  'while a further page of a list is fetched': (signal) =>
    runFor(10, () => {
      const fetch = inTurn(replyWith({ data: [wireProject], meta: { page: 1, per_page: 1, total: 2 } }), silence);
      return collect(clientWith({ fetch }).projects.list({}, { signal }));
    }),
  'while ensure waits to look again': (signal) =>
    runFor(100, () => {
      const fetch = inTurn(replyWith({}, 409), replyWith({ data: [] }));
      return clientWith({ fetch }).workspaces.ensure({ slug: 'clinic', name: 'Clinic' }, { signal });
    }),
  'while ensure looks': (signal) =>
    runFor(10, () => {
      const fetch = inTurn(replyWith({}, 409), silence);
      return clientWith({ fetch }).workspaces.ensure({ slug: 'clinic', name: 'Clinic' }, { signal });
    }),
  'while waitUntilReady checks': (signal) =>
    runFor(10, () => clientWith({ fetch: silence }).previewDomain.waitUntilReady(scope, { signal })),
  'while waitUntilReady waits for its next check': (signal) =>
    runFor(4999, () =>
      clientWith({ fetch: replyWith({ verified: false }) }).previewDomain.waitUntilReady(scope, { signal }),
    ),
};

test.each(Object.entries(moments))('an abort %s ends the call, and leaves nothing', async (_, begin) => {
  const controller = new AbortController();
  const { call, closed } = await begin(controller.signal);
  expect(getEventListeners(controller.signal, 'abort')).not.toEqual([]);
  controller.abort('the user left');
  expect(await rejection(call)).toBe('the user left');
  await closed;
  expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  if (vi.isFakeTimers()) expect(vi.getTimerCount()).toBe(0);
});

const reasons: Record<string, unknown> = {
  'the default reason': undefined,
  'an error': new Error('the user left'),
  'an object': { why: 'the user left' },
  null: null,
};

describe.each(Object.entries(reasons))('with %s', (_, reason) => {
  test('an abort rejects with exactly the reason of the signal, through withResponse too', async () => {
    const controller = new AbortController();
    const call = clientWith({ fetch: silence }).projects.list({}, { signal: controller.signal });
    const withResponse = call.withResponse();
    controller.abort(reason);
    expect(await rejection(call)).toBe(controller.signal.reason);
    expect(await rejection(withResponse)).toBe(controller.signal.reason);
  });

  test('a signal that is aborted already sends nothing', async () => {
    const signal = AbortSignal.abort(reason);
    const [fetch, apiKey] = [vi.fn(listed), vi.fn(() => 'msk_test_key')];
    for (const limits of [{}, { totalTimeout: 1000 }]) {
      const miosa = clientWith({ apiKey, fetch, ...limits });
      expect(await rejection(miosa.projects.list({}, { signal }))).toBe(signal.reason);
      expect(await rejection(miosa.workspaces.ensure({ slug: 'a', name: 'A' }, { signal }))).toBe(signal.reason);
      expect(await rejection(miosa.previewDomain.waitUntilReady(scope, { signal }))).toBe(signal.reason);
    }
    expect(fetch).not.toHaveBeenCalled();
    expect(apiKey).not.toHaveBeenCalled();
  });
});

test.each<[string, Reply]>([
  ['to retry', unavailable],
  ['for a rate limit', limited],
])('sends nothing more after an abort while it waits %s', async (_, reply) => {
  stopClock();
  const fetch = vi.fn(reply);
  const controller = new AbortController();
  const call = clientWith({ fetch }).projects.list({}, { signal: controller.signal });
  await vi.advanceTimersByTimeAsync(0);
  controller.abort();
  await rejection(call);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(fetch).toHaveBeenCalledOnce();
});

test('sends nothing when the key comes after an abort', async () => {
  const fetch = vi.fn(listed);
  let giveKey = (_key: string): void => {};
  const key = new Promise<string>((resolve) => {
    giveKey = resolve;
  });
  const controller = new AbortController();
  const call = clientWith({ apiKey: () => key, fetch }).projects.list({}, { signal: controller.signal });
  controller.abort();
  await rejection(call);
  giveKey('msk_test_key');
  await new Promise(setImmediate);
  expect(fetch).not.toHaveBeenCalled();
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
    [{}, { totalTimeout: 60_000 }].map((limits) => clientWith({ fetch: held(reply), ...limits })),
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
  const ensureTwice = inTurn(replyWith({}, 409), replyWith({ data: [] }));
  const endings: Record<string, [fetch: Reply, call?: MethodCase['call'] | undefined]> = {
    'after a response': [listed],
    'after an error': [replyWith({}, 404)],
    'after the last of several attempts': [unavailable],
    'after a rate limit that lasted': [limited],
    'after a hint that is too long': [replyWith({ retry_after: 61 }, 429)],
    'after a time-out of a fetch that ignores its signal': [silence],
    'after a body that does not end': [halfABody],
    'after a body that cannot be decoded': [replyWith({ data: 1 })],
    'after an ensure that finds nothing': [ensureTwice, everyMethod['workspaces.ensure']?.call],
    'after a wait that times out': [
      replyWith({ verified: false }),
      everyMethod['previewDomain.waitUntilReady (project)']?.call,
    ],
  };

  test.each(
    Object.entries(endings).flatMap(([title, ending]) => [
      { title, ending, limits: {} },
      { title: `${title}, with a totalTimeout`, ending, limits: { totalTimeout: 20_000 } },
    ]),
  )('$title', async ({ ending: [fetch, call], limits }) => {
    stopClock();
    const timersDuring: number[] = [];
    const counted: Reply = (url, init) => {
      timersDuring.push(vi.getTimerCount());
      return fetch(url, init);
    };
    const { signal } = new AbortController();
    const run = call ?? ((miosa, options) => miosa.projects.list({}, options));
    await timeToSettle(run(clientWith({ fetch: counted, ...limits }), { signal }));
    expect(Math.min(...timersDuring)).toBeGreaterThan(0);
    expect(vi.getTimerCount()).toBe(0);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
