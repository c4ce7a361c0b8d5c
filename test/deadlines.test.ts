import { MiosaClient, type MiosaClientOptions, MiosaConnectionError, MiosaTimeoutError } from 'miosa-client';
import { describe, expect, test, vi } from 'vitest';
import { rejectionWith, watch } from './support/failures.ts';
import { stopClock } from './support/fake-clock.ts';
import { ids, wireProjectList } from './support/seed.ts';
import type { Answer } from './support/server.ts';
import { startStalledServer } from './support/stalled-server.ts';

const clientWith = (options: MiosaClientOptions) => new MiosaClient({ apiKey: 'msk_test_deadlines', ...options });
const never = () => new Promise<never>(() => {});
const unavailable = async () => Response.json({}, { status: 503 });

/** Checks that a call goes on until one moment, and no longer. */
async function endsAfter(milliseconds: number, call: Promise<unknown>): Promise<MiosaTimeoutError> {
  const watched = watch(call);
  await vi.advanceTimersByTimeAsync(milliseconds - 1);
  expect(watched.isPending).toBe(true);
  await vi.advanceTimersByTimeAsync(1);
  expect(watched.isPending).toBe(false);
  return rejectionWith(MiosaTimeoutError, call);
}

describe('a server that stalls', () => {
  const partialBody =
    (status: number): Answer =>
    (response) =>
      response.writeHead(status, { 'content-type': 'application/json' }).write('{"data": [');

  test.each<[string, Answer, 'requested' | 'answered']>([
    ['before its headers', () => {}, 'requested'],
    ['in the middle of its body', partialBody(200), 'answered'],
    ['in the middle of the body of an error', partialBody(500), 'answered'],
  ])('%s is left at the time-out, and its connection is closed', async (_, stall, moment) => {
    const server = await startStalledServer(stall, moment);
    stopClock();
    const miosa = clientWith({ baseUrl: server.url, fetch: server.fetch, timeout: 4000, maxRetries: 0 });
    const call = miosa.projects.list();
    await server.stalled;
    const error = await endsAfter(4000, call);
    expect(error.message).toBe('GET /projects took longer than its timeout of 4000 ms (attempt 1 of 1)');
    await server.closed;
    expect(server.requests).toHaveLength(1);
  });
});

