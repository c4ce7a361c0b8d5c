import { MiosaApiError, RateLimitError } from '../errors/api-errors.ts';
import { MiosaConnectionError, MiosaResponseError, MiosaTimeoutError } from '../errors/client-errors.ts';
import { readRetryHint } from '../errors/retry-hint.ts';

/** The longest hint that is slept through, in milliseconds. */
export const longestHint = 60_000;

const firstBackoff = 500;
const longestBackoff = 8000;

/** What the decision to repeat a request depends on. */
export interface RetryContext {
  readonly method: string;
  /** Whether the request carries an `Idempotency-Key`, so that the API carries it out once. */
  readonly hasIdempotencyKey: boolean;
  /** How often it was repeated already. */
  readonly retries: number;
  readonly maxRetries: number;
}

/**
 * Whether to repeat a failed attempt, and when.
 *
 * @returns How long to wait, in milliseconds, or `undefined` when the error goes to the caller.
 */
export function retryDelay(error: unknown, context: RetryContext): number | undefined {
  if (context.retries >= context.maxRetries || !mayRepeat(error, context)) return undefined;
  const hint = error instanceof MiosaApiError ? readRetryHint(error.headers, error.body) : undefined;
  if (hint !== undefined) return hint > longestHint ? undefined : hint;
  // Full jitter: clients that failed together do not come back together.
  return Math.random() * Math.min(longestBackoff, firstBackoff * 2 ** context.retries);
}

function mayRepeat(error: unknown, { method, hasIdempotencyKey }: RetryContext): boolean {
  if (error instanceof MiosaApiError) {
    // 429 is said before anything is carried out; of everything else, a repeated POST or PATCH could run twice.
    if (error.status === 429) return true;
    return error.retryable && (hasIdempotencyKey || isRepeatable(method));
  }
  if (error instanceof MiosaResponseError) return method === 'GET';
  const passing = error instanceof MiosaConnectionError || error instanceof MiosaTimeoutError;
  return passing && (hasIdempotencyKey || isRepeatable(method));
}

function isRepeatable(method: string): boolean {
  return method !== 'POST' && method !== 'PATCH';
}

/** A 429 with a hint that is waited for: it holds for every call of the client. */
export function isRefusal(error: unknown): error is RateLimitError & { readonly retryAfterMs: number } {
  return error instanceof RateLimitError && error.retryAfterMs !== undefined && error.retryAfterMs <= longestHint;
}
