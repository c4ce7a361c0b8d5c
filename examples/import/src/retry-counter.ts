import type { Redis } from 'ioredis';

const key = 'miosa-import:retries';
const oneDay = 24 * 60 * 60;

/** Counts a request or a job that is tried again, for all processes together. */
export function countRetry(redis: Redis): void {
  // Nobody waits for it: without Redis there is nobody who would read it.
  redis
    .multi()
    .incr(key)
    .expire(key, oneDay)
    .exec()
    .catch(() => {});
}

/** Begins anew: nothing is on the queue. */
export async function resetRetries(redis: Redis): Promise<void> {
  await redis.del(key);
}

/** How often a request or a job was tried again, since the queue was empty. */
export async function readRetries(redis: Redis): Promise<number> {
  return Number(await redis.get(key));
}
