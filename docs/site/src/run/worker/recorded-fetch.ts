import type { Fetch } from 'miosa-client';
import type { RunEvent } from '../protocol.ts';

let requests = 0;

/** A `fetch` that reports each request and what came of it. */
export function recordedFetch(fetch: Fetch, report: (event: RunEvent) => void): Fetch {
  return async (url, init) => {
    requests += 1;
    const id = requests;
    const { pathname, search } = new URL(url);
    const headers = Object.fromEntries(new Headers(init?.headers));
    if (headers['authorization'] !== undefined) headers['authorization'] = 'Bearer …';
    const body = typeof init?.body === 'string' ? init.body : '';
    report({ type: 'request', id, method: init?.method ?? 'GET', path: pathname + search, headers, body });
    const start = performance.now();
    try {
      const response = await fetch(url, init);
      const durationMs = performance.now() - start;
      report({ type: 'response', id, status: response.status, durationMs, body: await response.clone().text() });
      return response;
    } catch (error) {
      report({ type: 'response', id, status: undefined, durationMs: performance.now() - start, body: String(error) });
      throw error;
    }
  };
}
