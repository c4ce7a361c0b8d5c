import type { Redis } from 'ioredis';

const key = 'miosa-import:api';

/** A Redis whose jobs are about another API. The message says which. */
export class RedisTaken extends Error {}

/**
 * Keeps one Redis database for one API: jobs that were done on a staging system would else count as done in production,
 * and its workers would run those that are left.
 *
 * @throws {RedisTaken} When another API has it.
 */
export async function claimRedis(redis: Redis, api: string): Promise<void> {
  await redis.setnx(key, api);
  const owner = await redis.get(key);
  if (owner === api || owner === null) return;
  throw new RedisTaken(
    `This Redis has the jobs of ${owner}. For ${api} use another database of it, such as redis://localhost:6379/1.`,
  );
}
