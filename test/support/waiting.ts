import {
  type Fetch,
  MiosaClient,
  type MiosaClientOptions,
  type MiosaPromise,
  type PreviewDomainCheck,
  type WaitOptions,
} from 'miosa-client';
import { answer, inTurn, type Reply } from './replies.ts';
import { ids } from './seed.ts';
import { stopClocks } from './stopped-clocks.ts';

/** A wait under way, on a clock that stands still. */
export interface RunningWait {
  readonly call: MiosaPromise<PreviewDomainCheck>;
  /** When each check was sent, in milliseconds from the beginning. */
  readonly moments: readonly number[];
}

export const pending: Reply = answer({ status: 'pending_dns', dns_status: 'pending' });
export const ready: Reply = answer({ status: 'configured', dns_status: 'verified' });

/**
 * Begins to wait for a project's domain.
 *
 * @param replies - What becomes of each check in turn; the last goes on for all that follow.
 * @param options - Options of the wait.
 * @param client - Options of the client, which repeats nothing by itself unless told to.
 */
export function startWait(
  replies: readonly Reply[],
  options: WaitOptions = {},
  client: MiosaClientOptions = {},
): RunningWait {
  stopClocks();
  const start = Date.now();
  const moments: number[] = [];
  const reply = inTurn(...replies);
  const fetch: Fetch = (url, init) => {
    moments.push(Date.now() - start);
    return reply(url, init);
  };
  const miosa = new MiosaClient({ apiKey: 'msk_test_waiting', maxRetries: 0, fetch, ...client });
  return { call: miosa.previewDomain.waitUntilReady({ projectId: ids.project }, options), moments };
}