describe('timeout', () => {
  test('is 30 seconds unless told otherwise', async () => {
    stopClock();
    await endsAfter(30_000, clientWith({ fetch: never, maxRetries: 0 }).projects.list());
  });

  test("of one call wins over the client's", async () => {
    stopClock();
    const miosa = clientWith({ fetch: never, maxRetries: 0, timeout: 5000 });
    await endsAfter(70, miosa.projects.list({}, { timeout: 70 }));
  });

  test('is not reached by an answer whose last byte arrives just before', async () => {
    stopClock();
    const body = new ReadableStream({
      start(controller) {
        setTimeout(() => {
          controller.enqueue(new TextEncoder().encode(JSON.stringify(wireProjectList)));
          controller.close();
        }, 999);
      },
    });
    const call = clientWith({ fetch: async () => new Response(body), timeout: 1000 }).projects.list();
    await vi.advanceTimersByTimeAsync(1000);
    expect(await call).toMatchObject({ total: 1 });
  });

  test('is given anew to each attempt', async () => {
    stopClock();
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const fetch = vi.fn(never);
    const error = await endsAfter(
      1000 + 250 + 1000,
      clientWith({ fetch, timeout: 1000, maxRetries: 1 }).projects.list(),
    );
    expect(error.message).toContain('attempt 2 of 2');
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  test('covers an apiKey function that hangs', async () => {
    stopClock();
    const fetch = vi.fn(never);
    await endsAfter(1000, clientWith({ apiKey: never, fetch, timeout: 1000, maxRetries: 0 }).projects.list());
    expect(fetch).not.toHaveBeenCalled();
  });
});

describe('totalTimeout', () => {
  test('ends a wait between attempts, and says what the last attempt ended with', async () => {
    stopClock();
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const fetch = vi.fn(unavailable);
    const error = await endsAfter(700, clientWith({ fetch, totalTimeout: 700 }).projects.list());
    expect(error.message).toBe('GET /projects took longer than its totalTimeout of 700 ms');
    expect(error.cause).toMatchObject({ name: 'ServerError', status: 503 });
    // Waits of 250 and 500 ms: the third attempt would be at 750.
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  test('ends an attempt that is under way, and aborts it', async () => {
    stopClock();
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const signals: (AbortSignal | null | undefined)[] = [];
    const onRetry = vi.fn();
    const fetch = (_url: string, init: RequestInit) => {
      signals.push(init.signal);
      return never();
    };
    const miosa = clientWith({ fetch, timeout: 1000, totalTimeout: 1500, hooks: { onRetry } });
    const error = await endsAfter(1500, miosa.projects.list());
    expect(error.cause).toMatchObject({
      name: 'MiosaTimeoutError',
      message: expect.stringContaining('attempt 1 of 4'),
    });
    expect(signals.map((signal) => signal?.aborted)).toEqual([true, true]);
    // Nobody is told of a third attempt.
    expect(onRetry).toHaveBeenCalledOnce();
  });

  test('covers an apiKey function that hangs', async () => {
    stopClock();
    await endsAfter(500, clientWith({ apiKey: never, totalTimeout: 500 }).projects.list());
  });

  test("of one call wins over the client's, and false lifts it", async () => {
    stopClock();
    const miosa = clientWith({ fetch: never, maxRetries: 0, timeout: 5000, totalTimeout: 1000 });
    await endsAfter(300, miosa.projects.list({}, { totalTimeout: 300 }));
    await endsAfter(5000, miosa.projects.list({}, { totalTimeout: false }));
  });
});

describe('a fetch that ignores its signal', () => {
  const scope = { projectId: ids.project };
  const options = { timeout: 1000, maxRetries: 0 };

  test.each([
    ['timeout', { timeout: 1000, maxRetries: 0 }],
    ['totalTimeout', { totalTimeout: 1000 }],
  ])('still ends on time, and the body that it left open is cancelled: %s', async (_, limits) => {
    stopClock();
    const cancel = vi.fn();
    const fetch = async () => new Response(new ReadableStream({ cancel }));
    await endsAfter(1000, clientWith({ fetch, ...limits }).projects.list());
    await vi.advanceTimersByTimeAsync(0);
    expect(cancel).toHaveBeenCalledOnce();
  });

  test.each([
    ['a read', 200, (miosa: MiosaClient) => miosa.projects.list()],
    ['an error', 500, (miosa: MiosaClient) => miosa.projects.list()],
    ['an answer that nobody reads', 200, (miosa: MiosaClient) => miosa.previewDomain.clear(scope)],
  ])('has the body cancelled that comes after the deadline: %s', async (_, status, call) => {
    stopClock();
    const cancel = vi.fn();
    const late = () =>
      new Promise<Response>((resolve) => {
        setTimeout(() => resolve(new Response(new ReadableStream({ cancel }), { status })), 3000);
      });
    await endsAfter(1000, call(clientWith({ fetch: late, ...options })));
    expect(cancel).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2000);
    expect(cancel).toHaveBeenCalledOnce();
  });

  const responseWith = (read: () => Promise<never>): Response =>
    Object.defineProperty(new Response(), 'body', { value: { getReader: () => ({ read, cancel: () => {} }) } });

  test('still ends on time with a body whose cancel() returns nothing', async () => {
    stopClock();
    const fetch = async () => responseWith(never);
    await endsAfter(1000, clientWith({ fetch, ...options }).projects.list());
  });

  test('fails with the error of such a body, and not with one about cancelling it', async () => {
    const fetch = async () => responseWith(() => Promise.reject(new TypeError('the tunnel collapsed')));
    const error = await rejectionWith(MiosaConnectionError, clientWith({ fetch, ...options }).projects.list());
    expect(error.message).toContain('the tunnel collapsed');
  });
});
