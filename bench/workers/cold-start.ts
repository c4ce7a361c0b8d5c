import type { Connect } from '../clients.ts';
import { stubBaseUrl, stubFor } from '../documents.ts';

/** Reports when a process had created its client, and when it had its first result, in milliseconds since it began. */
export async function coldStart(connect: Connect, client: string): Promise<void> {
  const call = connect({ baseUrl: stubBaseUrl, fetch: stubFor(client) });
  const constructed = performance.now();
  const result = await call();
  report(constructed, performance.now());
  if (typeof result !== 'object' || result === null) throw new Error('The result is not a page.');
}

/** A process that does nothing: how long Node itself takes to reach the first line of a program. */
export function emptyStart(): void {
  const started = performance.now();
  report(started, started);
}

function report(constructed: number, finished: number): void {
  const { user, system } = process.cpuUsage();
  console.log(JSON.stringify({ constructed, finished, cpu: (user + system) / 1000 }));
}
