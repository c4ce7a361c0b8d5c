import type { RequestOptions } from '../config/options.ts';
import { checkCallOptions, checkMilliseconds } from '../config/resolve.ts';
import { MiosaApiError, RateLimitError } from '../errors/api-errors.ts';
import { MiosaConfigError, MiosaTimeoutError } from '../errors/client-errors.ts';
import { isMiosaError } from '../errors/miosa-error.ts';
import type { PreviewDomainCheck } from '../resources/preview-domain.ts';
import type { WaitOptions } from '../resources/wait.ts';
import { sleep, withDeadline } from '../transport/deadline.ts';
import { notify } from '../transport/hooks.ts';
import type { Outcome } from '../transport/miosa-promise.ts';

const longestInterval = 30_000;
const growth = 1.5;

/**
 * Checks again and again until a domain is ready.
 *
 * @param verify - Makes one check.
 * @throws {MiosaTimeoutError} When the time is up; `lastCheck` is the last answer.
 * @throws {MiosaError} When a check fails for a reason that waiting does not mend.
 */
export async function waitUntilReady(
  verify: (options: RequestOptions) => Promise<Outcome<PreviewDomainCheck>>,
  options: WaitOptions,
): Promise<Outcome<PreviewDomainCheck>> {
  checkCallOptions(options);
  const { timeout: longest = 600_000, totalTimeout = false, interval = 5000, signal, onCheck } = options;
  checkMilliseconds('timeout', longest);
  if (totalTimeout !== false) checkMilliseconds('totalTimeout', totalTimeout);
  const timeout = Math.min(longest, totalTimeout || longest);
  const { maxRetries, headers } = options;
  // Checks can share no key: the API would answer all of them as it did the first.
  const idempotencyKey = options.idempotencyKey === false ? false : undefined;
  const request = { maxRetries, headers, idempotencyKey, totalTimeout: false } as const;
  checkMilliseconds('interval', interval);
  if (onCheck !== undefined && typeof onCheck !== 'function') throw new MiosaConfigError('onCheck must be a function.');

  const start = Date.now();
  let lastCheck: PreviewDomainCheck | undefined;
  let lastError: unknown;
  const timeoutError = (): MiosaTimeoutError => {
    const state = lastCheck?.dnsStatus ?? lastCheck?.status ?? 'not known';
    const message = `The preview domain was not ready after ${timeout} ms; the state of its DNS was: ${state}.`;
    return new MiosaTimeoutError(message, { lastCheck, cause: lastError });
  };

  return withDeadline({ signal, milliseconds: timeout, timeoutError }, async (waitSignal) => {
    let wait = interval;
    for (let attempt = 1; ; attempt++) {
      let pause = wait;
      try {
        const answer = await verify({ ...request, signal: waitSignal });
        lastCheck = answer.data;
        lastError = undefined;
        const elapsedMs = Date.now() - start;
        const nextCheckMs = lastCheck.ready || elapsedMs + wait >= timeout ? undefined : wait;
        notify(onCheck, { check: lastCheck, attempt, elapsedMs, nextCheckMs });
        if (lastCheck.ready) return answer;
      } catch (error) {
        if (waitSignal.aborted || !isPassing(error)) throw error;
        lastError = error;
        if (error instanceof RateLimitError) pause = Math.max(wait, error.retryAfterMs ?? 0);
      }
      await sleep(pause, waitSignal);
      wait = Math.max(interval, Math.min(longestInterval, wait * growth));
    }
  });
}

/** Whether the next check may go better. Records that are not found yet may be told as an error, too. */
function isPassing(error: unknown): boolean {
  if (!isMiosaError(error) || error instanceof MiosaConfigError) return false;
  return !(error instanceof MiosaApiError) || error.retryable || error.code === 'DNS_NOT_FOUND';
}
