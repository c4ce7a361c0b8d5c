import { MiosaApiError, RateLimitError } from '../errors/api-errors.ts';
import { MiosaConfigError, MiosaTimeoutError } from '../errors/client-errors.ts';
import { type AnyMiosaError, isMiosaError } from '../errors/is-miosa-error.ts';
import { sleep } from '../http/abort.ts';
import type { HttpClient, OperationContext } from '../http/client.ts';
import { checkFunction, checkMilliseconds } from '../http/config.ts';
import type { Endpoint, RequestInput } from '../http/endpoint.ts';
import { notify } from '../http/hooks.ts';
import type { MiosaPromise, WithResponse } from '../http/miosa-promise.ts';
import type { RequestOptions } from '../http/options.ts';
import { isRecord } from '../json.ts';
import type { PreviewDomainCheck } from './preview-domain-check.ts';

/** Options of `previewDomain.waitUntilReady`: its own, and those of every call, where `timeout` is for the whole wait. */
export interface WaitOptions extends Omit<RequestOptions, 'timeout'> {
  /** How long to wait in all, in milliseconds. Default: 600,000, ten minutes. */
  readonly timeout?: number | undefined;
  /** The wait before the second check, in milliseconds. It grows by half each time, up to 30,000. Default: 5000. */
  readonly interval?: number | undefined;
  /** Called after each check, those that failed transiently included. What it throws is ignored. */
  readonly onCheck?: ((progress: WaitProgress) => void) | undefined;
}

/** How far a wait has come. */
export interface WaitProgress {
  /** What the check found; where it failed, what the last one before it found. */
  readonly check: PreviewDomainCheck | undefined;
  /** Why the check failed, where it did. The wait goes on. */
  readonly error: Error | undefined;
  /** How many checks were made, from 1, those that failed included. */
  readonly attempt: number;
  /** How long the wait has taken so far, in milliseconds. */
  readonly elapsedMs: number;
  /** How long until the next check, in milliseconds, or `undefined` when this was the last. */
  readonly nextCheckMs: number | undefined;
}

const defaultTimeout = 600_000;
const defaultInterval = 5000;
const maxInterval = 30_000;
const growth = 1.5;

/** Checks again and again until a domain is ready, as one operation of the client. */
export function waitUntilReady(
  http: HttpClient,
  verify: Endpoint<PreviewDomainCheck>,
  input: () => RequestInput<PreviewDomainCheck>,
  options: WaitOptions,
): MiosaPromise<PreviewDomainCheck> {
  const prepare = () => {
    if (!isRecord(options)) throw new MiosaConfigError('The options of a wait must be an object.');
    const given: WaitOptions = options;
    const { timeout = defaultTimeout, totalTimeout = false, interval = defaultInterval, onCheck, ...others } = given;
    checkMilliseconds('timeout', timeout);
    if (totalTimeout !== false) checkMilliseconds('totalTimeout', totalTimeout);
    checkMilliseconds('interval', interval);
    checkFunction('onCheck', onCheck, 'the progress');
    const request = input();
    const total = Math.min(timeout, totalTimeout || timeout);
    const poll = new Poll(interval, total, onCheck);
    // Checks can share no key: the API would answer all of them as it did the first.
    const idempotencyKey = others.idempotencyKey === false ? false : undefined;
    return {
      input: request,
      options: { ...others, idempotencyKey, totalTimeout: total } as const,
      run: (context: OperationContext) => poll.run(context, () => context.http.request(verify, () => request)),
      timeoutError: (lastError: unknown, reason: string) => poll.timeoutError(lastError, reason),
    };
  };
  return http.operation({ ...verify, operation: 'previewDomain.waitUntilReady' }, prepare);
}

class Poll {
  readonly #interval: number;
  readonly #total: number;
  readonly #onCheck: WaitOptions['onCheck'];
  #lastCheck: PreviewDomainCheck | undefined;
  #lastError: AnyMiosaError | undefined;

  constructor(interval: number, total: number, onCheck: WaitOptions['onCheck']) {
    this.#interval = interval;
    this.#total = total;
    this.#onCheck = onCheck;
  }

  async run(
    { signal }: OperationContext,
    verify: () => MiosaPromise<PreviewDomainCheck>,
  ): Promise<WithResponse<PreviewDomainCheck>> {
    const start = performance.now();
    let wait = this.#interval;
    for (let attempt = 1; ; attempt++) {
      const result = await this.#check(verify, signal);
      const isReady = result?.data.ready === true;
      // The API may ask for a longer wait than the interval.
      const pause = Math.max(
        wait,
        (!result && this.#lastError instanceof RateLimitError && this.#lastError.retryAfterMs) || 0,
      );
      const elapsedMs = performance.now() - start;
      notify(this.#onCheck, {
        check: this.#lastCheck,
        error: this.#lastError,
        attempt,
        elapsedMs,
        nextCheckMs: isReady || elapsedMs + pause >= this.#total ? undefined : pause,
      });
      if (result !== undefined && isReady) return result;
      // Beyond the end of the wait, a pause could be longer than timers can be.
      await sleep(Math.min(pause, this.#total), signal);
      wait = Math.max(this.#interval, Math.min(maxInterval, wait * growth));
    }
  }

  timeoutError(lastError: unknown, reason: string): MiosaTimeoutError {
    const state = this.#lastCheck?.dnsStatus ?? this.#lastCheck?.status ?? 'not known';
    const message = `The preview domain was not ready after ${this.#total} ms${reason}; the state of its DNS was: ${state}.`;
    return new MiosaTimeoutError(message, { lastCheck: this.#lastCheck, cause: this.#lastError ?? lastError });
  }

  /** @returns `undefined` when the check failed transiently. */
  async #check(
    verify: () => MiosaPromise<PreviewDomainCheck>,
    signal: AbortSignal | undefined,
  ): Promise<WithResponse<PreviewDomainCheck> | undefined> {
    try {
      const result = await verify().withResponse();
      this.#lastCheck = result.data;
      this.#lastError = undefined;
      return result;
    } catch (error) {
      if (signal?.aborted || !isTransient(error)) throw error;
      this.#lastError = error;
      return undefined;
    }
  }
}

/** Whether the next check may go better. Records that are not found yet may be told as an error, too. */
function isTransient(error: unknown): error is AnyMiosaError {
  if (!isMiosaError(error) || error instanceof MiosaConfigError) return false;
  return !(error instanceof MiosaApiError) || error.retryable || error.code === 'DNS_NOT_FOUND';
}
