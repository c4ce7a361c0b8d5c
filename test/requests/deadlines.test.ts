import {
  BadRequestError,
  MiosaApiError,
  MiosaConnectionError,
  MiosaResponseError,
  MiosaTimeoutError,
} from 'miosa-client';
import { describe, expect, test, vi } from 'vitest';
import { clientWith } from '../support/client.ts';
import { collect } from '../support/collect.ts';
import { rejectionWith, watch } from '../support/failures.ts';
import { stopClock, timeToSettle } from '../support/fake-clock.ts';
import { inTurn, type Reply, replyWith, silence } from '../support/replies.ts';
import { wireProject, wireProjectList } from '../support/seed.ts';
import type { Responder } from '../support/server.ts';
import { startStalledServer } from '../support/stalled-server.ts';

/** Checks that a call goes on until one moment, and no longer. */
async function endsAfter(milliseconds: number, call: Promise<unknown>): Promise<MiosaTimeoutError> {
  const watched = watch(call);
  await vi.advanceTimersByTimeAsync(milliseconds - 1);
  expect(watched.isPending).toBe(true);
  await vi.advanceTimersByTimeAsync(1);
  expect(watched.isPending).toBe(false);
  return rejectionWith(MiosaTimeoutError, call);
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const slow =
  (milliseconds: number, reply: Reply): Reply =>
  async (url, init) => {
    await pause(milliseconds);
    return reply(url, init);
  };

describe('a server that stalls', () => {
  const partialBody =
    (status: number): Responder =>
    (response) =>
      response.writeHead(status, { 'content-type': 'application/json' }).write('{"data": [');

  test.each<[string, Responder, 'requested' | 'responded']>([
    ['before its headers', () => {}, 'requested'],
    ['in the middle of its body', partialBody(200), 'responded'],
    ['in the middle of the body of an error', partialBody(500), 'responded'],
  ])('%s is left at the timeout, and its connection is closed', async (_, stall, moment) => {
    const server = await startStalledServer(stall, moment);
    stopClock();
    const miosa = clientWith({ baseUrl: server.url, fetch: server.fetch, timeout: 4000, maxRetries: 0 });
    const call = miosa.projects.list();
    await server.stalled;
    const error = await endsAfter(4000, call);
    expect(error.message).toBe('GET /projects took longer than its timeout of 4000 ms');
    await server.closed;
    expect(server.requests).toHaveLength(1);
  });
});

describe('timeout', () => {
  test("is 30 seconds unless told otherwise, and that of one call wins over the client's", async () => {
    stopClock();
    const options = { fetch: silence, maxRetries: 0 };
    await endsAfter(30_000, clientWith(options).projects.list());
    await endsAfter(70, clientWith({ ...options, timeout: 5000 }).projects.list({}, { timeout: 70 }));
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
    const miosa = clientWith({ fetch: silence, timeout: 1000, maxRetries: 1 });
    const error = await endsAfter(1000 + 250 + 1000, miosa.projects.list());
    expect(error.message).toContain('took longer than its timeout');
  });
});

describe.each(['timeout', 'totalTimeout'])('%s', (option) => {
  test.each<[string, Reply]>([
    ['a fetch', silence],
    ['a body', async () => new Response(new ReadableStream())],
    ['the body of an error', async () => new Response(new ReadableStream(), { status: 400 })],
  ])('ends %s that ignores its signal', async (_, fetch) => {
    stopClock();
    const error = await endsAfter(1000, clientWith({ fetch, [option]: 1000, maxRetries: 0 }).projects.list());
    expect(error.message).toContain(`its ${option} of 1000 ms`);
  });

  test('ends an apiKey function that hangs', async () => {
    stopClock();
    const fetch = vi.fn(silence);
    const apiKey = () => new Promise<never>(() => {});
    await endsAfter(1000, clientWith({ apiKey, fetch, [option]: 1000, maxRetries: 0 }).projects.list());
    expect(fetch).not.toHaveBeenCalled();
  });
});

describe('totalTimeout', () => {
  test('ends a wait between attempts, and has what the last attempt failed with as its cause', async () => {
    stopClock();
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const fetch = vi.fn(replyWith({}, 503));
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
    const fetch = vi.fn(silence);
    const error = await endsAfter(1500, clientWith({ fetch, timeout: 1000, totalTimeout: 1500 }).projects.list());
    expect(error.cause).toMatchObject({
      name: 'MiosaTimeoutError',
      message: expect.stringContaining('timeout of 1000 ms'),
    });
    expect(fetch.mock.calls.map(([, { signal }]) => signal?.aborted)).toEqual([true, true]);
  });

  test("of one call wins over the client's, and false lifts it", async () => {
    stopClock();
    const miosa = clientWith({ fetch: silence, maxRetries: 0, timeout: 5000, totalTimeout: 1000 });
    await endsAfter(300, miosa.projects.list({}, { totalTimeout: 300 }));
    await endsAfter(5000, miosa.projects.list({}, { totalTimeout: false }));
  });

  test.each([
    ['while it looks', 850, 2],
    ['while it waits to look again', 1200, 2],
    ['while it looks again', 1450, 3],
  ])('covers all of an ensure, and ends it %s', async (_, totalTimeout, requests) => {
    stopClock();
    const fetch = vi.fn(inTurn(slow(800, replyWith({}, 409)), slow(100, replyWith({ data: [] }))));
    const call = clientWith({ fetch }).workspaces.ensure({ slug: 'clinic', name: 'Clinic' }, { totalTimeout });
    const error = await endsAfter(totalTimeout, call);
    expect(error.message).toContain(`workspaces.ensure (GET /workspaces) took longer than its totalTimeout`);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fetch).toHaveBeenCalledTimes(requests);
  });

  test('covers one page of a list, not all of them', async () => {
    stopClock();
    const page = (number: number) =>
      slow(800, replyWith({ data: [{ ...wireProject, id: `${number}` }], meta: { per_page: 1, total: 3 } }));
    const fetch = inTurn(page(1), page(2), page(3));
    const all = collect(clientWith({ fetch, totalTimeout: 1000 }).projects.list());
    await timeToSettle(all);
    expect(await all).toHaveLength(3);
  });
});

