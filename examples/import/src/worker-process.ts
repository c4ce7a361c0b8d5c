import { MiosaClient } from 'miosa-client';
import { claimRedis } from './claim-redis.ts';
import { openDomainQueue, startDomainWorker } from './domains.ts';
import { reasonOf } from './failures.ts';
import { apiName } from './miosa.ts';
import type { Options } from './options.ts';
import { connect } from './redis.ts';
import { countRetry } from './retry-counter.ts';
import { startImportWorker } from './worker.ts';

const firstPauseMs = 60_000;

/** Works on both queues until `signal` stops it; then lets running jobs end. */
export async function runWorker(redisUrl: string, { concurrency }: Options, signal: AbortSignal): Promise<void> {
  const redis = await connect(redisUrl);
  try {
    // One client for all jobs of the process: a 429 holds all of them back.
    const miosa = new MiosaClient({ hooks: { onRetry: () => countRetry(redis) } });
    // The parent of a child has done so.
    if (!process.connected) await claimRedis(redis, apiName());
    const domains = openDomainQueue(redis);
    const refused = Promise.withResolvers<void>();
    const onKeyRefused = (error: unknown): void => {
      console.error(`The worker stops: ${reasonOf(error)}`);
      process.exitCode = 1;
      refused.resolve();
    };
    const workers = [
      startImportWorker({ redis, miosa, concurrency, domains, onKeyRefused }),
      startDomainWorker({
        redis,
        miosa,
        firstPauseMs,
        onKeyRefused,
        onOutcome: ({ domain }, outcome) => console.log(`${domain}: ${outcome}`),
        onFailed: ({ domain }, reason) => console.error(`${domain}: ${reason}`),
      }),
    ];
    await Promise.race([refused.promise, aborted(signal)]);
    await Promise.all(workers.map((worker) => worker.close()));
    await domains.close();
  } finally {
    redis.disconnect();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
