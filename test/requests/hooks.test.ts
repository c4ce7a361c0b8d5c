import {
  type EndEvent,
  MiosaClient,
  type MiosaClientOptions,
  MiosaConfigError,
  type MiosaHooks,
  NotFoundError,
  type RequestEvent,
  type RequestOptions,
  type ResponseEvent,
  type RetryEvent,
  ServerError,
} from 'miosa-client';
import { describe, expect, test, vi } from 'vitest';
import { clientWith } from '../support/client.ts';
import { collect } from '../support/collect.ts';
import { everyMethod, pathOf } from '../support/every-method.ts';
import { rejection, rejectionWith } from '../support/failures.ts';
import { stopClock, timeToSettle } from '../support/fake-clock.ts';
import { findSecret } from '../support/find-secret.ts';
import { misuse } from '../support/refusal.ts';
import { dropped, inTurn, type Reply, replyWith, silence } from '../support/replies.ts';
import { ids, wireProject, wireProjectList, wireWorkspace } from '../support/seed.ts';
import { collectUnhandledRejections } from '../support/unhandled-rejections.ts';

const names = ['onRequest', 'onResponse', 'onRetry', 'onEnd'] as const;

/** Any event, with the fields of all. */
type HookEvent = Pick<EndEvent, 'callId'> & {
  readonly [Name in keyof (RequestEvent & ResponseEvent & RetryEvent & EndEvent)]?:
    | (RequestEvent & ResponseEvent & Omit<RetryEvent, 'error'> & EndEvent)[Name]
    | undefined;
};

/** Hooks that record their events, in order. */
function recorder() {
  const events: [name: (typeof names)[number], event: HookEvent][] = [];
  const hooks: MiosaHooks = {
    onRequest: (event) => events.push(['onRequest', event]),
    onResponse: (event) => events.push(['onResponse', event]),
    onRetry: (event) => events.push(['onRetry', event]),
    onEnd: (event) => events.push(['onEnd', event]),
  };
  return { hooks, events };
}

type Events = ReturnType<typeof recorder>['events'];

/** A line for each event, such as `2: onEnd, 1 sent, 404 NotFoundError`; calls are numbered. */
function describeEvents(events: Events): string[] {
  const calls = [...new Set(events.map(([, { callId }]) => callId))];
  return events.map(([name, { callId, attempt, attempts, status, error }]) => {
    const count = attempt === undefined ? `, ${attempts} sent` : ` #${attempt}`;
    const result = [status, error?.name].filter((part) => part !== undefined).join(' ');
    return `${calls.indexOf(callId) + 1}: ${name}${count}${result && `, ${result}`}`;
  });
}

const found = replyWith(wireProject);
const listed = replyWith(wireProjectList);
const get = (miosa: MiosaClient, options?: RequestOptions) => miosa.projects.get(ids.project, options);
const ensureWorkspace = (miosa: MiosaClient, options?: RequestOptions) =>
  miosa.workspaces.ensure({ slug: 'dr-smith-clinic', name: 'Dr. Smith Clinic' }, options);
const page = (number: number) =>
  replyWith({ data: [{ ...wireProject, id: `${number}` }], meta: { page: number, per_page: 1, total: 2 } });
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const delayed =
  (milliseconds: number, reply: Reply): Reply =>
  async (url, init) => {
    await pause(milliseconds);
    return reply(url, init);
  };
const hangsOnce = () => {
  const keys = [new Promise<never>(() => {})];
  return () => keys.pop() ?? 'tok_123456';
};

interface Scenario {
  readonly call?: (miosa: MiosaClient, options: RequestOptions) => Promise<unknown>;
  readonly replies?: readonly Reply[];
  readonly options?: MiosaClientOptions;
  /** After how many milliseconds the call is aborted. */
  readonly abortAfter?: number;
  readonly events: readonly string[];
}

