import {
  MiosaApiError,
  MiosaClient,
  type MiosaClientOptions,
  MiosaConnectionError,
  MiosaError,
  MiosaResponseError,
} from 'miosa-client';
import { describe, expect, test, vi } from 'vitest';
import { rejectionWith } from './support/failures.ts';
import { stopClock } from './support/fake-clock.ts';
import { ids, wirePreviewDomain, wireProject, wireProjectList } from './support/seed.ts';
import { type Answer, json, raw, startServer } from './support/server.ts';

const clientWith = (options: MiosaClientOptions) => new MiosaClient({ apiKey: 'msk_test_retries', ...options });
const scope = { projectId: ids.project };

interface MethodCase {
  readonly call: (miosa: MiosaClient) => Promise<unknown>;
  readonly answer: unknown;
  /** Whether it may be sent again without an `Idempotency-Key`. */
  readonly isRepeatable: boolean;
}

const methods: Record<string, MethodCase> = {
  GET: { call: (miosa) => miosa.projects.get(ids.project), answer: wireProject, isRepeatable: true },
  POST: {
    call: (miosa) => miosa.projects.create({ workspaceId: ids.workspace, name: 'Lead Magnet' }),
    answer: wireProject,
    isRepeatable: false,
  },
  PUT: {
    call: (miosa) => miosa.previewDomain.set(scope, 'program.drsmithclinic.com'),
    answer: wirePreviewDomain,
    isRepeatable: true,
  },
  PATCH: {
    call: (miosa) => miosa.projects.update(ids.project, { name: 'Lead Magnet' }),
    answer: wireProject,
    isRepeatable: false,
  },
  DELETE: { call: (miosa) => miosa.previewDomain.clear(scope), answer: {}, isRepeatable: true },
};

type Failure = () => Promise<Response>;

const status =
  (code: number, body: unknown = {}): Failure =>
  async () =>
    Response.json(body, { status: code });

/** Failures that pass, and may have happened after the request was carried out. */
const passing: Record<string, Failure> = {
  408: status(408),
  500: status(500),
  502: status(502),
  503: status(503),
  504: status(504),
  '409 that says retryable': status(409, { error: { code: 'LOCKED', message: 'locked', retryable: true } }),
  '501 that says retryable at the top': status(501, { message: 'not here', retryable: true }),
  'a network error': () => Promise.reject(new TypeError('fetch failed')),
};

const lasting: Record<string, Failure> = Object.fromEntries(
  [400, 401, 402, 403, 404, 406, 409, 410, 422, 501, 505].map((code) => [code, status(code)]),
);
lasting['409 that says it is not retryable'] = status(409, { error: { code: 'TAKEN', retryable: false } });

const never: Failure = () => new Promise(() => {});

/** How often a call is sent that fails once in this way. */
async function attemptsOf({ call, answer }: MethodCase, failure: Failure, options: MiosaClientOptions) {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const fetch = vi.fn(status(200, answer));
  fetch.mockImplementationOnce(failure);
  const [outcome] = await Promise.allSettled([call(clientWith({ fetch, ...options }))]);
  expect(outcome.status).toBe(fetch.mock.calls.length === 1 ? 'rejected' : 'fulfilled');
  return fetch.mock.calls.length;
}

describe.each(Object.entries(methods))('%s', (_, method) => {
  test.each(Object.entries({ ...passing, 429: status(429) }))('is sent again after %s', async (_title, failure) => {
    expect(await attemptsOf(method, failure, {})).toBe(2);
  });

  test.each(Object.entries(lasting))('is not sent again after %s', async (_title, failure) => {
    expect(await attemptsOf(method, failure, {})).toBe(1);
  });

  const verb = method.isRepeatable ? 'is sent again' : 'is not sent again';
  test.each(Object.entries(passing))(`without an Idempotency-Key ${verb} after %s`, async (_title, failure) => {
    expect(await attemptsOf(method, failure, { idempotencyKeys: false })).toBe(method.isRepeatable ? 2 : 1);
  });

  test('without an Idempotency-Key is sent again after 429: nothing was carried out', async () => {
    expect(await attemptsOf(method, status(429), { idempotencyKeys: false })).toBe(2);
  });

  test(`${verb} without an Idempotency-Key after a time-out, and always is with one`, async () => {
    stopClock();
    const attempts = [true, false].map((idempotencyKeys) =>
      attemptsOf(method, never, { idempotencyKeys, timeout: 100 }),
    );
    await vi.advanceTimersByTimeAsync(200);
    expect(await Promise.all(attempts)).toEqual([2, method.isRepeatable ? 2 : 1]);
  });
});

