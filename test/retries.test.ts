import {
  type HttpMethod,
  MiosaApiError,
  type MiosaClient,
  type MiosaClientOptions,
  MiosaConnectionError,
  MiosaError,
  type MiosaPromise,
  MiosaResponseError,
  NotFoundError,
} from 'miosa-client';
import { createMiosaEmulator } from 'miosa-client/testing';
import { describe, expect, test, vi } from 'vitest';
import { clientWith } from './support/client.ts';
import { rejectionWith } from './support/failures.ts';
import { stopClock, timeToSettle } from './support/fake-clock.ts';
import { dropped, inTurn, type Reply, replyWith, silence } from './support/replies.ts';
import { ids, wireProject, wireProjectList } from './support/seed.ts';
import { json, type Responder, raw, startServer } from './support/server.ts';

const list = (miosa: MiosaClient) => miosa.projects.list();
const create = (miosa: MiosaClient) => miosa.projects.create({ workspaceId: ids.workspace, name: 'Lead Magnet' });

const transientStatuses = [408, 425, 500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 527];
const lastingStatuses = [400, 401, 402, 403, 404, 406, 409, 410, 422, 501, 505, 519, 528];

/** Failures that may pass, and may have happened after the request was processed. */
const transient: Record<string, Reply> = {
  ...Object.fromEntries(transientStatuses.map((status) => [status, replyWith({}, status)])),
  '409 that says retryable': replyWith({ error: { code: 'LOCKED', message: 'locked', retryable: true } }, 409),
  '501 that says retryable at the top': replyWith({ message: 'not here', retryable: true }, 501),
  'a network error': dropped,
  'a time-out': silence,
};
const lasting: Record<string, Reply> = {
  ...Object.fromEntries(lastingStatuses.map((status) => [status, replyWith({}, status)])),
  '409 that says it is not retryable': replyWith({ error: { code: 'TAKEN', retryable: false } }, 409),
};
const rateLimits: Record<string, Reply> = {
  429: replyWith({}, 429),
  '429 with a hint': replyWith({ retry_after: 1 }, 429),
};

/** How often a request is sent that fails once in this way. */
async function attemptsOf(method: HttpMethod, failure: Reply, options: MiosaClientOptions): Promise<number> {
  stopClock();
  const fetch = vi.fn(inTurn(failure, replyWith({})));
  const call = Promise.allSettled([clientWith({ fetch, ...options }).request(method, '/sandboxes/1')]);
  await timeToSettle(call);
  expect((await call)[0].status).toBe(fetch.mock.calls.length === 1 ? 'rejected' : 'fulfilled');
  return fetch.mock.calls.length;
}

describe.each<HttpMethod>(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])('a %s', (method) => {
  const needsKey = method === 'POST' || method === 'PATCH';

  test.each(Object.entries({ ...transient, ...rateLimits }))('is retried after %s', async (_, failure) => {
    expect(await attemptsOf(method, failure, {})).toBe(2);
  });

  test.each(Object.entries(lasting))('is not retried after %s', async (_, failure) => {
    expect(await attemptsOf(method, failure, {})).toBe(1);
  });

  test.each(Object.entries(transient))(
    `without an Idempotency-Key is ${needsKey ? 'not ' : ''}retried after %s`,
    async (_, failure) => {
      expect(await attemptsOf(method, failure, { idempotencyKeys: false })).toBe(needsKey ? 1 : 2);
    },
  );

  test.each(Object.entries(rateLimits))('without an Idempotency-Key is retried after %s', async (_, failure) => {
    expect(await attemptsOf(method, failure, { idempotencyKeys: false })).toBe(2);
  });
});

test.each([
  ['idempotencyKey: false', { idempotencyKey: false }, 1],
  ['a header that is removed', { headers: { 'Idempotency-Key': null } }, 1],
  ['a header that brings a key', { idempotencyKey: false, headers: { 'Idempotency-Key': 'own' } }, 4],
] as const)('whether a POST is retried follows from the key it carries: %s', async (_, options, attempts) => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const fetch = vi.fn(replyWith({}, 503));
  await rejectionWith(MiosaApiError, clientWith({ fetch }).request('POST', '/sandboxes', options));
  expect(fetch).toHaveBeenCalledTimes(attempts);
});