/** The scenarios, of `projects.get` unless they call something else. */
const scenarios: Record<string, Scenario> = {
  'a call that succeeds': {
    replies: [found],
    events: ['1: onRequest #1', '1: onResponse #1, 200', '1: onEnd, 1 sent, 200'],
  },
  'a call that is retried': {
    replies: [replyWith({}, 503), dropped, found],
    events: [
      ...['1: onRequest #1', '1: onResponse #1, 503', '1: onRetry #1, ServerError'],
      ...['1: onRequest #2', '1: onRetry #2, MiosaConnectionError'],
      ...['1: onRequest #3', '1: onResponse #3, 200', '1: onEnd, 3 sent, 200'],
    ],
  },
  'a call that got a response at first, and none at last': {
    replies: [replyWith({}, 503), dropped],
    options: { maxRetries: 1 },
    events: [
      ...['1: onRequest #1', '1: onResponse #1, 503', '1: onRetry #1, ServerError'],
      ...['1: onRequest #2', '1: onEnd, 2 sent, MiosaConnectionError'],
    ],
  },
  'a call that is rate limited': {
    replies: [replyWith({ retry_after: 1 }, 429), found],
    events: [
      ...['1: onRequest #1', '1: onResponse #1, 429', '1: onRetry #1, RateLimitError'],
      ...['1: onRequest #2', '1: onResponse #2, 200', '1: onEnd, 2 sent, 200'],
    ],
  },
  'a call that gives up waiting for the rate limit of another': {
    call: async (miosa, options) => {
      await rejection(get(miosa, { maxRetries: 0 }));
      await get(miosa, { ...options, totalTimeout: 500 });
    },
    replies: [replyWith({ retry_after: 1 }, 429)],
    events: [
      ...['1: onRequest #1', '1: onResponse #1, 429', '1: onEnd, 1 sent, 429 RateLimitError'],
      '2: onEnd, 0 sent, RateLimitError',
    ],
  },
  'a call that fails for good': {
    replies: [replyWith({}, 404)],
    events: ['1: onRequest #1', '1: onResponse #1, 404', '1: onEnd, 1 sent, 404 NotFoundError'],
  },
  'a redirect': {
    replies: [replyWith({}, 302, { location: '/elsewhere' })],
    events: ['1: onRequest #1', '1: onResponse #1, 302', '1: onEnd, 1 sent, 302 MiosaApiError'],
  },
  'a call that times out': {
    replies: [silence],
    options: { timeout: 1000, maxRetries: 1 },
    events: [
      ...['1: onRequest #1', '1: onRetry #1, MiosaTimeoutError'],
      ...['1: onRequest #2', '1: onEnd, 2 sent, MiosaTimeoutError'],
    ],
  },
  'a call whose totalTimeout ends while it waits to retry': {
    replies: [replyWith({}, 503)],
    options: { totalTimeout: 100 },
    events: [
      ...['1: onRequest #1', '1: onResponse #1, 503', '1: onRetry #1, ServerError'],
      '1: onEnd, 1 sent, 503 MiosaTimeoutError',
    ],
  },
  'a response that arrives after the time-out': {
    replies: [delayed(1500, found)],
    options: { timeout: 1000, maxRetries: 0 },
    events: ['1: onRequest #1', '1: onEnd, 1 sent, MiosaTimeoutError'],
  },
  'a call that is aborted while the server is silent': {
    replies: [silence],
    abortAfter: 10,
    events: ['1: onRequest #1', '1: onEnd, 1 sent, MiosaError'],
  },
  'a call that is aborted while its body is read': {
    replies: [async () => new Response(new ReadableStream())],
    abortAfter: 10,
    events: ['1: onRequest #1', '1: onResponse #1, 200', '1: onEnd, 1 sent, 200 MiosaError'],
  },
  'a call that is aborted while it waits to retry': {
    replies: [replyWith({}, 503)],
    abortAfter: 10,
    events: [
      ...['1: onRequest #1', '1: onResponse #1, 503', '1: onRetry #1, ServerError'],
      '1: onEnd, 1 sent, 503 MiosaError',
    ],
  },
  'a call that is aborted before it begins': {
    call: (miosa) => get(miosa, { signal: AbortSignal.abort('the user left') }),
    events: ['1: onEnd, 0 sent, MiosaError'],
  },
  'a call whose response cannot be decoded': {
    replies: [replyWith({ data: { id: 1 } })],
    events: ['1: onRequest #1', '1: onResponse #1, 200', '1: onEnd, 1 sent, 200 MiosaResponseError'],
  },
  'a call whose apiKey function fails': {
    options: { apiKey: () => Promise.reject(new Error('sealed')) },
    events: ['1: onEnd, 0 sent, MiosaConfigError'],
  },
  'a call whose apiKey function hangs once': {
    replies: [found],
    options: {
      apiKey: hangsOnce(),
      timeout: 1000,
    },
    events: [
      '1: onRetry #1, MiosaTimeoutError',
      ...['1: onRequest #2', '1: onResponse #2, 200', '1: onEnd, 1 sent, 200'],
    ],
  },
  'a call whose key arrives after the time-out': {
    options: {
      apiKey: async () => {
        await pause(1500);
        return 'tok_123456';
      },
      timeout: 1000,
      maxRetries: 0,
    },
    events: ['1: onEnd, 0 sent, MiosaTimeoutError'],
  },
  'a fetch that returns no Response': {
    // Plain JavaScript can return whatever it likes.
    replies: [async () => misuse(undefined)],
    events: ['1: onRequest #1', '1: onEnd, 1 sent, MiosaConfigError'],
  },
  'an error that steers a framework': {
    replies: [() => Promise.reject(Object.assign(new Error('redirect'), { digest: 'NEXT_REDIRECT' }))],
    events: ['1: onRequest #1', '1: onEnd, 1 sent, MiosaError'],
  },
  'a projects.ensure that finds the project': {
    call: (miosa) => miosa.projects.ensure({ workspaceSlug: 'dr-smith-clinic', name: 'Other', slug: 'lead-magnet' }),
    replies: [replyWith({}, 409), replyWith({ data: [wireWorkspace] }), listed],
    events: [
      ...['1: onRequest #1', '1: onResponse #1, 409', '1: onEnd, 1 sent, 409 ConflictError'],
      ...['2: onRequest #1', '2: onResponse #1, 200', '2: onEnd, 1 sent, 200'],
      ...['3: onRequest #1', '3: onResponse #1, 200', '3: onEnd, 1 sent, 200'],
    ],
  },
  'an ensure whose totalTimeout ends while it looks': {
    call: ensureWorkspace,
    replies: [replyWith({}, 409), silence],
    options: { totalTimeout: 1000 },
    events: [
      ...['1: onRequest #1', '1: onResponse #1, 409', '1: onEnd, 1 sent, 409 ConflictError'],
      ...['2: onRequest #1', '2: onEnd, 1 sent, MiosaTimeoutError'],
    ],
  },
  'an ensure that is aborted': {
    call: ensureWorkspace,
    replies: [silence],
    abortAfter: 10,
    events: ['1: onRequest #1', '1: onEnd, 1 sent, MiosaError'],
  },
  'a waitUntilReady': {
    call: (miosa) => miosa.previewDomain.waitUntilReady('organization', { maxRetries: 0 }),
    replies: [replyWith({}, 503), replyWith({ verified: true })],
    events: [
      ...['1: onRequest #1', '1: onResponse #1, 503', '1: onEnd, 1 sent, 503 ServerError'],
      ...['2: onRequest #1', '2: onResponse #1, 200', '2: onEnd, 1 sent, 200'],
    ],
  },
  'an iterated list': {
    call: (miosa) => collect(miosa.projects.list()),
    replies: [page(1), page(2)],
    events: [
      ...['1: onRequest #1', '1: onResponse #1, 200', '1: onEnd, 1 sent, 200'],
      ...['2: onRequest #1', '2: onResponse #1, 200', '2: onEnd, 1 sent, 200'],
    ],
  },
};

