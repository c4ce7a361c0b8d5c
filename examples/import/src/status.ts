import { setTimeout as sleep } from 'node:timers/promises';
import { Progress } from './progress.ts';
import { countJobs, failures, type ImportQueue, openImportQueue } from './queue.ts';
import { connect } from './redis.ts';
import { formatFailures } from './report.ts';
import { readRetries } from './retry-counter.ts';

const pollInterval = 500;

/** Shows how far the queue is until it is empty, then what has failed for good. */
export async function showStatus(redisUrl: string, signal: AbortSignal): Promise<void> {
  const redis = await connect(redisUrl);
  const queue = openImportQueue(redis);
  try {
    const progress = new Progress();
    for (;;) {
      const { unfinished, completed, failed } = await countJobs(queue);
      const done = completed + failed;
      const counts = { total: done + unfinished, done, failed, retries: await readRetries(redis) };
      if (unfinished === 0 || signal.aborted) {
        progress.end(counts);
        break;
      }
      progress.show(counts);
      await sleep(pollInterval, undefined, { signal }).catch(() => {});
    }
    await printFailures(queue);
  } finally {
    await queue.close();
    redis.disconnect();
  }
}

async function printFailures(queue: ImportQueue): Promise<void> {
  const failed = await failures(queue);
  for (const line of formatFailures(failed)) console.log(line);
  if (failed.length > 0) console.log('--retry-failed runs them again.');
}

/** Puts what has failed for good back into the queue. */
export async function retryFailed(redisUrl: string): Promise<void> {
  const redis = await connect(redisUrl);
  const queue = openImportQueue(redis);
  try {
    const failed = await queue.getFailed();
    // Each with all of its attempts: `queue.retryJobs` would leave it one.
    for (const job of failed) await job.retry('failed', { resetAttemptsMade: true });
    console.log(`Back on the queue: ${failed.length}`);
  } finally {
    await queue.close();
    redis.disconnect();
  }
}
