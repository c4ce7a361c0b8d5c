import type { Fetch } from 'miosa-client';
import { wireProject } from './seed.ts';

/** An API that takes so many requests per minute, and refuses more until the minute is over. */
export interface LimitedApi {
  readonly fetch: Fetch;
  /** How many requests it has refused. */
  readonly refusals: () => number;
  /** How long so many requests take at best, in milliseconds, from now on. */
  readonly bestTime: (requests: number) => number;
}

interface LimitedApiOptions {
  readonly latency?: number;
  readonly refusalLatency?: number;
  readonly others?: (minute: number) => number;
}

const minute = 60_000;

/**
 * Starts such an API. Its minutes are those of the (stopped) clock.
 *
 * @param quota - How many requests it takes per minute.
 * @param latency - How long an answer is under way, in milliseconds.
 * @param refusalLatency - The same for a refusal.
 * @param others - How many requests somebody else has made at the beginning of each minute, from the first on.
 */
export function limitedApi(
  quota: number,
  { latency = 80, refusalLatency = latency, others = () => 0 }: LimitedApiOptions = {},
): LimitedApi {
  const minuteOf = (time: number) => Math.floor(time / minute);
  const first = minuteOf(Date.now());
  const taken = new Map<number, number>();
  const takenIn = (number: number) => taken.get(number) ?? others(number - first);
  let refusals = 0;

  const fetch: Fetch = async () => {
    const current = minuteOf(Date.now());
    const isTaken = takenIn(current) < quota;
    if (isTaken) taken.set(current, takenIn(current) + 1);
    else refusals += 1;
    const retryAfter = Math.ceil(((current + 1) * minute - Date.now()) / 1000);
    await new Promise((resolve) => setTimeout(resolve, isTaken ? latency : refusalLatency));
    return isTaken
      ? Response.json(wireProject)
      : Response.json({}, { status: 429, headers: { 'retry-after': String(retryAfter) } });
  };

  const bestTime = (requests: number): number => {
    let left = requests;
    for (let number = minuteOf(Date.now()); ; number++) {
      left -= quota - takenIn(number);
      if (left <= 0) return Math.max(0, number * minute - Date.now()) + latency;
    }
  };
  return { fetch, refusals: () => refusals, bestTime };
}