describe('the events of', () => {
  test.each(Object.entries(scenarios))(
    '%s',
    async (_, { call = get, replies = [], options, abortAfter, events: expected }) => {
      stopClock();
      vi.spyOn(Math, 'random').mockReturnValue(0.5);
      const { hooks, events } = recorder();
      const controller = new AbortController();
      if (abortAfter !== undefined) setTimeout(() => controller.abort('the user left'), abortAfter);
      const miosa = clientWith({ fetch: inTurn(...replies), hooks, ...options });
      await timeToSettle(Promise.allSettled([call(miosa, { signal: controller.signal })]));
      // Nothing follows the end.
      await vi.advanceTimersByTimeAsync(60_000);
      expect(describeEvents(events)).toEqual(expected);
      if (abortAfter !== undefined) expect(events.at(-1)?.[1].error?.cause).toBe('the user left');
    },
  );

  test.each(Object.entries(everyMethod))('%s name its operation, method, route, path and tenant', async (_, method) => {
    const { operation, route, call, replies } = method;
    const { hooks, events } = recorder();
    const fetch = inTurn(...replies.map((body) => replyWith(body)));
    await call(clientWith({ hooks, fetch, tenant: 'cliniciq' }), { tenant: 'other' });
    const common = { operation, method: method.method, route, path: pathOf(method), tenant: 'other' };
    expect(events.length).toBeGreaterThanOrEqual(3);
    for (const [, event] of events) expect(event).toMatchObject(common);
  });

  test('the requests of an ensure name the method that was called, and routes of their own', async () => {
    const { hooks, events } = recorder();
    const fetch = inTurn(replyWith({}, 409), replyWith({ data: [wireWorkspace] }), listed);
    const input = { workspaceSlug: 'dr-smith-clinic', name: 'Lead Magnet', slug: 'lead-magnet' };
    await clientWith({ fetch, hooks }).projects.ensure(input);
    const ends = events.filter(([name]) => name === 'onEnd');
    expect(ends.map(([, { operation, method, route }]) => [operation, method, route])).toEqual([
      ['projects.ensure', 'POST', '/projects'],
      ['projects.ensure', 'GET', '/workspaces'],
      ['projects.ensure', 'GET', '/projects'],
    ]);
  });

  test.each<[string, (miosa: MiosaClient) => Promise<unknown>]>([
    ['get', (miosa) => miosa.projects.get('')],
    ['list', (miosa) => miosa.projects.list({ workspaceId: '' })],
    ['an iterated list', (miosa) => collect(miosa.projects.list({ workspaceId: '' }))],
    ['projects.ensure', (miosa) => miosa.projects.ensure(misuse({ workspaceSlug: 'a', name: 'b' }))],
    ['workspaces.ensure', (miosa) => miosa.workspaces.ensure({ slug: '', name: 'b' })],
    ['waitUntilReady', (miosa) => miosa.previewDomain.waitUntilReady('organization', { interval: -1 })],
    ['request', (miosa) => miosa.request('GET', '/../other')],
    ['wrong options', (miosa) => get(miosa, { timeout: -1 })],
    ['a workspace that was not chosen', (miosa) => miosa.projects.create(misuse({ name: 'Lead Magnet' }))],
  ])('refused input are none: %s', async (_, call) => {
    const { hooks, events } = recorder();
    await rejection(call(clientWith({ fetch: listed, hooks })));
    expect(events).toEqual([]);
  });

  test('a client without a key are none', async () => {
    vi.stubEnv('MIOSA_API_KEY', undefined);
    const { hooks, events } = recorder();
    await rejectionWith(MiosaConfigError, new MiosaClient({ fetch: listed, hooks }).projects.list());
    expect(events).toEqual([]);
  });
});