test.each([
  ['is 3 unless told otherwise', {}, {}, 4],
  ['0 turns retries off', { maxRetries: 0 }, {}, 1],
  ['may be more', { maxRetries: 5 }, {}, 6],
  ["of one call wins over the client's", { maxRetries: 5 }, { maxRetries: 1 }, 2],
])('maxRetries %s', async (_, clientOptions, callOptions, attempts) => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const fetch = vi.fn(replyWith({}, 503));
  await rejectionWith(MiosaApiError, clientWith({ fetch, ...clientOptions }).projects.list({}, callOptions));
  expect(fetch).toHaveBeenCalledTimes(attempts);
});

test.each<[string, Reply[], object]>([
  ['one of many statuses', [500, 502, 503, 504].map((status) => replyWith({}, status)), { status: 504 }],
  ['a status after a network error', [dropped, replyWith({}, 404)], { name: 'NotFoundError' }],
  ['a network error after a status', [replyWith({}, 503), dropped, dropped, dropped], { name: 'MiosaConnectionError' }],
  ['an error that lasts', [replyWith({}, 503), replyWith({}, 422)], { name: 'ValidationFailedError' }],
])('the caller gets what the last attempt ended with: %s', async (_, replies, expected) => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const fetch = vi.fn(inTurn(...replies));
  expect(await rejectionWith(MiosaError, clientWith({ fetch }).projects.list())).toMatchObject(expected);
  expect(fetch).toHaveBeenCalledTimes(replies.length);
});

describe('the body of an attempt that failed', () => {
  test('is read to its end', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const responses: Response[] = [];
    const fetch = async () => {
      const response = Response.json({ error: 'x'.repeat(100_000) }, { status: 503 });
      responses.push(response);
      return response;
    };
    await rejectionWith(MiosaApiError, clientWith({ fetch }).projects.list());
    expect(responses.map(({ bodyUsed }) => bodyUsed)).toEqual([true, true, true, true]);
  });

  test('is cancelled when it has no end, and its status still counts', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const cancel = vi.fn();
    const pull = (controller: ReadableStreamDefaultController) => controller.enqueue(new Uint8Array(65_536));
    const endless: Reply = async () => new Response(new ReadableStream({ pull, cancel }), { status: 503 });
    const fetch = inTurn(endless, endless, replyWith(wireProjectList));
    expect(await clientWith({ fetch }).projects.list()).toMatchObject({ total: 1 });
    expect(cancel).toHaveBeenCalledTimes(2);
  });
});

describe('a response that is cut', () => {
  const cut =
    (status: number): Responder =>
    (response) =>
      response.writeHead(status, { 'content-length': '1000' }).write('{"data": [', () => response.destroy());

  const run = async (
    call: (miosa: MiosaClient) => Promise<unknown>,
    options: MiosaClientOptions,
    ...responders: Responder[]
  ) => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const server = await startServer(...responders);
    const [result] = await Promise.allSettled([call(clientWith({ baseUrl: server.url, ...options }))]);
    return { server, result };
  };

  test.each<[string, Responder]>([
    ['in the middle of its body', cut(200)],
    ['in the middle of the body of an error', cut(503)],
    ['before its headers', (response) => response.destroy()],
    ['and yet looks complete', raw('{"data": [')],
    ['to nothing at all', raw('')],
  ])('%s is asked for again by a GET', async (_, responder) => {
    const { server, result } = await run(list, {}, responder, json(wireProjectList));
    expect(result).toMatchObject({ status: 'fulfilled', value: { total: 1 } });
    expect(server.requests).toHaveLength(2);
  });

  test.each<[string, Responder[], MiosaClientOptions, number, object]>([
    ['is asked for again by a POST with a key', [cut(201), json(wireProject)], {}, 2, { status: 'fulfilled' }],
    [
      'is not asked for again by a POST without a key',
      [cut(201)],
      { idempotencyKeys: false },
      1,
      { reason: expect.any(MiosaConnectionError) },
    ],
    [
      'and yet looks complete is not asked for again by a POST',
      [raw('{"id": ')],
      {},
      1,
      { reason: expect.any(MiosaResponseError) },
    ],
  ])('%s', async (_, responders, options, requests, expected) => {
    const { server, result } = await run(create, options, ...responders);
    expect(result).toMatchObject(expected);
    expect(server.requests).toHaveLength(requests);
  });

  test('goes to the caller when it is cut each time', async () => {
    const { server, result } = await run(list, {}, raw('{"data": ['));
    expect(result).toMatchObject({ status: 'rejected', reason: expect.any(MiosaResponseError) });
    expect(server.requests).toHaveLength(4);
  });
});

