import {
  type Fetch,
  type HttpMethod,
  MiosaApiError,
  type MiosaClient,
  type MiosaClientOptions,
  MiosaConnectionError,
  MiosaError,
  MiosaResponseError,
  NotFoundError,
} from 'miosa-client';
import { describe, expect, test, vi } from 'vitest';
import { clientWith } from '../support/client.ts';
import { rejection, rejectionWith } from '../support/failures.ts';
import { stopClock, timeToSettle } from '../support/fake-clock.ts';
import { dropped, inTurn, type Reply, replyWith, silence } from '../support/replies.ts';
import { ids, wireProject, wireProjectList } from '../support/seed.ts';
import { json, type Responder, raw, startServer } from '../support/server.ts';

const list = (miosa: MiosaClient) => miosa.projects.list();
const create = (miosa: MiosaClient) => miosa.projects.create({ workspaceId: ids.workspace, name: 'Lead Magnet' });
const withoutKey = { headers: { 'Idempotency-Key': null } };

const statuses = (...all: readonly number[]) =>
  all.map((status): [string, Reply] => [`${status}`, replyWith({}, status)]);

/** Failures that may pass, and may have happened after the request was processed. */
const transient: readonly [string, Reply][] = [
  ...statuses(408, 425, 500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 527),
  ['409 that says retryable', replyWith({ error: { code: 'LOCKED', message: 'locked', retryable: true } }, 409)],
  ['501 that says retryable at the top', replyWith({ message: 'not here', retryable: true }, 501)],
  ['a network error', dropped],
  ['a time-out', silence],
];
const rateLimits: readonly [string, Reply][] = [
  ...statuses(429),
  ['429 with a hint', replyWith({ retry_after: 1 }, 429)],
];
const lasting: readonly [string, Reply][] = [
  ...statuses(300, 302, 307, 400, 401, 402, 403, 404, 406, 409, 410, 422, 501, 505, 519, 528),
  ['409 that says it is not retryable', replyWith({ error: { code: 'TAKEN', retryable: false } }, 409)],
];
const titlesOf = (...failures: readonly (readonly [string, Reply][])[]) => failures.flat().map(([title]) => title);

/** After which failures a request is sent again. */
async function retriedAfter(method: HttpMethod, options: MiosaClientOptions = {}): Promise<string[]> {
  stopClock();
  const retried: string[] = [];
  for (const [title, failure] of [...transient, ...rateLimits, ...lasting]) {
    const fetch = vi.fn(inTurn(failure, replyWith({})));
    await timeToSettle(Promise.allSettled([clientWith({ fetch, ...options }).request(method, '/sandboxes/1')]));
    expect(fetch.mock.calls.length).toBeLessThanOrEqual(2);
    if (fetch.mock.calls.length === 2) retried.push(title);
  }
  return retried;
}

describe.each<HttpMethod>(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])('a %s', (method) => {
  test('is retried after failures that may pass, and after no others', async () => {
    expect(await retriedAfter(method)).toEqual(titlesOf(transient, rateLimits));
  });

  const needsKey = method === 'POST' || method === 'PATCH';
  test(`without an Idempotency-Key is retried ${needsKey ? 'only after 429' : 'just the same'}`, async () => {
    expect(await retriedAfter(method, withoutKey)).toEqual(titlesOf(needsKey ? [] : transient, rateLimits));
  });
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
])('the caller gets what the last attempt failed with: %s', async (_, replies, expected) => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const fetch = vi.fn(inTurn(...replies));
  expect(await rejectionWith(MiosaError, list(clientWith({ fetch })))).toMatchObject(expected);
  expect(fetch).toHaveBeenCalledTimes(replies.length);
});

test.each<[string, (miosa: MiosaClient) => Promise<unknown>]>([
  ['workspaces.delete', (miosa) => miosa.workspaces.delete(ids.workspace)],
  ['previewDomain.clear', (miosa) => miosa.previewDomain.clear({ projectId: ids.project })],
])('the 404 of a %s that is retried after a lost response is thrown', async (_, call) => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const fetch = vi.fn(inTurn(dropped, replyWith({}, 404)));
  await rejectionWith(NotFoundError, call(clientWith({ fetch })));
  expect(fetch).toHaveBeenCalledTimes(2);
});

describe('a response that is cut', () => {
  const cut =
    (status: number): Responder =>
    (response) =>
      response.writeHead(status, { 'content-length': '1000' }).write('{"data": [', () => response.destroy());

  const run = async (call: (miosa: MiosaClient) => Promise<unknown>, options: object, ...responders: Responder[]) => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const server = await startServer(...responders);
    const [result] = await Promise.allSettled([call(clientWith({ baseUrl: server.url, ...options }))]);
    return { requests: server.requests.length, result };
  };

  test.each<[string, Responder]>([
    ['in the middle of its body', cut(200)],
    ['in the middle of the body of an error', cut(503)],
    ['before its headers', (response) => response.destroy()],
    ['and yet looks complete', raw('{"data": [')],
    ['to nothing at all', raw('')],
  ])('%s is requested again by a GET', async (_, responder) => {
    const { requests, result } = await run(list, {}, responder, json(wireProjectList));
    expect(result).toMatchObject({ status: 'fulfilled', value: { total: 1 } });
    expect(requests).toBe(2);
  });

  test('each time is thrown', async () => {
    const { requests, result } = await run(list, {}, raw('{"data": ['));
    expect(result).toMatchObject({ reason: expect.any(MiosaResponseError) });
    expect(requests).toBe(4);
  });

  test.each<[string, object, Responder[], number, object]>([
    ['is requested again by a POST with a key', {}, [cut(201), json(wireProject)], 2, { status: 'fulfilled' }],
    ['is thrown by a POST without one', withoutKey, [cut(201)], 1, { reason: expect.any(MiosaConnectionError) }],
    ['and yet looks complete is thrown by a POST', {}, [raw('{"id": ')], 1, { reason: expect.any(MiosaResponseError) }],
  ])('%s', async (_, options, responders, requests, expected) => {
    const outcome = await run(create, options, ...responders);
    expect(outcome.result).toMatchObject(expected);
    expect(outcome.requests).toBe(requests);
  });
});

describe('an error with a digest, by which React and Next.js steer, is thrown as it is and at once', () => {
  const redirect = Object.assign(new Error('NEXT_REDIRECT'), { digest: 'NEXT_REDIRECT;replace;/login;307;' });

  test.each<[string, (miosa: MiosaClient) => Promise<unknown>]>([
    ['a GET', list],
    ['a POST', create],
    ['an ensure', (miosa) => miosa.workspaces.ensure({ slug: 'clinic', name: 'Clinic' })],
    ['a wait', (miosa) => miosa.previewDomain.waitUntilReady('organization')],
  ])('by %s whose fetch throws it', async (_, call) => {
    const fetch = vi.fn<Fetch>(() => Promise.reject(redirect));
    expect(await rejection(call(clientWith({ fetch })))).toBe(redirect);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test('by a call whose apiKey function throws it', async () => {
    const apiKey = vi.fn(() => Promise.reject(redirect));
    expect(await rejection(list(clientWith({ apiKey, fetch: silence })))).toBe(redirect);
    expect(apiKey).toHaveBeenCalledTimes(1);
  });
});
