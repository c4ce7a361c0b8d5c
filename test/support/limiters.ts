import type { Fetch } from 'miosa-client';
import { wireProject } from './seed.ts';

/** What an API decides about a request: that it is taken, or how long to wait, as it tells the client. */
export type Verdict =
  | { readonly taken: true; readonly serviceMs?: number }
  | { readonly taken: false; readonly retryAfter: string };

/** A way to limit how often an API may be called. */
export interface Limiter {
  /** Called as a request arrives. */
  arrive(now: number): Verdict;
  /** Called as its response leaves. */
  leave?(): void;
}

const taken: Verdict = { taken: true };
const refused = (retryAfter: string): Verdict => ({ taken: false, retryAfter });

/**
 * So many requests in each window of the clock.
 *
 * @param hint - Makes the `Retry-After` of the milliseconds that the window still lasts.
 */
export function fixedWindow(quota: number, windowMs: number, hint: (left: number) => string): Limiter {
  let window = Number.NaN;
  let count = 0;
  return {
    arrive: (now) => {
      const current = Math.floor(now / windowMs);
      if (current !== window) [window, count] = [current, 0];
      count += 1;
      return count <= quota ? taken : refused(hint((current + 1) * windowMs - now));
    },
  };
}

/** So many requests in whichever second is looked at. */
export function slidingWindow(quota: number, windowMs: number): Limiter {
  let times: number[] = [];
  return {
    arrive: (now) => {
      times = times.filter((time) => time > now - windowMs);
      if (times.length < quota) {
        times.push(now);
        return taken;
      }
      return refused(String(Math.ceil(((times[0] ?? now) + windowMs - now) / 1000)));
    },
  };
}

/** A bucket that is filled at a rate, and holds what one second brings. */
export function tokenBucket(perSecond: number, hint: (ms: number) => string): Limiter {
  let tokens = perSecond;
  let last = Number.NaN;
  return {
    arrive: (now) => {
      if (!Number.isNaN(last)) tokens = Math.min(perSecond, tokens + ((now - last) * perSecond) / 1000);
      last = now;
      if (tokens < 1) return refused(hint(((1 - tokens) * 1000) / perSecond));
      tokens -= 1;
      return taken;
    },
  };
}

/** So many requests at a time, each of which takes a while. */
export function concurrency(limit: number, serviceMs: number, hint: string): Limiter {
  let active = 0;
  return {
    arrive: () => {
      if (active >= limit) return refused(hint);
      active += 1;
      return { taken: true, serviceMs };
    },
    leave: () => {
      active -= 1;
    },
  };
}

/** An API behind a limiter, on whichever clock runs. It tells how often each call was refused, by its idempotency key. */
export function limitedBy(
  limiter: Limiter,
  latencyMs = 20,
): { readonly fetch: Fetch; readonly refusals: Map<string, number> } {
  const refusals = new Map<string, number>();
  const fetch: Fetch = async (_url, init) => {
    const key = new Headers(init.headers).get('idempotency-key') ?? '';
    await wait(latencyMs / 2);
    const verdict = limiter.arrive(performance.now());
    if (!verdict.taken) {
      refusals.set(key, (refusals.get(key) ?? 0) + 1);
      await wait(latencyMs / 2);
      return Response.json({}, { status: 429, headers: { 'retry-after': verdict.retryAfter } });
    }
    await wait((verdict.serviceMs ?? 0) + latencyMs / 2);
    limiter.leave?.();
    return Response.json(wireProject, { status: 201 });
  };
  return { fetch, refusals };
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
