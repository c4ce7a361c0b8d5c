import { DelayedError, type Job, Queue, UnrecoverableError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { MiosaClient } from 'miosa-client';
import { checkDomain, type DomainOutcome, type DomainWatch } from './check-domain.ts';
import { isAboutKey, reasonOf } from './failures.ts';
import { logError } from './redis.ts';

/** The name of the queue in Redis. */
export const domainQueueName = 'miosa-domains';

/** Jobs that each check a domain until it is ready. Between two checks a job is delayed, in Redis: no process waits. */
export type DomainQueue = Queue<DomainWatch, DomainOutcome, 'domain'>;

/** Opens the queue. Closing it leaves `redis` open. */
export function openDomainQueue(redis: Redis): DomainQueue {
  return new Queue<DomainWatch, DomainOutcome, 'domain'>(domainQueueName, { connection: redis }).on('error', logError);
}

/** Watches a domain that was set just now: after an import, or from a sign-up. Where that runs already, nothing happens. */
export async function watchDomain(
  queue: DomainQueue,
  { projectId, domain }: Omit<DomainWatch, 'since'>,
): Promise<void> {
  await queue.add(
    'domain',
    { projectId, domain, since: Date.now() },
    // Until the job is finished. A job id would refuse a domain for good that was set before.
    { deduplication: { id: `${projectId} ${domain}` }, removeOnComplete: { age: 30 * 24 * 60 * 60 } },
  );
}

/** Options of {@link startDomainWorker}. */
export interface DomainWorkerOptions {
  readonly redis: Redis;
  readonly miosa: MiosaClient;
  readonly firstPauseMs: number;
  /** Called when the API refuses the key: no check can succeed here. */
  readonly onKeyRefused: (error: unknown) => void;
  readonly onOutcome: (watch: DomainWatch, outcome: DomainOutcome) => void;
  readonly onFailed: (watch: DomainWatch, reason: string) => void;
}

/** Checks domains when they are due. */
export function startDomainWorker(options: DomainWorkerOptions): Worker<DomainWatch, DomainOutcome> {
  const { redis, miosa, firstPauseMs, onKeyRefused, onOutcome, onFailed } = options;
  const worker = new Worker<DomainWatch, DomainOutcome>(
    domainQueueName,
    async (job: Job<DomainWatch, DomainOutcome>, token) => {
      const now = Date.now();
      const result = await checkDomain(miosa, job.data, { now, firstPauseMs }).catch((error: unknown) => {
        if (!isAboutKey(error)) throw new UnrecoverableError(reasonOf(error));
        onKeyRefused(error);
        return { checkAgainAt: now + firstPauseMs };
      });
      if (typeof result === 'string') return result;
      await job.moveToDelayed(result.checkAgainAt, token);
      throw new DelayedError();
    },
    // Each check takes two requests, beside those of imports. It may be repeated, and workers be killed, in seven days.
    { connection: redis, concurrency: 5, limiter: { max: 2, duration: 1000 }, maxStalledCount: 20 },
  );
  worker.on('completed', (job, outcome) => onOutcome(job.data, outcome));
  worker.on('failed', (job, { message }) => {
    if (job !== undefined) onFailed(job.data, message);
  });
  worker.on('error', logError);
  return worker;
}