describe('the body of an error', () => {
  const mebibyte = 2 ** 20;

  test('of more than 10 MiB is cancelled, and the call rejects with the error of its status', async () => {
    let sent = 0;
    const cancel = vi.fn();
    const pull = (controller: ReadableStreamDefaultController) => {
      sent += 1;
      // Who reads on fails the test, and does not exhaust the memory.
      if (sent > 64) controller.close();
      else controller.enqueue(new Uint8Array(mebibyte).fill(97));
    };
    const fetch: Reply = async () => new Response(new ReadableStream({ pull, cancel }), { status: 400 });
    const error = await rejectionWith(BadRequestError, clientWith({ fetch }).projects.list());
    expect(error).toMatchObject({ status: 400, body: undefined });
    expect(sent).toBeLessThanOrEqual(12);
    expect(cancel).toHaveBeenCalledTimes(1);
  });

  test.each<[string, UnderlyingDefaultSource]>([
    ['that stalls', {}],
    [
      'that trickles without end',
      {
        pull: async (controller) => {
          await pause(1000);
          controller.enqueue(new Uint8Array([97]));
        },
      },
    ],
  ])('%s is cancelled in time, and the call rejects with the error of its status', async (_, source) => {
    stopClock();
    const cancel = vi.fn();
    const fetch: Reply = async () => new Response(new ReadableStream({ ...source, cancel }), { status: 400 });
    const error = rejectionWith(BadRequestError, clientWith({ fetch }).projects.list());
    expect(await timeToSettle(error)).toBeLessThan(30_000);
    expect(cancel).toHaveBeenCalledTimes(1);
  });
});

test('a body that breaks off before its time is up is a MiosaConnectionError', async () => {
  const body = new ReadableStream({ pull: (controller) => controller.error(new TypeError('the tunnel collapsed')) });
  const miosa = clientWith({ fetch: async () => new Response(body), maxRetries: 0 });
  const error = await rejectionWith(MiosaConnectionError, miosa.projects.list());
  expect(error.message).toContain('the tunnel collapsed');
});

test.each([undefined, 'application/json', 'application/problem+json', 'text/html; charset=utf-8'])(
  'bodies are read for what they are, whatever type they are declared with: %s',
  async (type) => {
    const call = (body: string, status: number) => {
      const headers = new Headers(type === undefined ? {} : { 'content-type': type });
      // Text would be given a type.
      const fetch: Reply = async () => new Response(new TextEncoder().encode(body), { status, headers });
      return clientWith({ fetch, maxRetries: 0 }).projects.list();
    };
    expect(await call(JSON.stringify(wireProjectList), 200)).toMatchObject({ total: 1 });
    for (const bodyExcerpt of ['<html></html>', '{"data": [', '']) {
      expect(await rejectionWith(MiosaResponseError, call(bodyExcerpt, 200))).toMatchObject({ bodyExcerpt });
    }
    const error = { code: 'QUOTA_EXCEEDED', message: 'no more projects' };
    expect(await rejectionWith(MiosaApiError, call(JSON.stringify({ error }), 402))).toMatchObject({
      code: error.code,
    });
    for (const body of ['<html></html>', '{"error": {']) {
      expect(await rejectionWith(MiosaApiError, call(body, 402))).toMatchObject({ status: 402, body });
    }
  },
);
