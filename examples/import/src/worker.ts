import { type Job, UnrecoverableError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { MiosaClient } from 'miosa-client';
import { type DomainQueue, watchDomain } from './domains.ts';
import { isAboutKey, isTemporary, reasonOf } from './failures.ts';
import { type Imported, type ImportJob, importCustomer } from './import-customer.ts';
import { importQueueName } from './queue.ts';
import { logError } from './redis.ts';
import { countRetry } from './retry-counter.ts';

/** Options of {@link startImportWorker}. */
export interface ImportWorkerOptions {
  readonly redis: Redis;
  readonly miosa: MiosaClient;
  readonly concurrency: number;
  /** Where the domains of new customers are watched. */
  readonly domains: DomainQueue;
  /** Called when the API refuses the key: no job can succeed here. */
  readonly onKeyRefused: (error: unknown) => void;
}

/** Works on the queue. Closing the worker lets running jobs end. */
export function startImportWorker(options: ImportWorkerOptions): Worker<ImportJob, Imported> {
  const { redis, miosa, concurrency, domains, onKeyRefused } = options;
  const worker = new Worker<ImportJob, Imported>(
    importQueueName,
    async (job) => {
      try {
        return await run(job, miosa, domains);
      } catch (error) {
        if (isAboutKey(error)) onKeyRefused(error);
        else if (!isTemporary(error)) throw new UnrecoverableError(reasonOf(error));
        throw new Error(reasonOf(error), { cause: error });
      }
    },
    {
      connection: redis,
      concurrency,
      // The jobs of a worker that was killed are taken over after at most the sum of both.
      lockDuration: 10_000,
      stalledInterval: 5000,
      // They may be repeated, so it does no harm if that happens more often.
      maxStalledCount: 20,
    },
  );
  worker.on('failed', (job) => {
    if (job !== undefined && job.finishedOn === undefined) countRetry(redis);
  });
  worker.on('error', logError);
  return worker;
}

async function run(job: Job<ImportJob, Imported>, miosa: MiosaClient, domains: DomainQueue): Promise<Imported> {
  const imported = await importCustomer(miosa, job.data, (workspaceId) => job.updateData({ ...job.data, workspaceId }));
  const { projectId, pendingDomain } = imported;
  if (pendingDomain !== undefined) await watchDomain(domains, { projectId, domain: pendingDomain });
  return imported;
}
