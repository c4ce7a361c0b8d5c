import { setTimeout as sleep } from 'node:timers/promises';
import { MiosaClient } from 'miosa-client';
import { claimRedis } from './claim-redis.ts';
import type { Customer } from './customers.ts';
import { planImport } from './existing.ts';
import type { ImportJob } from './import-customer.ts';
import { startLocalWorkers } from './local-workers.ts';
import { apiName } from './miosa.ts';
import type { Options } from './options.ts';
import { Progress } from './progress.ts';
import { addJobs, countJobs, type ImportQueue, jobsOf, limitRequests, openImportQueue } from './queue.ts';
import { connect } from './redis.ts';
import type { Failure, Report } from './report.ts';
import { readRetries, resetRetries } from './retry-counter.ts';

/** Where, and what is there. */
export interface QueueTarget {
  readonly redisUrl: string;
  /** Whether MIOSA is new and empty, so that nothing in the queue is about it. */
  readonly isEmulated: boolean;
}

const pollInterval = 250;
/** A call may wait for a rate limit for five minutes. */
const longestCall = 6 * 60_000;
/** Where the queue is empty, no job runs that matters. */
const emptyGrace = 10_000;

/** Adds a file to the queue, shows how far it is, and ends when the queue is empty. */
export async function runOnQueue(
  customers: readonly Customer[],
  { redisUrl, isEmulated }: QueueTarget,
  options: Options,
  signal: AbortSignal,
): Promise<Report> {
  const redis = await connect(redisUrl);
  const queue = openImportQueue(redis);
  try {
    await claimRedis(redis, isEmulated ? 'an embedded MIOSA' : apiName());
    const { jobs } = await planImport(new MiosaClient(), customers);
    if (isEmulated) await queue.obliterate({ force: true });
    if (jobs.length > 0) {
      if ((await countJobs(queue)).unfinished === 0) await resetRetries(redis);
      await limitRequests(queue, jobs, options.rate);
      await addJobs(queue, jobs, options);
      const failedBefore = (await countJobs(queue)).failed;
      const workers = startLocalWorkers(options.workers, redisUrl, options.concurrency);
      const progress = new Progress();
      for (;;) {
        const { unfinished, failed } = await countJobs(queue);
        const counts = {
          total: customers.length,
          done: Math.max(0, customers.length - unfinished),
          failed: Math.max(0, failed - failedBefore),
          retries: await readRetries(redis),
        };
        const isOver = unfinished === 0 || signal.aborted || (options.workers > 0 && workers.running === 0);
        if (isOver) progress.end(counts);
        else progress.show(counts);
        if (isOver) break;
        await sleep(pollInterval, undefined, { signal }).catch(() => {});
      }
      await workers.stop(signal.aborted ? longestCall : emptyGrace);
    }
    return await reportOf(queue, customers.length, jobs);
  } finally {
    await queue.close();
    redis.disconnect();
  }
}

async function reportOf(queue: ImportQueue, customers: number, jobs: readonly ImportJob[]): Promise<Report> {
  const failed: Failure[] = [];
  let created = 0;
  let found = customers - jobs.length;
  let pendingDomains = 0;
  for await (const { finishedOn, failedReason, returnvalue, data } of jobsOf(queue, jobs)) {
    if (finishedOn === undefined) continue;
    // The reason of an earlier attempt stays.
    if (returnvalue === null) failed.push({ id: data.id, reason: failedReason });
    else if (returnvalue.created) created += 1;
    else found += 1;
    if (returnvalue?.pendingDomain !== undefined) pendingDomains += 1;
  }
  return { created, found, failed, left: customers - created - found - failed.length, pendingDomains };
}