describe('an event', () => {
  test('has exactly these fields', async () => {
    stopClock();
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const { hooks, events } = recorder();
    const fetch = inTurn(
      delayed(40, replyWith({}, 503, { 'x-request-id': 'req_1' })),
      delayed(90, replyWith({}, 404, { 'x-request-id': 'req_2' })),
    );
    const call = clientWith({ fetch, hooks }).workspaces.delete(ids.workspace, { dryRun: true });
    await timeToSettle(rejection(call));

    const common = {
      callId: expect.any(String),
      operation: 'workspaces.delete',
      method: 'DELETE',
      route: '/workspaces/{id}',
      path: `/workspaces/${ids.workspace}`,
      tenant: undefined,
    };
    const response = { status: 404, requestId: 'req_2' };
    expect(events).toEqual([
      ['onRequest', { ...common, attempt: 1 }],
      ['onResponse', { ...common, attempt: 1, status: 503, durationMs: 40, requestId: 'req_1' }],
      ['onRetry', { ...common, attempt: 1, delayMs: 250, error: expect.any(ServerError) }],
      ['onRequest', { ...common, attempt: 2 }],
      ['onResponse', { ...common, attempt: 2, ...response, durationMs: 90 }],
      ['onEnd', { ...common, attempts: 2, ...response, durationMs: 380, error: expect.any(NotFoundError) }],
    ]);
    expect(events.at(-1)?.[1].error).toBe(await rejection(call));
  });

  test('of an end has no status, request id and error where there were none', async () => {
    const { hooks, events } = recorder();
    await rejection(clientWith({ fetch: dropped, maxRetries: 0, hooks }).projects.list());
    await clientWith({ fetch: listed, hooks }).projects.list();
    const ends = events.filter(([name]) => name === 'onEnd').map(([, event]) => Object.keys(event));
    expect(ends.map((keys) => keys.filter((key) => ['status', 'requestId', 'error'].includes(key)))).toEqual([
      ['error'],
      ['status'],
    ]);
  });

  test('of a rate limit says how long it lasts', async () => {
    stopClock();
    const { hooks, events } = recorder();
    await timeToSettle(get(clientWith({ fetch: inTurn(replyWith({ retry_after: 2 }, 429), found), hooks })));
    expect(events.find(([name]) => name === 'onRetry')?.[1].delayMs).toBe(2000);
  });

  test.each<[string, (miosa: MiosaClient) => Promise<unknown>, route: string, path: string]>([
    ['no query', (miosa) => miosa.projects.list({ workspaceId: ids.workspace }), '/projects', '/projects'],
    ['the path as it is sent', (miosa) => miosa.projects.get('a/b c'), '/projects/{id}', '/projects/a%2Fb%20c'],
    [
      'the UUIDs of a custom request replaced in its route',
      (miosa) => miosa.request('DELETE', `databases/${ids.project}/rows/7?force=true`),
      '/databases/{id}/rows/7',
      `/databases/${ids.project}/rows/7`,
    ],
  ])('has %s', async (_, call, route, path) => {
    const { hooks, events } = recorder();
    await Promise.allSettled([call(clientWith({ fetch: listed, hooks }))]);
    expect(events).toHaveLength(3);
    for (const [, event] of events) expect(event).toMatchObject({ route, path });
  });

  test('comes before the request, before the wait and before the body is read', async () => {
    stopClock();
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const { hooks, events } = recorder();
    const before: string[][] = [];
    const replies = inTurn(replyWith({}, 503), async () => new Response(new ReadableStream()));
    const fetch: Reply = (url, init) => {
      before.push(events.map(([name]) => name));
      return replies(url, init);
    };
    const controller = new AbortController();
    const error = rejection(get(clientWith({ fetch, hooks }), { signal: controller.signal }));
    await vi.advanceTimersByTimeAsync(249);
    expect(events.map(([name]) => name)).toEqual(['onRequest', 'onResponse', 'onRetry']);
    await vi.advanceTimersByTimeAsync(1);
    const all = ['onRequest', 'onResponse', 'onRetry', 'onRequest', 'onResponse'];
    expect(events.map(([name]) => name)).toEqual(all);
    expect(before).toEqual([all.slice(0, 1), all.slice(0, 4)]);
    controller.abort();
    await error;
  });

  test('holds no key, at any depth', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const key = `msk_live_${crypto.randomUUID().replaceAll('-', '')}`;
    const { hooks, events } = recorder();
    const throws: Reply = (_url, init) =>
      Promise.reject(Object.assign(new TypeError(JSON.stringify(init.headers)), { init, cause: { init } }));
    const echoes =
      (status: number): Reply =>
      async (_url, { headers }) =>
        Response.json({ error: { ...headers } }, { status, headers: { 'x-request-id': key } });
    const sent = vi.fn(inTurn(throws, echoes(503), echoes(400)));
    const miosa = clientWith({ apiKey: async () => key, fetch: sent, hooks });
    await rejection(miosa.projects.list({}, { headers: { 'x-copy': key } }));
    expect(events).toHaveLength(8);
    expect(findSecret(sent.mock.calls, key), 'the key was sent').toBeDefined();
    expect(findSecret(events, key)).toBeUndefined();
  });
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
    'never settles': () => new Promise(() => {}),
    'returns something thenable that throws': () => ({
      // biome-ignore lint/suspicious/noThenProperty: that is what the test is about.
      then: () => {
        throw new Error('the log is full');
      },
    }),
  };

  test.each(
    Object.entries(misbehaviours).flatMap(([how, misbehave]) => names.map((name) => ({ how, misbehave, name }))),
  )('$how changes nothing: $name', async ({ misbehave, name }) => {
    const unhandled = collectUnhandledRejections();
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const { hooks, events } = recorder();
    const record: (event: never) => unknown = hooks[name] ?? expect.fail('it is not recorded');
    const both = (event: never) => {
      record(event);
      return misbehave();
    };
    const miosa = clientWith({ hooks: { ...hooks, [name]: both }, fetch: inTurn(dropped, replyWith({}, 503), found) });
    expect(await get(miosa)).toMatchObject({ id: ids.project });
    expect(events.map(([each]) => each)).toEqual([
      ...['onRequest', 'onRetry'],
      ...['onRequest', 'onResponse', 'onRetry'],
      ...['onRequest', 'onResponse', 'onEnd'],
    ]);
    expect(await unhandled()).toEqual([]);
  });
});

