import { Redis } from 'ioredis';

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
    return redis;
  } catch (error) {
    redis.disconnect();
    const { code, message } = Object(problem ?? error);
    // Not the URL: it may have a password.
    throw new RedisUnavailable(`Redis cannot be reached at ${new URL(url).host}: ${message || code}`);
  }
}
