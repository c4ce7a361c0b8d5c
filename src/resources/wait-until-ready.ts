import { type Checks, checkOptions, functionOf, milliseconds } from '../check-options.ts';
import { type AnyMiosaError, isMiosaError, MiosaTimeoutError, RateLimitError } from '../errors/errors.ts';
import type { SharedOptions } from '../http/call.ts';
import type { HttpClient } from '../http/client.ts';
import { callChecks } from '../http/config.ts';
import { notify } from '../http/hooks.ts';
import type { RequestOptions } from '../http/options.ts';
import { isTransient } from '../http/retry.ts';
import type { PreviewDomainCheck } from './preview-domain-check.ts';

/**
 * Options of `previewDomain.waitUntilReady`: its own, and those of every call. `timeout` is for the whole wait. The
 * smaller of `timeout` and `totalTimeout` counts; the client's `totalTimeout` is not used.
 */
export interface WaitOptions extends Omit<RequestOptions, 'timeout'> {
  /** How long to wait in total, in milliseconds. Default: 600,000, ten minutes. */
  readonly timeout?: number | undefined;
  /** The wait before the second check, in milliseconds. It grows by half each time, up to 30,000. Default: 5000. */
  readonly interval?: number | undefined;
  /** Called after each check, including those that failed transiently. Errors that it throws are ignored. */
  readonly onCheck?: ((progress: WaitProgress) => void) | undefined;
}

/** The progress of a wait. */
export interface WaitProgress {
  /** The result of the check; if it failed, that of the last one that did not. */
  readonly check: PreviewDomainCheck | undefined;
  /** Why the check failed, if it did. The wait goes on. */
  readonly error: Error | undefined;
  /** How many checks were made, from 1, including those that failed. */
  readonly attempt: number;
  /** How long the wait has taken so far, in milliseconds. */
  readonly elapsedMs: number;
  /** How long until the next check, in milliseconds, or `undefined` when this was the last. */
  readonly nextCheckMs: number | undefined;
}

const waitChecks: Checks<WaitOptions> = {
  ...callChecks,
  interval: milliseconds,
  onCheck: functionOf('the progress'),
};

const defaultTimeout = 600_000;
const defaultInterval = 5000;
const maxInterval = 30_000;
const growth = 1.5;

/**
 * Checks repeatedly until a domain is ready.
 *
 * @param verify - Makes one check.
 */
export async function waitUntilReady(
  http: HttpClient,
  verify: (options: SharedOptions) => Promise<PreviewDomainCheck>,
  options: WaitOptions,
): Promise<PreviewDomainCheck> {
  checkOptions('A wait', options, waitChecks);
  // Checks can share no idempotency key: the API would answer all of them as it did the first.
  const { timeout = defaultTimeout, interval = defaultInterval, onCheck, idempotencyKey, ...others } = options;
  const total = Math.min(timeout, others.totalTimeout || timeout);
  const shared = http.share('previewDomain.waitUntilReady', { ...others, totalTimeout: total });
  const start = performance.now();
  let check: PreviewDomainCheck | undefined;
  let wait = interval;
  for (let attempt = 1; ; attempt++) {
    let error: AnyMiosaError | undefined;
    try {
      check = await verify(shared);
    } catch (failure) {
      if (shared.signal?.aborted || !mayBecomeReady(failure)) throw failure;
      error = failure;
    }
    const ready = error === undefined && check?.ready === true ? check : undefined;
    // The API may ask for a longer wait than the interval.
    const pause = Math.max(wait, (error instanceof RateLimitError && error.retryAfterMs) || 0);
    const elapsedMs = performance.now() - start;
    const isLast = ready !== undefined || elapsedMs + pause >= total;
    const progress = { check, error, attempt, elapsedMs, nextCheckMs: isLast ? undefined : pause };
    notify(() => onCheck?.(progress));
    if (ready !== undefined) return ready;
    await http.pause(pause, shared);
    // A check that the end of the wait has cut off failed with what its last attempt failed with.
    if (isLast) throw timeoutError(total, check, elapsedMs < total ? error : error?.cause);
    wait = Math.max(interval, Math.min(maxInterval, wait * growth));
  }
}

function timeoutError(total: number, lastCheck: PreviewDomainCheck | undefined, cause: unknown): MiosaTimeoutError {
  const state = lastCheck?.dnsStatus ?? lastCheck?.status ?? 'not known';
  const message = `The preview domain was not ready after ${total} ms; the state of its DNS was: ${state}.`;
  return new MiosaTimeoutError(message, { lastCheck, cause });
}

/** Whether the next check may succeed. Records that are not found yet may be reported as an error, too. */
function mayBecomeReady(error: unknown): error is AnyMiosaError {
  return isMiosaError(error) && (isTransient(error) || error.code === 'DNS_NOT_FOUND');
}
