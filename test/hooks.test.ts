import {
  type CallEvent,
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
import { clientWith } from './support/client.ts';
import { collect } from './support/collect.ts';
import { everyMethod, pathOf } from './support/every-method.ts';
import { rejection, rejectionWith } from './support/failures.ts';
import { stopClock, timeToSettle } from './support/fake-clock.ts';
import { findSecret } from './support/find-secret.ts';
import { misuse } from './support/refusal.ts';
import { dropped, inTurn, type Reply, replyWith, silence } from './support/replies.ts';
import { ids, wireProject, wireProjectList } from './support/seed.ts';
import { json, startServer } from './support/server.ts';
import { collectUnhandledRejections } from './support/unhandled-rejections.ts';
import { wireWorkspace } from './support/workspace.ts';

const names = ['onRequest', 'onResponse', 'onRetry', 'onEnd'] as const;

/** Any event, with the fields of all. */
type HookEvent = CallEvent & {
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

/** A line for each event, such as `2 in 1: projects.list onEnd, 1 sent, 404 NotFoundError`; calls are numbered. */
function describeEvents(events: Events): string[] {
  const calls: string[] = [];
  const numberOf = (callId: string): number => {
    if (!calls.includes(callId)) calls.push(callId);
    return calls.indexOf(callId) + 1;
  };
  return events.map(([name, { callId, parentCallId, operation, attempt, attempts, status, error }]) => {
    const parent = parentCallId === undefined ? '' : ` in ${numberOf(parentCallId)}`;
    const count = attempt === undefined ? `, ${attempts} sent` : ` #${attempt}`;
    const result = [status, error?.name].filter((part) => part !== undefined).join(' ');
    return `${numberOf(callId)}${parent}: ${operation} ${name}${count}${result && `, ${result}`}`;
  });
}

const found = replyWith(wireProject);
const listed = replyWith(wireProjectList);
const get = (miosa: MiosaClient, options?: RequestOptions) => miosa.projects.get(ids.project, options);
const ensureWorkspace = (miosa: MiosaClient, options?: RequestOptions) =>
  miosa.workspaces.ensure({ slug: 'dr-smith-clinic', name: 'Dr. Smith Clinic' }, options);
const page = (number: number) =>
  replyWith({ data: [{ ...wireProject, id: `${number}` }], meta: { page: number, per_page: 1, total: 2 } });

interface Scenario {
  readonly call: (miosa: MiosaClient, options: RequestOptions) => Promise<unknown>;
  readonly replies?: readonly Reply[];
  readonly options?: MiosaClientOptions;
  /** After how many milliseconds the call is aborted. */
  readonly abortAfter?: number;
  readonly events: readonly string[];
}

const scenarios: Record<string, Scenario> = {
  'a call that succeeds': {
    call: get,
    replies: [found],
    events: [
      '1: projects.get onRequest #1',
      '1: projects.get onResponse #1, 200',
      '1: projects.get onEnd, 1 sent, 200',
    ],
  },
  'a call that is retried': {
    call: get,
    replies: [replyWith({}, 503), dropped, found],
    events: [
      '1: projects.get onRequest #1',
      '1: projects.get onResponse #1, 503',
      '1: projects.get onRetry #1, ServerError',
      '1: projects.get onRequest #2',
      '1: projects.get onRetry #2, MiosaConnectionError',
      '1: projects.get onRequest #3',
      '1: projects.get onResponse #3, 200',
      '1: projects.get onEnd, 3 sent, 200',
    ],
  },
  'a call that got a response at first, and none at last': {
    call: get,
    replies: [replyWith({}, 503), dropped],
    options: { maxRetries: 1 },
    events: [
      '1: projects.get onRequest #1',
      '1: projects.get onResponse #1, 503',
      '1: projects.get onRetry #1, ServerError',
      '1: projects.get onRequest #2',
      '1: projects.get onEnd, 2 sent, MiosaConnectionError',
    ],
  },
  'a call that is rate limited': {
    call: get,
    replies: [replyWith({ retry_after: 1 }, 429), found],
    events: [
      '1: projects.get onRequest #1',
      '1: projects.get onResponse #1, 429',
      '1: projects.get onRetry #1, RateLimitError',
      '1: projects.get onRequest #2',
      '1: projects.get onResponse #2, 200',
      '1: projects.get onEnd, 2 sent, 200',
    ],
  },
  'a call that waits for the rate limit of another until its totalTimeout': {
    call: async (miosa, options) => {
      await rejection(get(miosa, { maxRetries: 0 }));
      await get(miosa, { ...options, totalTimeout: 500 });
    },
    replies: [replyWith({ retry_after: 1 }, 429)],
    events: [
      '1: projects.get onRequest #1',
      '1: projects.get onResponse #1, 429',
      '1: projects.get onEnd, 1 sent, 429 RateLimitError',
      '2: projects.get onEnd, 0 sent, MiosaTimeoutError',
    ],
  },
  'a call that meets a lasting error': {
    call: get,
    replies: [replyWith({}, 404)],
    events: [
      '1: projects.get onRequest #1',
      '1: projects.get onResponse #1, 404',
      '1: projects.get onEnd, 1 sent, 404 NotFoundError',
    ],
  },
  'a hint that is too long': {
    call: get,
    replies: [replyWith({ retry_after: 3600 }, 429)],
    events: [
      '1: projects.get onRequest #1',
      '1: projects.get onResponse #1, 429',
      '1: projects.get onEnd, 1 sent, 429 RateLimitError',
    ],
  },
  'a delete that an earlier attempt has done': {
    call: (miosa) => miosa.workspaces.delete(ids.workspace),
    replies: [dropped, replyWith({}, 404)],
    events: [
      '1: workspaces.delete onRequest #1',
      '1: workspaces.delete onRetry #1, MiosaConnectionError',
      '1: workspaces.delete onRequest #2',
      '1: workspaces.delete onResponse #2, 404',
      '1: workspaces.delete onEnd, 2 sent, 404',
    ],
  },
  'a call that times out': {
    call: get,
    replies: [silence],
    options: { timeout: 1000, maxRetries: 1 },
    events: [
      '1: projects.get onRequest #1',
      '1: projects.get onRetry #1, MiosaTimeoutError',
      '1: projects.get onRequest #2',
      '1: projects.get onEnd, 2 sent, MiosaTimeoutError',
    ],
  },
  'a call whose totalTimeout runs out while it waits to retry': {
    call: get,
    replies: [replyWith({}, 503)],
    options: { totalTimeout: 100 },
    events: [
      '1: projects.get onRequest #1',
      '1: projects.get onResponse #1, 503',
      '1: projects.get onRetry #1, ServerError',
      '1: projects.get onEnd, 1 sent, 503 MiosaTimeoutError',
    ],
  },
  'a response that comes after the time-out': {
    call: get,
    replies: [
      async (url, init) => {
        await new Promise((resolve) => setTimeout(resolve, 1500));
        return found(url, init);
      },
    ],
    options: { timeout: 1000, maxRetries: 0 },
    events: ['1: projects.get onRequest #1', '1: projects.get onEnd, 1 sent, MiosaTimeoutError'],
  },
  'a call that is aborted while the server is silent': {
    call: get,
    replies: [silence],
    abortAfter: 10,
    events: ['1: projects.get onRequest #1', '1: projects.get onEnd, 1 sent, Error'],
  },
  'a call that is aborted while its body is read': {
    call: get,
    replies: [async () => new Response(new ReadableStream())],
    abortAfter: 10,
    events: [
      '1: projects.get onRequest #1',
      '1: projects.get onResponse #1, 200',
      '1: projects.get onEnd, 1 sent, 200 Error',
    ],
  },
  'a call that is aborted while it waits to retry': {
    call: get,
    replies: [replyWith({}, 503)],
    abortAfter: 10,
    events: [
      '1: projects.get onRequest #1',
      '1: projects.get onResponse #1, 503',
      '1: projects.get onRetry #1, ServerError',
      '1: projects.get onEnd, 1 sent, 503 Error',
    ],
  },
  'a call that is aborted before it begins': {
    call: (miosa) => get(miosa, { signal: AbortSignal.abort('the user left') }),
    events: ['1: projects.get onEnd, 0 sent, Error'],
  },
  'a call whose response cannot be decoded': {
    call: get,
    replies: [replyWith({ data: { id: 1 } })],
    events: [
      '1: projects.get onRequest #1',
      '1: projects.get onResponse #1, 200',
      '1: projects.get onEnd, 1 sent, 200 MiosaResponseError',
    ],
  },
  'a call that never gets a response': {
    call: get,
    replies: [dropped],
    options: { maxRetries: 1 },
    events: [
      '1: projects.get onRequest #1',
      '1: projects.get onRetry #1, MiosaConnectionError',
      '1: projects.get onRequest #2',
      '1: projects.get onEnd, 2 sent, MiosaConnectionError',
    ],
  },
  'a call whose key cannot be had': {
    call: get,
    options: { apiKey: () => Promise.reject(new Error('sealed')) },
    events: ['1: projects.get onEnd, 0 sent, MiosaConfigError'],
  },
  'a projects.ensure that finds the project': {
    call: (miosa) => miosa.projects.ensure({ workspaceSlug: 'dr-smith-clinic', name: 'Other', slug: 'lead-magnet' }),
    replies: [replyWith({}, 409), replyWith({ data: [wireWorkspace] }), listed],
    events: [
      '2 in 1: projects.create onRequest #1',
      '2 in 1: projects.create onResponse #1, 409',
      '2 in 1: projects.create onEnd, 1 sent, 409 ConflictError',
      '3 in 1: workspaces.list onRequest #1',
      '3 in 1: workspaces.list onResponse #1, 200',
      '3 in 1: workspaces.list onEnd, 1 sent, 200',
      '4 in 1: projects.list onRequest #1',
      '4 in 1: projects.list onResponse #1, 200',
      '4 in 1: projects.list onEnd, 1 sent, 200',
      '1: projects.ensure onEnd, 3 sent, 200',
    ],
  },
  'a workspaces.ensure that creates, and is retried': {
    call: ensureWorkspace,
    replies: [dropped, replyWith(wireWorkspace, 201)],
    events: [
      '2 in 1: workspaces.create onRequest #1',
      '2 in 1: workspaces.create onRetry #1, MiosaConnectionError',
      '2 in 1: workspaces.create onRequest #2',
      '2 in 1: workspaces.create onResponse #2, 201',
      '2 in 1: workspaces.create onEnd, 2 sent, 201',
      '1: workspaces.ensure onEnd, 2 sent, 201',
    ],
  },
  'an ensure whose totalTimeout runs out': {
    call: ensureWorkspace,
    replies: [replyWith({}, 409), silence],
    options: { totalTimeout: 1000 },
    events: [
      '2 in 1: workspaces.create onRequest #1',
      '2 in 1: workspaces.create onResponse #1, 409',
      '2 in 1: workspaces.create onEnd, 1 sent, 409 ConflictError',
      '3 in 1: workspaces.list onRequest #1',
      '1: workspaces.ensure onEnd, 2 sent, MiosaTimeoutError',
      '3 in 1: workspaces.list onEnd, 1 sent, MiosaTimeoutError',
    ],
  },
  'an ensure that is aborted': {
    call: ensureWorkspace,
    replies: [silence],
    abortAfter: 10,
    events: [
      '2 in 1: workspaces.create onRequest #1',
      '2 in 1: workspaces.create onEnd, 1 sent, Error',
      '1: workspaces.ensure onEnd, 1 sent, Error',
    ],
  },
  'a waitUntilReady': {
    call: (miosa) => miosa.previewDomain.waitUntilReady('organization', { maxRetries: 0 }),
    replies: [replyWith({}, 503), replyWith({ verified: false }), replyWith({ verified: true })],
    events: [
      '2 in 1: previewDomain.verify onRequest #1',
      '2 in 1: previewDomain.verify onResponse #1, 503',
      '2 in 1: previewDomain.verify onEnd, 1 sent, 503 ServerError',
      '3 in 1: previewDomain.verify onRequest #1',
      '3 in 1: previewDomain.verify onResponse #1, 200',
      '3 in 1: previewDomain.verify onEnd, 1 sent, 200',
      '4 in 1: previewDomain.verify onRequest #1',
      '4 in 1: previewDomain.verify onResponse #1, 200',
      '4 in 1: previewDomain.verify onEnd, 1 sent, 200',
      '1: previewDomain.waitUntilReady onEnd, 3 sent, 200',
    ],
  },
  'an iterated list, whose own id is 1': {
    call: (miosa) => collect(miosa.projects.list()),
    replies: [page(1), page(2)],
    events: [
      '2 in 1: projects.list onRequest #1',
      '2 in 1: projects.list onResponse #1, 200',
      '2 in 1: projects.list onEnd, 1 sent, 200',
      '3 in 1: projects.list onRequest #1',
      '3 in 1: projects.list onResponse #1, 200',
      '3 in 1: projects.list onEnd, 1 sent, 200',
    ],
  },
};

describe('the events of', () => {
  test.each(Object.entries(scenarios))(
    '%s',
    async (_, { call, replies = [], options, abortAfter, events: expected }) => {
      stopClock();
      vi.spyOn(Math, 'random').mockReturnValue(0.5);
      const { hooks, events } = recorder();
      const controller = new AbortController();
      if (abortAfter !== undefined) setTimeout(() => controller.abort('the user left'), abortAfter);
      const miosa = clientWith({ fetch: inTurn(...replies), hooks, ...options });
      await timeToSettle(Promise.allSettled([call(miosa, { signal: controller.signal })]));
      // Nothing comes after the end.
      await vi.advanceTimersByTimeAsync(60_000);
      expect(describeEvents(events)).toEqual(expected);
      const aborted = events.filter(([, { error }]) => error?.name === 'Error');
      expect(aborted.map(([, { error }]) => error?.cause)).toEqual(aborted.map(() => 'the user left'));
    },
  );

  test.each(Object.entries(everyMethod))('%s name its operation, method, route, path and tenant', async (_, method) => {
    const { operation, route, call, replies } = method;
    const { hooks, events } = recorder();
    const fetch = inTurn(...replies.map((body) => replyWith(body)));
    await call(clientWith({ hooks, fetch, tenant: 'cliniciq' }), { tenant: 'other' });
    const about = { operation, method: method.method, route, path: pathOf(method), tenant: 'other' };
    expect(events.at(-1)).toEqual(['onEnd', expect.objectContaining(about)]);
    expect(new Set(events.map(([, { tenant }]) => tenant))).toEqual(new Set(['other']));
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

  test('an ensure that has run out of time end with it: it looks for nothing any more', async () => {
    stopClock();
    const { hooks, events } = recorder();
    const call = clientWith({ fetch: silence, hooks }).workspaces.ensure(
      { slug: 'clinic', name: 'Clinic' },
      { totalTimeout: 50 },
    );
    await timeToSettle(Promise.allSettled([call]));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(new Set(events.map(([, { operation }]) => operation))).toEqual(
      new Set(['workspaces.ensure', 'workspaces.create']),
    );
  });

  test('a client without a key are none', async () => {
    vi.stubEnv('MIOSA_API_KEY', undefined);
    const { hooks, events } = recorder();
    await rejectionWith(MiosaConfigError, new MiosaClient({ fetch: listed, hooks }).projects.list());
    expect(events).toEqual([]);
  });
});

describe('an event', () => {
  const delayed =
    (milliseconds: number, reply: Reply): Reply =>
    async (url, init) => {
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      return reply(url, init);
    };

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

    const about = {
      callId: expect.any(String),
      parentCallId: undefined,
      operation: 'workspaces.delete',
      method: 'DELETE',
      route: '/workspaces/{id}',
      path: `/workspaces/${ids.workspace}`,
      tenant: undefined,
    };
    const response = { status: 404, requestId: 'req_2' };
    expect(events).toEqual([
      ['onRequest', { ...about, attempt: 1 }],
      ['onResponse', { ...about, attempt: 1, status: 503, durationMs: 40, requestId: 'req_1' }],
      ['onRetry', { ...about, attempt: 1, delayMs: 250, error: expect.any(ServerError) }],
      ['onRequest', { ...about, attempt: 2 }],
      ['onResponse', { ...about, attempt: 2, ...response, durationMs: 90 }],
      ['onEnd', { ...about, attempts: 2, ...response, durationMs: 380, error: expect.any(NotFoundError) }],
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

  test('tells of a redirected request once', async () => {
    const { hooks, events } = recorder();
    const server = await startServer(
      (response) => response.writeHead(307, { location: '/api/v1/projects/1' }).end(),
      json(wireProject),
    );
    await get(clientWith({ baseUrl: server.url, hooks }));
    expect(server.requests).toHaveLength(2);
    expect(describeEvents(events)).toEqual(scenarios['a call that succeeds']?.events);
  });

  test('comes before the request, before the wait and before the body is read', async () => {
    stopClock();
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const { hooks, events } = recorder();
    const told: string[][] = [];
    const replies = inTurn(replyWith({}, 503), async () => new Response(new ReadableStream()));
    const fetch: Reply = (url, init) => {
      told.push(events.map(([name]) => name));
      return replies(url, init);
    };
    const controller = new AbortController();
    const error = rejection(get(clientWith({ fetch, hooks }), { signal: controller.signal }));
    await vi.advanceTimersByTimeAsync(249);
    expect(events.map(([name]) => name)).toEqual(['onRequest', 'onResponse', 'onRetry']);
    await vi.advanceTimersByTimeAsync(1);
    const all = ['onRequest', 'onResponse', 'onRetry', 'onRequest', 'onResponse'];
    expect(events.map(([name]) => name)).toEqual(all);
    expect(told).toEqual([all.slice(0, 1), all.slice(0, 4)]);
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
    expect(events.map(([told]) => told)).toEqual([
      ...['onRequest', 'onRetry'],
      ...['onRequest', 'onResponse', 'onRetry'],
      ...['onRequest', 'onResponse', 'onEnd'],
    ]);
    expect(await unhandled()).toEqual([]);
  });
});

test.each([
  ...names.flatMap((name) => [null, 'console.log', {}].map((hook) => [name, { [name]: hook }] as const)),
  ...[null, 'console.log', () => {}].map((hooks) => ['hooks', hooks] as const),
])('a client refuses hooks that cannot be called, and names what is wrong: %s', (name, hooks) => {
  const construct = () => clientWith({ hooks: misuse(hooks) });
  expect(construct).toThrow(MiosaConfigError);
  expect(construct).toThrow(name);
});

test.each([[undefined], [{}], [{ onRequest: undefined, onEnd: undefined }]])(
  'a client takes hooks that are left out: %o',
  async (hooks) => {
    expect(await clientWith({ hooks, fetch: listed }).projects.list()).toMatchObject({ total: 1 });
  },
);