describe('a 404', () => {
  const notFound = replyWith({ error: { code: 'NOT_FOUND' } }, 404);
  const deletes: Record<string, (miosa: MiosaClient) => MiosaPromise<unknown>> = {
    'workspaces.delete': (miosa: MiosaClient) => miosa.workspaces.delete(ids.workspace, { force: true }),
    'previewDomain.clear': (miosa: MiosaClient) => miosa.previewDomain.clear({ projectId: ids.project }),
  };
  const unknown = Object.fromEntries(
    Object.entries(transient).filter(([title]) => Number(title) >= 500 || title.startsWith('a ')),
  );
  const known = {
    ...rateLimits,
    408: replyWith({}, 408),
    '409 that says retryable': transient['409 that says retryable'],
  };

  /** Lets a call fail in turn and be retried, and tells what it ended with. */
  const resultOf = async (call: (miosa: MiosaClient) => Promise<unknown>, ...replies: Reply[]) => {
    stopClock();
    const settled = Promise.allSettled([call(clientWith({ fetch: inTurn(...replies) }))]);
    await timeToSettle(settled);
    return (await settled)[0];
  };

  describe.each(Object.entries(deletes))('for %s', (operation, call) => {
    const value = operation === 'workspaces.delete' ? {} : undefined;

    test.each(Object.entries(unknown))('is a success after %s', async (_, failure) => {
      expect(await resultOf(call, failure, notFound)).toEqual({ status: 'fulfilled', value });
    });

    test('is a success where the failure came earlier than the last attempt', async () => {
      const replies = [dropped, replyWith({}, 429), notFound];
      expect(await resultOf(call, ...replies)).toEqual({ status: 'fulfilled', value });
    });

    test.each(Object.entries(known))('is an error after %s', async (_, failure = notFound) => {
      expect(await resultOf(call, failure, notFound)).toMatchObject({ reason: { name: 'NotFoundError' } });
    });

    test('is an error where the failed attempt has sent nothing', async () => {
      stopClock();
      const apiKey = vi.fn(async () => 'tok_123456').mockReturnValueOnce(new Promise(() => {}));
      const settled = Promise.allSettled([call(clientWith({ apiKey, fetch: notFound, timeout: 1000 }))]);
      await timeToSettle(settled);
      expect((await settled)[0]).toMatchObject({ reason: { name: 'NotFoundError' } });
      expect(apiKey).toHaveBeenCalledTimes(2);
    });

    test('is an error when it comes first', async () => {
      expect(await resultOf(call, notFound)).toMatchObject({ reason: { name: 'NotFoundError' } });
    });

    test('shows in withResponse', async () => {
      vi.spyOn(Math, 'random').mockReturnValue(0);
      const fetch = inTurn(dropped, replyWith({}, 404, { 'x-request-id': 'req_404' }));
      const { data, response, requestId } = await call(clientWith({ fetch })).withResponse();
      expect({ data, status: response.status, requestId }).toEqual({ data: value, status: 404, requestId: 'req_404' });
    });
  });

  test.each<[string, (miosa: MiosaClient) => Promise<unknown>]>([
    ['a delete with dryRun', (miosa) => miosa.workspaces.delete(ids.workspace, { dryRun: true })],
    ['a custom DELETE', (miosa) => miosa.request('DELETE', '/sandboxes/1')],
    ['a GET', (miosa) => miosa.projects.get(ids.project)],
    ['a PUT', (miosa) => miosa.previewDomain.set({ projectId: ids.project }, 'example.com')],
  ])('is an error for %s after a lost connection, too', async (_, call) => {
    expect(await resultOf(call, dropped, notFound)).toMatchObject({ reason: expect.any(NotFoundError) });
  });

  test('is a success where the emulator lost the response of a delete that it processed', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const emulator = createMiosaEmulator({
      workspaces: [{ id: ids.workspace, name: 'Dr. Smith Clinic' }],
      idempotency: false,
      faults: { rate: 1, kinds: ['drop-after'], maxConsecutive: 1 },
    });
    const miosa = clientWith({ fetch: emulator.fetch });
    await miosa.workspaces.delete(ids.workspace);
    expect(emulator.requests.map(({ method }) => method)).toEqual(['DELETE', 'DELETE']);
    expect((await miosa.workspaces.list()).data).toEqual([]);
  });
});
