import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Api, ConnectionLost } from '../../conformance/support/api.ts';
import { NotSeen } from '../../conformance/support/seen.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server that answers with these, the last one again and again, and when it was asked, in seconds. */
function server(...answers: readonly (Response | Error)[]) {
  const start = performance.now();
  const askedAt: number[] = [];
  const waits: number[] = [];
  const controller = new AbortController();
  const api = new Api({
    baseUrl: 'https://api.example.com/api/v1',
    apiKey: 'msk_test_1',
    signal: controller.signal,
    onWait: (seconds) => waits.push(seconds),
    fetch: async () => {
      askedAt.push(Math.round((performance.now() - start) / 1000));
      const answer = answers[Math.min(askedAt.length, answers.length) - 1] ?? new Response();
      if (answer instanceof Error) throw answer;
      return answer.clone();
    },
  });
  return { api, askedAt, waits, controller };
}

const limited = (retryAfter?: string) =>
  new Response('', { status: 429, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter } });

test('requests keep to the rate', async () => {
  const times: number[] = [];
  const api = new Api({
    baseUrl: 'https://api.example.com',
    apiKey: 'msk_test_1',
    signal: new AbortController().signal,
    requestsPerMinute: 30,
    fetch: async () => {
      times.push(performance.now());
      return new Response();
    },
  });
  const start = performance.now();
  const all = (async () => {
    for (let count = 0; count < 4; count++) await api.get('/');
  })();
  await vi.runAllTimersAsync();
  await all;
  expect(times.map((time) => Math.round(time - start))).toEqual([0, 2000, 4000, 6000]);
});

test.each([
  ['seconds', () => '7', 7],
  ['a date', () => new Date(Date.now() + 60_000).toUTCString(), 60],
  ['nothing', () => undefined, 10],
  ['something else', () => 'soon', 10],
])('a 429 with %s is waited for, and said', async (_, hint, seconds) => {
  vi.setSystemTime('2026-01-01T00:00:00Z');
  const { api, askedAt, waits } = server(limited(hint()), new Response('{}'));
  const answer = api.post('/projects', {});
  await vi.runAllTimersAsync();
  expect((await answer).status).toBe(200);
  expect(askedAt).toEqual([0, seconds]);
  expect(waits).toEqual([seconds]);
});

test('a 429 that asks to wait for a day is not waited for', async () => {
  const { api, askedAt } = server(limited('86400'));
  await expect(api.get('/projects')).rejects.toThrow(new NotSeen('the server limits requests for more than 300 s'));
  expect(askedAt).toEqual([0]);
});

test('a 429 that does not end says nothing about the API', async () => {
  const { api, askedAt } = server(limited('1'));
  const answer = expect(api.get('/projects')).rejects.toThrow(new NotSeen('the server responds with 429'));
  await vi.runAllTimersAsync();
  await answer;
  expect(askedAt).toEqual([0, 1, 2, 3, 4]);
});

test.each([502, 503, 504])('a %i says nothing about the API; a GET is sent once more', async (status) => {
  const { api, askedAt } = server(new Response('', { status }), new Response('{}'), new Response('', { status }));
  expect((await api.get('/projects')).status).toBe(200);
  await expect(api.post('/projects', {})).rejects.toThrow(NotSeen);
  expect(askedAt).toHaveLength(3);
});

test('a GET without a response is sent once more, a POST is not', async () => {
  const { api, askedAt } = server(new Error('reset'), new Response('{}'), new Error('reset'));
  expect((await api.get('/projects')).status).toBe(200);
  await expect(api.post('/projects', {})).rejects.toThrow(
    new ConnectionLost('No response arrived after 3 requests: reset.'),
  );
  expect(askedAt).toHaveLength(3);
});

test('what creates something is not interrupted, and nothing is sent afterwards', async () => {
  const controller = new AbortController();
  const fetch = async (_: string, { signal }: RequestInit) => {
    controller.abort();
    signal?.throwIfAborted();
    return new Response('{}', { status: 201 });
  };
  const api = new Api({ baseUrl: 'https://api.example.com', apiKey: 'msk_test_1', signal: controller.signal, fetch });
  expect((await api.post('/workspaces', {})).status).toBe(201);
  await expect(api.get('/projects')).rejects.toThrow(/abort/);
  expect(api.requests).toBe(1);
});

test('waiting ends with the run', async () => {
  const { api, controller, askedAt } = server(limited('60'));
  const answer = expect(api.get('/projects')).rejects.toThrow(/abort/);
  await vi.advanceTimersByTimeAsync(1000);
  controller.abort();
  await answer;
  expect(askedAt).toEqual([0]);
});