describe('maxRetries', () => {
  test.each([
    ['is 3 unless told otherwise', {}, {}, 4],
    ['0 switches retries off', { maxRetries: 0 }, {}, 1],
    ['may be more', { maxRetries: 5 }, {}, 6],
    ["of one call wins over the client's", { maxRetries: 5 }, { maxRetries: 1 }, 2],
  ])('%s', async (_, clientOptions, callOptions, attempts) => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const fetch = vi.fn(status(503));
    await rejectionWith(MiosaApiError, clientWith({ fetch, ...clientOptions }).projects.list({}, callOptions));
    expect(fetch).toHaveBeenCalledTimes(attempts);
  });
});

describe('the caller gets what the last attempt ended with', () => {
  const reset: Failure = () => Promise.reject(new TypeError('reset'));

  test.each<[string, Failure[], object]>([
    ['one of many statuses', [500, 502, 503, 504].map((code) => status(code)), { status: 504 }],
    ['a status after a network error', [reset, status(404)], { name: 'NotFoundError' }],
    ['a network error after a status', [status(503), reset, reset, reset], { name: 'MiosaConnectionError' }],
    ['no more attempts after an error that lasts', [status(503), status(422)], { name: 'ValidationFailedError' }],
  ])('%s', async (_, failures, expected) => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const fetch = vi.fn<Failure>();
    for (const failure of failures) fetch.mockImplementationOnce(failure);
    expect(await rejectionWith(MiosaError, clientWith({ fetch }).projects.list())).toMatchObject(expected);
    expect(fetch).toHaveBeenCalledTimes(failures.length);
  });
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
    const endless = async () => new Response(new ReadableStream({ pull, cancel }), { status: 503 });
    const fetch = vi.fn(status(200, wireProjectList)).mockImplementationOnce(endless).mockImplementationOnce(endless);
    expect(await clientWith({ fetch }).projects.list()).toMatchObject({ total: 1 });
    expect(cancel).toHaveBeenCalledTimes(2);
  });
});

describe('an answer that is cut', () => {
  const cut =
    (code: number): Answer =>
    (response) =>
      response.writeHead(code, { 'content-length': '1000' }).write('{"data": [', () => response.destroy());
  const run = async (
    call: (miosa: MiosaClient) => Promise<unknown>,
    options: MiosaClientOptions,
    ...answers: Answer[]
  ) => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const server = await startServer(...answers);
    const [outcome] = await Promise.allSettled([call(clientWith({ baseUrl: server.url, ...options }))]);
    return { server, outcome };
  };
  const list = (miosa: MiosaClient) => miosa.projects.list();
  const create = (miosa: MiosaClient) => miosa.projects.create({ workspaceId: ids.workspace, name: 'Lead Magnet' });

  test.each<[string, Answer]>([
    ['in the middle of its body', cut(200)],
    ['in the middle of the body of an error', cut(503)],
    ['before its headers', (response) => response.destroy()],
    ['and yet looks complete', raw('{"data": [')],
    ['to nothing at all', raw('')],
  ])('%s is asked for again by a read', async (_, answer) => {
    const { server, outcome } = await run(list, {}, answer, json(wireProjectList));
    expect(outcome).toMatchObject({ status: 'fulfilled', value: { total: 1 } });
    expect(server.requests).toHaveLength(2);
  });

  test('is asked for again by a create with the same key', async () => {
    const { server, outcome } = await run(create, {}, cut(201), json(wireProject, 201));
    expect(outcome).toMatchObject({ status: 'fulfilled', value: { id: ids.project } });
    const keys = server.requests.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual([expect.any(String), keys[0]]);
  });

  test('is not asked for again by a create without a key', async () => {
    const { server, outcome } = await run(create, { idempotencyKeys: false }, cut(201));
    expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(MiosaConnectionError) });
    expect(server.requests).toHaveLength(1);
  });

  test('goes to the caller when it is cut each time', async () => {
    const { server, outcome } = await run(list, {}, raw('{"data": ['));
    expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(MiosaResponseError) });
    expect(server.requests).toHaveLength(4);
  });
});
