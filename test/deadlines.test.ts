import { MiosaConnectionError, MiosaTimeoutError } from 'miosa-client';
import { describe, expect, test, vi } from 'vitest';
import { clientWith } from './support/client.ts';
import { collect } from './support/collect.ts';
import { rejectionWith, watch } from './support/failures.ts';
import { stopClock } from './support/fake-clock.ts';
import { inTurn, type Reply, replyWith, silence } from './support/replies.ts';
import { ids, wireProject, wireProjectList } from './support/seed.ts';
import type { Responder } from './support/server.ts';
import { startStalledServer } from './support/stalled-server.ts';

const unavailable = replyWith({}, 503);

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
    (status: number): Responder =>
    (response) =>
      response.writeHead(status, { 'content-type': 'application/json' }).write('{"data": [');

  test.each<[string, Responder, 'requested' | 'responded']>([
    ['before its headers', () => {}, 'requested'],
    ['in the middle of its body', partialBody(200), 'responded'],
    ['in the middle of the body of an error', partialBody(500), 'responded'],
  ])('%s is left at the time-out, and its connection is closed', async (_, stall, moment) => {
    const server = await startStalledServer(stall, moment);
    stopClock();
    const miosa = clientWith({ baseUrl: server.url, fetch: server.fetch, timeout: 4000, maxRetries: 0 });
    const call = miosa.projects.list();
    await server.stalled;
    const error = await endsAfter(4000, call);
    expect(error.message).toBe('GET /projects took longer than its timeout of 4000 ms (attempt 1)');
    await server.closed;
    expect(server.requests).toHaveLength(1);
  });
});

describe('timeout', () => {
  test('is 30 seconds unless told otherwise', async () => {
    stopClock();
    await endsAfter(30_000, clientWith({ fetch: silence, maxRetries: 0 }).projects.list());
  });

  test("of one call wins over the client's", async () => {
    stopClock();
    const miosa = clientWith({ fetch: silence, maxRetries: 0, timeout: 5000 });
    await endsAfter(70, miosa.projects.list({}, { timeout: 70 }));
  });

  test('does not end a response whose last byte arrives just before', async () => {
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

  test('begins anew with each attempt', async () => {
    stopClock();
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const fetch = vi.fn(silence);
    const error = await endsAfter(
      1000 + 250 + 1000,
      clientWith({ fetch, timeout: 1000, maxRetries: 1 }).projects.list(),
    );
    expect(error.message).toContain('(attempt 2)');
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  test.each<[string, Reply]>([
    ['a fetch', silence],
    ['a body', async () => new Response(new ReadableStream())],
    ['the body of an error', async () => new Response(new ReadableStream(), { status: 400 })],
  ])('ends %s that ignores its signal', async (_, fetch) => {
    stopClock();
    await endsAfter(1000, clientWith({ fetch, timeout: 1000, maxRetries: 0 }).projects.list());
    await endsAfter(1000, clientWith({ fetch, totalTimeout: 1000 }).projects.list());
  });
});

describe('totalTimeout', () => {
  test('ends a wait between attempts, and says what the last attempt ended with', async () => {
    stopClock();
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const fetch = vi.fn(unavailable);
    const error = await endsAfter(700, clientWith({ fetch, totalTimeout: 700 }).projects.list());
    expect(error.message).toBe('projects.list (GET /projects) took longer than its totalTimeout of 700 ms');
    expect(error.cause).toMatchObject({ name: 'ServerError', status: 503 });
    // Waits of 250 and 500 ms: the third attempt would be at 750.
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  test('ends an attempt that is under way, and aborts it', async () => {
    stopClock();
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const signals: (AbortSignal | null | undefined)[] = [];
    const fetch: Reply = (url, init) => {
      signals.push(init.signal);
      return silence(url, init);
    };
    const error = await endsAfter(1500, clientWith({ fetch, timeout: 1000, totalTimeout: 1500 }).projects.list());
    expect(error.cause).toMatchObject({ name: 'MiosaTimeoutError', message: expect.stringContaining('(attempt 1)') });
    expect(signals.map((signal) => signal?.aborted)).toEqual([true, true]);
  });

  test("of one call wins over the client's, and false lifts it", async () => {
    stopClock();
    const miosa = clientWith({ fetch: silence, maxRetries: 0, timeout: 5000, totalTimeout: 1000 });
    await endsAfter(300, miosa.projects.list({}, { totalTimeout: 300 }));
    await endsAfter(5000, miosa.projects.list({}, { totalTimeout: false }));
  });

  const slow =
    (reply: Reply): Reply =>
    async (url, init) => {
      await new Promise((resolve) => setTimeout(resolve, 800));
      return reply(url, init);
    };

  test('covers all requests of an ensure', async () => {
    stopClock();
    const fetch = vi.fn(inTurn(slow(replyWith({}, 409)), slow(replyWith({ data: [] }))));
    const miosa = clientWith({ fetch, totalTimeout: 1000 });
    const error = await endsAfter(1000, miosa.workspaces.ensure({ slug: 'clinic', name: 'Clinic' }));
    expect(error.message).toContain('workspaces.ensure (POST /workspaces) took longer than its totalTimeout');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  test('covers all checks of a wait', async () => {
    stopClock();
    const { previewDomain } = clientWith({ fetch: slow(replyWith({ verified: false })) });
    const call = previewDomain.waitUntilReady({ projectId: ids.project }, { totalTimeout: 20_000 });
    const error = await endsAfter(20_000, call);
    expect(error.lastCheck).toMatchObject({ ready: false });
  });

  test('covers one page of a list, not all of them', async () => {
    stopClock();
    const page = (number: number) =>
      replyWith({ data: [{ ...wireProject, id: `${number}` }], meta: { page: number, per_page: 1, total: 3 } });
    const fetch = inTurn(slow(page(1)), slow(page(2)), slow(page(3)));
    const all = collect(clientWith({ fetch, totalTimeout: 1000 }).projects.list());
    await vi.advanceTimersByTimeAsync(2400);
    expect(await all).toHaveLength(3);
  });
});

test.each(['timeout', 'totalTimeout'])('%s covers an apiKey function that hangs', async (limit) => {
  stopClock();
  const fetch = vi.fn(silence);
  const apiKey = () => new Promise<never>(() => {});
  await endsAfter(1000, clientWith({ apiKey, fetch, [limit]: 1000, maxRetries: 0 }).projects.list());
  expect(fetch).not.toHaveBeenCalled();
});

test('a body that breaks off before its time is up is a MiosaConnectionError', async () => {
  const body = new ReadableStream({ pull: (controller) => controller.error(new TypeError('the tunnel collapsed')) });
  const miosa = clientWith({ fetch: async () => new Response(body), maxRetries: 0 });
  const error = await rejectionWith(MiosaConnectionError, miosa.projects.list());
  expect(error.message).toContain('the tunnel collapsed');
});
