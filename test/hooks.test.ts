import {
  MiosaClient,
  type MiosaClientOptions,
  MiosaConfigError,
  MiosaConnectionError,
  type MiosaHooks,
  NotFoundError,
  ServerError,
} from 'miosa-client';
import { describe, expect, test, vi } from 'vitest';
import { rejectionWith, watch } from './support/failures.ts';
import { stopClock } from './support/fake-clock.ts';
import { findSecret } from './support/find-secret.ts';
import { misuse } from './support/refusal.ts';
import { answer, dropped, inTurn, type Reply } from './support/replies.ts';
import { ids, wireProject, wireProjectList } from './support/seed.ts';
import { json, startServer } from './support/server.ts';
import { stopClocks } from './support/stopped-clocks.ts';
import { collectUnhandledRejections } from './support/unhandled-rejections.ts';

const names = ['onRequest', 'onResponse', 'onRetry'] as const;
const key = `msk_live_${crypto.randomUUID().replaceAll('-', '')}`;
const listed = answer(wireProjectList);

/** Hooks that write down what they are told, in order. */
function recorder() {
  const events: [name: string, event: object][] = [];
  const hooks: MiosaHooks = {
    onRequest: (event) => events.push(['onRequest', event]),
    onResponse: (event) => events.push(['onResponse', event]),
    onRetry: (event) => events.push(['onRetry', event]),
  };
  return { hooks, events };
}

const clientWith = (options: MiosaClientOptions) => new MiosaClient({ apiKey: key, ...options });
const allNames = (events: readonly [string, object][]) => events.map(([name]) => name);

describe('a call that is repeated', () => {
  const delayed =
    (milliseconds: number, reply: Reply): Reply =>
    async (url, init) => {
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      return reply(url, init);
    };

  test('is told step by step, each attempt by its number', async () => {
    stopClocks();
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const { hooks, events } = recorder();
    const fetch = inTurn(
      delayed(40, answer({}, 503, { 'x-request-id': 'req_1' })),
      delayed(70, dropped),
      delayed(15, answer({ retry_after: 2 }, 429)),
      delayed(90, answer(wireProject, 201, { 'x-request-id': 'req_4' })),
    );
    const input = { workspaceSlug: 'dr-smith-clinic', name: 'Lead Magnet' };
    const call = clientWith({ fetch, hooks }).projects.create(input);
    await vi.advanceTimersByTimeAsync(40 + 250 + 70 + 500 + 15 + 2000 + 90);
    await call;

    const about = (attempt: number) => ({ method: 'POST', path: '/projects', attempt });
    const response = { status: 503, durationMs: 40, requestId: 'req_1' };
    expect(events).toEqual([
      ['onRequest', about(1)],
      ['onResponse', { ...about(1), ...response }],
      ['onRetry', { ...about(1), delayMs: 250, error: expect.any(ServerError) }],
      ['onRequest', about(2)],
      ['onRetry', { ...about(2), delayMs: 500, error: expect.any(MiosaConnectionError) }],
      ['onRequest', about(3)],
      ['onResponse', { ...about(3), status: 429, durationMs: 15, requestId: undefined }],
      ['onRetry', { ...about(3), delayMs: 2000, error: expect.objectContaining({ name: 'RateLimitError' }) }],
      ['onRequest', about(4)],
      ['onResponse', { ...about(4), status: 201, durationMs: 90, requestId: 'req_4' }],
    ]);
  });

  test('is told of before each attempt, before each wait, and before each body is read', async () => {
    stopClock();
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const { hooks, events } = recorder();
    const whenSent: string[][] = [];
    const endless: Reply = async () => new Response(new ReadableStream());
    const replies = inTurn(answer({}, 503), endless);
    const fetch: Reply = (url, init) => {
      whenSent.push(allNames(events));
      return replies(url, init);
    };
    watch(clientWith({ fetch, hooks }).projects.list());
    await vi.advanceTimersByTimeAsync(249);
    expect(allNames(events)).toEqual(['onRequest', 'onResponse', 'onRetry']);
    await vi.advanceTimersByTimeAsync(1);
    const all = ['onRequest', 'onResponse', 'onRetry', 'onRequest', 'onResponse'];
    expect(allNames(events)).toEqual(all);
    expect(whenSent).toEqual([all.slice(0, 1), all.slice(0, 4)]);
  });

  test.each<[string, MiosaClientOptions, Reply]>([
    ['no retry after an error that lasts', {}, answer({}, 404)],
    ['no retry where there is none left', { maxRetries: 0 }, answer({}, 503)],
    ['no retry after a hint that is too long', {}, answer({ retry_after: 3600 }, 429)],
  ])('%s', async (_, options, fetch) => {
    const { hooks, events } = recorder();
    await Promise.allSettled([clientWith({ ...options, fetch, hooks }).projects.list()]);
    expect(allNames(events)).toEqual(['onRequest', 'onResponse']);
  });
});

