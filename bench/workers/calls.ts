import { createServer } from 'node:http';
import { setImmediate as nextTick } from 'node:timers/promises';
import type { Connect } from '../clients.ts';
import { pageAt, stubBaseUrl, stubFor } from '../documents.ts';
import { measure, serveTurns } from './measure.ts';

/** Measures how long a call takes once everything is warm, in microseconds. */
export function perCall(connect: Connect, client: string): void {
  const call = connect({ baseUrl: stubBaseUrl, fetch: stubFor(client) });
  // Asking for the time after every call would be part of the cheapest ones.
  const batch = 50;
  const runBatch = async (): Promise<void> => {
    for (let index = 0; index < batch; index++) await call();
    // A stub responds within the same task, as no network does: what weak references hold is not freed until then.
    await nextTick();
  };
  serveTurns(async ({ milliseconds }) => {
    const perBatch = await measure(runBatch, milliseconds);
    return { microseconds: (perBatch * 1000) / batch };
  });
}

/** Measures how many requests per second a client makes over HTTP, and how much processor time each one takes. */
export function overHttp(connect: Connect, baseUrl: string, concurrency: string): void {
  const call = connect({ baseUrl });
  serveTurns(async ({ milliseconds }) => {
    const start = performance.now();
    const cpu = process.cpuUsage();
    let requests = 0;
    const loop = async (): Promise<void> => {
      while (performance.now() - start < milliseconds) {
        await call();
        requests += 1;
      }
    };
    await Promise.all(Array.from({ length: Number(concurrency) }, loop));
    const { user, system } = process.cpuUsage(cpu);
    const seconds = (performance.now() - start) / 1000;
    return { perSecond: requests / seconds, cpuMicroseconds: (user + system) / requests };
  });
}

/** Responds to every request with a page of one project, and tells its parent the port. */
export function serve(): void {
  const server = createServer((request, response) => {
    const page = pageAt(request.url ?? '');
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(page) });
    response.end(page);
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    // A string only for a server that listens on a pipe.
    if (typeof address === 'object') process.send?.(address?.port);
  });
  // The parent has ended.
  process.on('disconnect', () => process.exit());
}
