import type { Fetch, MiosaClientOptions, PreviewDomainCheck, WaitOptions } from 'miosa-client';
import { clientWith } from './client.ts';
import { stopClock } from './fake-clock.ts';
import { inTurn, type Reply, replyWith } from './replies.ts';
import { ids } from './seed.ts';

/** A wait that has begun, on a stopped clock. */
export interface RunningWait {
  readonly call: Promise<PreviewDomainCheck>;
  /** When each check was sent, in milliseconds from the beginning. */
  readonly sentAt: readonly number[];
}

export const pending: Reply = replyWith({ status: 'pending_dns', dns_status: 'pending' });
export const ready: Reply = replyWith({ status: 'configured', dns_status: 'verified' });

/**
 * Begins to wait for a project's domain.
 *
 * @param replies - How each check is answered in turn; the last answers all that follow.
 * @param options - Options of the wait.
 * @param client - Options of the client, which retries nothing by default.
 */
export function startWait(
  replies: readonly Reply[],
  options: WaitOptions = {},
  client: MiosaClientOptions = {},
): RunningWait {
  stopClock();
  const start = Date.now();
  const sentAt: number[] = [];
  const reply = inTurn(...replies);
  const fetch: Fetch = (url, init) => {
    sentAt.push(Date.now() - start);
    return reply(url, init);
  };
  const miosa = clientWith({ maxRetries: 0, fetch, ...client });
  return { call: miosa.previewDomain.waitUntilReady({ projectId: ids.project }, options), sentAt };
}