describe('hooks are told', () => {
  test.each<[string, (miosa: MiosaClient) => Promise<unknown>, string]>([
    ['the path without its query', (miosa) => miosa.projects.list({ workspaceId: ids.workspace }), 'GET /projects'],
    ['the path as it is sent', (miosa) => miosa.projects.get('a/b c'), 'GET /projects/a%2Fb%20c'],
    [
      'the path of a custom request',
      (miosa) => miosa.request('DELETE', 'databases/7?force=true'),
      'DELETE /databases/7',
    ],
  ])('%s', async (_, call, line) => {
    const { hooks, events } = recorder();
    await Promise.allSettled([call(clientWith({ fetch: listed, hooks }))]);
    expect(events.map(([, event]) => event)).toEqual(
      ['onRequest', 'onResponse'].map(() =>
        expect.objectContaining({ method: line.split(' ')[0], path: line.split(' ')[1] }),
      ),
    );
  });

  test('of each request of a walk, whose attempts count from 1', async () => {
    const { hooks, events } = recorder();
    const page = (number: number) =>
      answer({ data: [{ ...wireProject, id: `${number}` }], page: { page: number, page_size: 1, total: 2 } });
    for await (const _ of clientWith({ fetch: inTurn(page(1), page(2)), hooks }).projects.list());
    expect(events.map(([name, event]) => [name, event])).toEqual(
      [1, 2].flatMap(() => [
        ['onRequest', { method: 'GET', path: '/projects', attempt: 1 }],
        ['onResponse', expect.objectContaining({ path: '/projects', attempt: 1, status: 200 })],
      ]),
    );
  });

  test('of a redirected request once', async () => {
    const { hooks, events } = recorder();
    const server = await startServer(
      (response) => response.writeHead(307, { location: '/api/v1/projects' }).end(),
      json(wireProjectList),
    );
    await clientWith({ baseUrl: server.url, hooks }).projects.list();
    expect(server.requests).toHaveLength(2);
    expect(events).toEqual([
      ['onRequest', expect.objectContaining({ attempt: 1 })],
      ['onResponse', expect.objectContaining({ attempt: 1, status: 200 })],
    ]);
  });

  test.each<[string, (miosa: MiosaClient) => Promise<unknown>, MiosaClientOptions]>([
    ['input is refused', (miosa) => miosa.projects.get(''), {}],
    ['the key cannot be had', (miosa) => miosa.projects.list(), { apiKey: () => Promise.reject(new Error('sealed')) }],
  ])('nothing where nothing is sent: %s', async (_, call, options) => {
    const { hooks, events } = recorder();
    await rejectionWith(MiosaConfigError, call(clientWith({ fetch: listed, ...options, hooks })));
    expect(events).toEqual([]);
  });
});

test('hooks see no key, at any depth', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const { hooks, events } = recorder();
  const throws: Reply = (_url, init) =>
    Promise.reject(Object.assign(new TypeError(JSON.stringify(init.headers)), { init, cause: { init } }));
  const echoes: Reply = async (_url, init) => Response.json({ error: { ...init.headers } }, { status: 503 });
  const sent = vi.fn(inTurn(throws, echoes, listed));
  const call = clientWith({ apiKey: async () => key, fetch: sent, hooks });
  await call.projects.list({}, { headers: { 'x-copy': key } });
  expect(allNames(events).filter((name) => name === 'onRetry')).toHaveLength(2);
  expect(findSecret(sent.mock.calls, key), 'the key was sent').toBeDefined();
  expect(findSecret(events, key)).toBeUndefined();
});

describe('a hook that', () => {
  const misbehaviours: Record<string, () => unknown> = {
    throws: () => {
      throw new Error('the log is full');
    },
    'throws nothing': () => {
      throw undefined;
    },
    rejects: () => Promise.reject(new Error('the log is full')),
    'never comes back': () => new Promise(() => {}),
    'returns something thenable that throws': () => ({
      // biome-ignore lint/suspicious/noThenProperty: that is what the test is about.
      then: () => {
        throw new Error('the log is full');
      },
    }),
  };

  test.each(
    Object.entries(misbehaviours).flatMap(([how, misbehave]) => names.map((name) => ({ how, misbehave, name }))),
  )('$how breaks no call: $name', async ({ misbehave, name }) => {
    const unhandled = collectUnhandledRejections();
    vi.spyOn(Math, 'random').mockReturnValue(0);
    let calls = 0;
    // `vi.fn` would handle the rejection.
    const hook = () => {
      calls += 1;
      return misbehave();
    };
    const { hooks, events } = recorder();
    const options = { hooks: { ...hooks, [name]: hook } };
    const ok = await clientWith({ ...options, fetch: inTurn(answer({}, 503), listed) }).projects.list();
    expect(ok).toMatchObject({ total: 1 });
    const failing = clientWith({ ...options, fetch: inTurn(dropped, answer({}, 404)) });
    await rejectionWith(NotFoundError, failing.projects.list());

    const expected = { onRequest: 4, onResponse: 3, onRetry: 2 };
    expect(calls).toBe(expected[name]);
    const others = names.filter((other) => other !== name);
    expect(others.map((other) => allNames(events).filter((told) => told === other).length)).toEqual(
      others.map((other) => expected[other]),
    );
    expect(await unhandled()).toEqual([]);
  });
});

describe('hooks that cannot be called', () => {
  test.each(names.flatMap((name) => [null, 'console.log', 42, {}, true].map((hook) => ({ name, hook }))))(
    '$name: $hook is refused by the constructor',
    ({ name, hook }) => {
      const construct = () => clientWith({ hooks: misuse({ [name]: hook }) });
      expect(construct).toThrow(MiosaConfigError);
      expect(construct).toThrow(name);
    },
  );

  test.each([null, 'console.log', 42, () => {}])('hooks: %s is refused by the constructor', (hooks) => {
    const construct = () => clientWith({ hooks: misuse(hooks) });
    expect(construct).toThrow(MiosaConfigError);
    expect(construct).toThrow('hooks');
  });

  test('are fine where they are undefined', async () => {
    for (const hooks of [undefined, {}, { onRequest: undefined, onResponse: undefined, onRetry: undefined }]) {
      expect(await clientWith({ hooks, fetch: listed }).projects.list()).toMatchObject({ total: 1 });
    }
  });
});
