import { type Job, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { type Imported, type ImportJob, requestsOf, workspaceSlug } from './import-customer.ts';
import { logError } from './redis.ts';
import type { Failure } from './report.ts';

/** The name of the queue in Redis. */
export const importQueueName = 'miosa-import';

/** Jobs that import a customer each. */
export type ImportQueue = Queue<ImportJob, Imported, 'customer'>;

/** How often a job is tried, and how long the first pause is, in milliseconds. */
export interface Attempts {
  readonly attempts: number;
  readonly backoff: number;
}

/** Jobs that are done stay for a day, so that another import of the same file does not repeat them. */
const keepDone = { age: 24 * 60 * 60 };
const batchSize = 500;

/** Opens the queue. Closing it leaves `redis` open. */
export function openImportQueue(redis: Redis): ImportQueue {
  return new Queue<ImportJob, Imported, 'customer'>(importQueueName, { connection: redis }).on('error', logError);
}

/** The id of a customer's job: where several imports add it, it is one job. */
export function jobId(customerId: string): string {
  return workspaceSlug(customerId);
}

/** Adds a job for each customer who has none. One that failed for good, or had another domain, is replaced. */
export async function addJobs(queue: ImportQueue, jobs: readonly ImportJob[], options: Attempts): Promise<void> {
  const wanted = new Map(jobs.map((job) => [jobId(job.id), job]));
  for await (const finished of finishedJobs(queue)) {
    const job = wanted.get(finished.id ?? '');
    const isFailed = finished.returnvalue === null;
    if (job !== undefined && (isFailed || finished.data.domain !== job.domain)) await finished.remove();
  }
  const backoff = { type: 'exponential', delay: options.backoff, jitter: 0.5 };
  const opts = { attempts: options.attempts, backoff, removeOnComplete: keepDone, stackTraceLimit: 1 };
  for (let start = 0; start < jobs.length; start += batchSize) {
    await queue.addBulk(
      jobs.slice(start, start + batchSize).map((job) => ({
        name: 'customer' as const,
        data: job,
        opts: { ...opts, jobId: jobId(job.id) },
      })),
    );
  }
}

/**
 * Limits all workers together, wherever they run. BullMQ counts jobs, and the API requests: a job may start when there is
 * room for all of its requests. It is counted anew ten times a second, so that they do not arrive all at once.
 */
export async function limitRequests(queue: ImportQueue, jobs: readonly ImportJob[], perSecond: number): Promise<void> {
  const requests = jobs.reduce((sum, job) => sum + requestsOf(job), 0);
  const jobsPerSecond = (perSecond * jobs.length) / requests;
  const max = Math.max(1, Math.round(jobsPerSecond / 10));
  await queue.setGlobalRateLimit(max, Math.ceil((max / jobsPerSecond) * 1000));
}

/** How many jobs are not finished, and how many are. */
export interface QueueCounts {
  readonly unfinished: number;
  readonly completed: number;
  readonly failed: number;
}

/** Counts the jobs. */
export async function countJobs(queue: ImportQueue): Promise<QueueCounts> {
  const counts = await queue.getJobCounts('wait', 'active', 'delayed', 'completed', 'failed');
  const { wait = 0, active = 0, delayed = 0, completed = 0, failed = 0 } = counts;
  return { unfinished: wait + active + delayed, completed, failed };
}

/** The jobs of some customers, in any state; none where there is none. */
export async function* jobsOf(
  queue: ImportQueue,
  jobs: readonly ImportJob[],
): AsyncGenerator<Job<ImportJob, Imported>> {
  for (let start = 0; start < jobs.length; start += batchSize) {
    const ids = jobs.slice(start, start + batchSize).map(({ id }) => jobId(id));
    for (const job of await Promise.all(ids.map((id) => queue.getJob(id)))) if (job !== undefined) yield job;
  }
}

/** The customers whose jobs failed for good, and why. */
export async function failures(queue: ImportQueue): Promise<Failure[]> {
  const jobs = await queue.getFailed();
  return jobs.map(({ data: { id }, failedReason }) => ({ id, reason: failedReason }));
}

async function* finishedJobs(queue: ImportQueue): AsyncGenerator<Job<ImportJob, Imported>> {
  // Those that are removed meanwhile must not make others move to a page that was read already.
  const ids = await queue.getRanges(['completed', 'failed'], 0, -1);
  for (let start = 0; start < ids.length; start += batchSize) {
    const page = await Promise.all(ids.slice(start, start + batchSize).map((id) => queue.getJob(id)));
    for (const job of page) if (job !== undefined) yield job;
  }
}
