/** Imports customers into MIOSA, in one process or on a queue. `--help` says how. */
import { styleText } from 'node:util';
import { isMiosaError } from 'miosa-client';
import { RedisTaken } from './claim-redis.ts';
import { CustomerFileError, readCustomers } from './customers.ts';
import { openMiosa } from './miosa.ts';
import { type Options, readOptions, UsageError, usage } from './options.ts';
import { RedisUnavailable } from './redis.ts';
import { formatReport } from './report.ts';
import { runInProcess } from './run-in-process.ts';
import { runOnQueue } from './run-on-queue.ts';
import { retryFailed, showStatus } from './status.ts';
import { runWorker } from './worker-process.ts';

const stop = new AbortController();
// Whether another process has started this one, and stops it.
const isChild = process.connected;
process.once('disconnect', () => stop.abort());
process.channel?.unref();
// Once each: a second Ctrl+C ends the process.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    if (!isChild) console.error(`\nStops after the running jobs.`);
    stop.abort();
  });
}

try {
  await run(readOptions(process.argv.slice(2)));
} catch (error) {
  const isExpected = [UsageError, CustomerFileError, RedisUnavailable, RedisTaken].some(
    (kind) => error instanceof kind,
  );
  if (!(error instanceof Error) || !(isExpected || isMiosaError(error))) throw error;
  console.error(styleText('red', error.message, { stream: process.stderr }));
  if (error instanceof UsageError) console.error('--help lists the options.');
  process.exitCode = 1;
}

async function run(options: Options): Promise<void> {
  const { command, redis = '' } = options;
  switch (command) {
    case 'help':
      return console.log(usage);
    case 'worker':
      return runWorker(redis, options, stop.signal);
    case 'status':
      return showStatus(redis, stop.signal);
    case 'retry-failed':
      return retryFailed(redis);
    case 'import':
      return importFile(options);
  }
}

async function importFile(options: Options): Promise<void> {
  const customers = await readCustomers(options.file);
  const { where, isEmulated, requests, close } = await openMiosa();
  const start = performance.now();
  try {
    console.log(`${customers.length} customers, on ${where}`);
    const report = await (options.redis === undefined
      ? runInProcess(customers, options, stop.signal)
      : runOnQueue(customers, { redisUrl: options.redis, isEmulated }, options, stop.signal));
    console.log(formatReport(report));
    console.log(`${requests()}${((performance.now() - start) / 1000).toFixed(1)} s`);
    if (report.failed.length > 0 || report.left > 0) process.exitCode = 1;
  } finally {
    await close();
  }
}
