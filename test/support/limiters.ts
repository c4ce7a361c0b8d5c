import type { Fetch } from 'miosa-client';
import { wireProject } from './seed.ts';

/** Decides about a request that arrives: 0 where it is accepted, else in how many milliseconds there is room. */
export type Limiter = (now: number) => number;

/** So many requests in each window of the clock. */
export function fixedWindow(quota: number, windowMs: number): Limiter {
  let window = Number.NaN;
  let count = 0;
  return (now) => {
    const current = Math.floor(now / windowMs);
    if (current !== window) [window, count] = [current, 0];
    count += 1;
    return count <= quota ? 0 : (current + 1) * windowMs - now;
  };
}

/** So many requests in any window; where each takes as long as the window, so many at a time. */
export function slidingWindow(quota: number, windowMs: number): Limiter {
  let times: number[] = [];
  return (now) => {
    times = times.filter((time) => time > now - windowMs);
    const [oldest = now] = times;
    if (times.length >= quota) return oldest + windowMs - now;
    times.push(now);
    return 0;
  };
}

/** A bucket that is filled at a rate, and holds what one second brings. */
export function tokenBucket(perSecond: number): Limiter {
  let tokens = perSecond;
  let last = Number.POSITIVE_INFINITY;
  return (now) => {
    tokens = Math.min(perSecond, tokens + (Math.max(0, now - last) * perSecond) / 1000);
    last = now;
    if (tokens < 1) return ((1 - tokens) * 1000) / perSecond;
    tokens -= 1;
    return 0;
  };
}

/**
 * An API behind a limiter, on whichever clock runs, and how often each call was rate limited, by its idempotency key.
 *
 * @param hint - Makes the `Retry-After` of the milliseconds that a request would have to wait.
 */
export function limitedBy(
  limiter: Limiter,
  hint: (milliseconds: number) => string,
  latencyMs = 20,
): { readonly fetch: Fetch; readonly refusals: ReadonlyMap<string, number> } {
  const refusals = new Map<string, number>();
  const fetch: Fetch = async (_url, { headers }) => {
    const left = limiter(performance.now());
    await new Promise((resolve) => setTimeout(resolve, latencyMs));
    if (left === 0) return Response.json(wireProject, { status: 201 });
    const key = new Headers(headers).get('idempotency-key') ?? '';
    refusals.set(key, (refusals.get(key) ?? 0) + 1);
    return Response.json({}, { status: 429, headers: { 'retry-after': hint(left) } });
  };
  return { fetch, refusals };
}
