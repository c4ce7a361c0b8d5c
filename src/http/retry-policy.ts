import { MiosaApiError } from '../errors/api-errors.ts';
import { MiosaConnectionError, MiosaTimeoutError } from '../errors/client-errors.ts';
import { NotJsonError } from './attempt.ts';
import type { Call } from './call.ts';
import { minRateLimitDelay } from './rate-limits.ts';

/** The longest wait that the API may ask for, in milliseconds. Beyond it the error goes to the caller. */
const maxRetryAfter = 60_000;

const firstBackoff = 500;
const maxBackoff = 8000;

/** How often a call was retried, by reason. */
export interface RetryCounts {
  /** After failures. These are what `maxRetries` limits. */
  readonly retries: number;
  /** After a 429 that said when to come back. */
  readonly rateLimits: number;
}

/** How long the API asks all calls of the endpoint to wait, in milliseconds, where it does. */
export function rateLimitOf(error: unknown): number | undefined {
  if (!(error instanceof MiosaApiError) || error.status !== 429) return undefined;
  return (error.retryAfterMs ?? Number.POSITIVE_INFINITY) > maxRetryAfter ? undefined : error.retryAfterMs;
}

/**
 * Decides whether a failed attempt is retried, and when.
 *
 * @returns In how many milliseconds, or `undefined` when the error goes to the caller.
 */
export function decideRetry(error: unknown, call: Call<unknown>, counts: RetryCounts): number | undefined {
  const { maxRetries } = call.limits;
  if (maxRetries === 0 || !isRetryable(error, call)) return undefined;
  const retryAfter = error instanceof MiosaApiError ? error.retryAfterMs : undefined;
  if (retryAfter !== undefined && retryAfter > maxRetryAfter) return undefined;
  const rateLimit = rateLimitOf(error);
  if (rateLimit !== undefined) return Math.max(rateLimit, minRateLimitDelay(counts.rateLimits));
  if (counts.retries >= maxRetries) return undefined;
  // Full jitter: clients that failed together do not come back together.
  const backoff = Math.random() * Math.min(maxBackoff, firstBackoff * 2 ** counts.retries);
  return retryAfter ?? backoff;
}

function isRetryable(error: unknown, { method, isIdempotent }: Call<unknown>): boolean {
  if (error instanceof MiosaApiError) {
    // 429 is said before anything is processed; after everything else, a retried POST or PATCH could run twice.
    return error.status === 429 || (error.retryable && isIdempotent);
  }
  if (error instanceof NotJsonError) return method === 'GET';
  return isIdempotent && (error instanceof MiosaConnectionError || error instanceof MiosaTimeoutError);
}

/** Whether the request may have been processed although the attempt failed. */
export function isOutcomeUnknown(error: unknown): boolean {
  if (error instanceof MiosaApiError) return error.status >= 500;
  return error instanceof MiosaConnectionError || error instanceof MiosaTimeoutError;
}
