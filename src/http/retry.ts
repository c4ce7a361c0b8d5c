import { MiosaApiError, MiosaConnectionError, MiosaResponseError, MiosaTimeoutError } from '../errors/errors.ts';
import { isRecord } from '../json.ts';
import type { Call } from './call.ts';

/** The longest wait that the API may ask for, in milliseconds. Beyond it the error goes to the caller. */
const maxRetryAfter = 60_000;

/** The first and the longest wait where the API asks for none, in milliseconds. */
const firstBackoff = 500;
const maxBackoff = 8000;

/** A `Retry-After` may be rounded down, to 0 even. A call waits at least this long, in milliseconds, and longer each time. */
const minRateLimitDelay = 100;
const maxMinRateLimitDelay = 1000;

/** What is wrong with a 2xx response that is not JSON: it was damaged on the way, so that a read is worth retrying. */
export const notJson = 'expected JSON';

/**
 * How long a 429 delays every call of the client, in milliseconds; `undefined` when it does not say.
 *
 * @param count - How often the call was rate limited before.
 */
export function rateLimitDelay(error: unknown, count: number): number | undefined {
  const { status, retryAfterMs = Number.POSITIVE_INFINITY } = error instanceof MiosaApiError ? error : {};
  if (status !== 429 || retryAfterMs > maxRetryAfter) return undefined;
  return Math.max(retryAfterMs, Math.min(maxMinRateLimitDelay, minRateLimitDelay * 2 ** count));
}

/** The state of a call so far. */
interface RetryState {
  /** How often it was retried, rate limits aside. */
  readonly retries: number;
  /** How long its 429 delays every call, in milliseconds, if it says so. */
  readonly holdFor: number | undefined;
  /** When it gives up waiting for rate limits, on the clock of `performance.now()`. */
  readonly giveUpAt: number;
}

/** In how many milliseconds a failed attempt is retried; `undefined`: not at all, the error goes to the caller. */
export function retryDelay(error: unknown, call: Call<unknown>, state: RetryState): number | undefined {
  const { retries, holdFor, giveUpAt } = state;
  if (call.maxRetries === 0 || !isRetryable(error, call)) return undefined;
  if (holdFor !== undefined) return performance.now() + holdFor > giveUpAt ? undefined : holdFor;
  if (retries >= call.maxRetries) return undefined;
  // Full jitter: clients that failed together do not retry together.
  const backoff = Math.random() * Math.min(maxBackoff, firstBackoff * 2 ** retries);
  const delay = (error instanceof MiosaApiError ? error.retryAfterMs : undefined) ?? backoff;
  return delay > maxRetryAfter ? undefined : delay;
}

function isRetryable(error: unknown, { method, isIdempotent }: Call<unknown>): boolean {
  // A 429 is sent before anything is processed; after any other error, a retried POST or PATCH could run twice.
  if (error instanceof MiosaApiError && error.status === 429) return true;
  return isTransient(error) && (error instanceof MiosaResponseError ? method === 'GET' : isIdempotent);
}

/** Whether the same request may succeed later. */
export function isTransient(error: unknown): boolean {
  if (error instanceof MiosaApiError) return error.retryable;
  if (error instanceof MiosaResponseError) return error.issues[0]?.message === notJson;
  return error instanceof MiosaConnectionError || error instanceof MiosaTimeoutError;
}

/** The statuses after which the same request may succeed later. 520 to 527 are what proxies say of the server behind them. */
export function isTransientStatus(status: number): boolean {
  return [408, 425, 429, 500, 502, 503, 504].includes(status) || (status >= 520 && status <= 527);
}

/**
 * How long the API asked to wait, in milliseconds: the `Retry-After` header (seconds, fractions, or an HTTP date), else
 * `retry_after_ms`, else `retry_after` (seconds) in the body, at the top or inside `error`. `undefined` where it did not
 * ask, or in a way that cannot be read.
 */
export function readRetryAfter(headers: Headers, body: unknown): number | undefined {
  const value = headers.get('retry-after') ?? '';
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  const until = readDate(value);
  // The server's own clock, where it shows it: that of this machine may be wrong.
  if (until !== undefined) return Math.max(0, until - (readDate(headers.get('date')) ?? Date.now()));
  const top = isRecord(body) ? body : {};
  const nested = isRecord(top['error']) ? top['error'] : {};
  return (
    duration(top['retry_after_ms'] ?? nested['retry_after_ms'], 1) ??
    duration(top['retry_after'] ?? nested['retry_after'], 1000)
  );
}

function readDate(value: string | null): number | undefined {
  // `Date.parse` finds a date in almost anything with a number in it.
  const time = value !== null && /^[A-Z][a-z]+, /.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

function duration(value: unknown, milliseconds: number): number | undefined {
  return typeof value === 'number' && value >= 0 ? value * milliseconds : undefined;
}