test.each<[string, unknown]>([
  ...names.flatMap((name) => [null, 'console.log', {}].map((hook): [string, unknown] => [name, { [name]: hook }])),
  ...[null, 'console.log', () => {}].map((hooks): [string, unknown] => ['hooks', hooks]),
  ['did you mean onRequest?', { onrequest: () => {} }],
])('a client refuses hooks that cannot be called, and says what is wrong: %s', (problem, hooks) => {
  const construct = () => clientWith({ hooks: misuse(hooks) });
  expect(construct).toThrow(MiosaConfigError);
  expect(construct).toThrow(problem);
});

test.each([[undefined], [{}], [{ onRequest: undefined, onEnd: undefined }]])(
  'a client takes hooks that are left out: %o',
  async (hooks) => {
    expect(await clientWith({ hooks, fetch: listed }).projects.list()).toMatchObject({ total: 1 });
  },
);

const unreadable = Object.defineProperty({}, 'message', {
  get: () => {
    throw new Error('no trespassing');
  },
});

test.each<[string, unknown, string]>([
  ['AbortSignal.timeout', new DOMException('The operation timed out', 'TimeoutError'), 'The operation timed out'],
  ['controller.abort()', AbortSignal.abort().reason, 'This operation was aborted'],
  ['an error', new RangeError('the user left'), 'the user left'],
  ['a text', 'the user left', 'the user left'],
  ['an object', { why: 'the user left' }, 'no reason given'],
  ['null', null, 'null'],
  ['a number', 42, '42'],
  ['an object that cannot be read', unreadable, 'no reason given'],
])(
  'the end of a call that was aborted by %s logs as JSON, and has the reason as its cause',
  async (_, reason, text) => {
    const { hooks, events } = recorder();
    const aborted = get(clientWith({ fetch: listed, hooks }), { signal: AbortSignal.abort(reason) });
    expect(await rejection(aborted)).toBe(reason);
    const [, { error }] = events.at(-1) ?? expect.fail('no event');
    expect(error?.cause).toBe(reason);
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'MiosaError',
      message: `the call was ended early (${text})`,
    });
  },
);

test('nothing random happens before a read is sent, where frameworks render ahead of time', async () => {
  const random = () => {
    throw new Error('something random');
  };
  vi.spyOn(Math, 'random').mockImplementation(random);
  vi.stubGlobal('crypto', new Proxy({}, { get: random }));
  const { hooks, events } = recorder();
  for (const miosa of [clientWith({ fetch: listed, hooks }), clientWith({ fetch: listed, hooks })]) {
    await collect(miosa.projects.list());
    await miosa.projects.list();
  }
  // Still, no two calls of a process share an id.
  expect(new Set(events.map(([, { callId }]) => callId)).size).toBe(4);
});
