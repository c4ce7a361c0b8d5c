import { Redis } from 'ioredis';
import { reasonOf } from './failures.ts';

/** A Redis that cannot be used. The message says which, and why. */
export class RedisUnavailable extends Error {}

/**
 * Connects to Redis. Once connected, commands wait while it is away.
 *
 * @throws {RedisUnavailable} When it cannot be reached at first.
 */
export async function connect(url: string): Promise<Redis> {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: null });
  let problem: unknown;
  redis.on('error', (error) => {
    problem = error;
  });
  try {
    await redis.connect();
  } catch (error) {
    redis.disconnect();
    const { code, message } = Object(problem ?? error);
    // Not the URL: it may have a password.
    throw new RedisUnavailable(`Redis cannot be reached at ${new URL(url).host}: ${message || code}`);
  }
  // A child's parent says it.
  if (!process.connected) sayWhenAway(redis);
  return redis;
}

function sayWhenAway(redis: Redis): void {
  let isAway = false;
  // At each attempt.
  redis.on('reconnecting', () => {
    if (!isAway) console.error('\nRedis is away: everything waits until it is back.');
    isAway = true;
  });
  redis.on('ready', () => {
    if (isAway) console.error('Redis is back.');
    isAway = false;
  });
}

/** For the errors that queues and workers emit. Those of the connection are said elsewhere. */
export function logError(error: Error): void {
  if (!('syscall' in error)) console.error(reasonOf(error));
}
