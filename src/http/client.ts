import { type MiosaError, MiosaTimeoutError, RateLimitError } from '../errors/errors.ts';
import type { ListBody } from '../schemas/list-body.ts';
import { sendOnce } from './attempt.ts';
import {
  type Call,
  prepareCall,
  type RequestInput,
  remainingTime,
  type SharedOptions,
  shareOptions,
  withPage,
} from './call.ts';
import type { ClientConfig } from './config.ts';
import { CallObserver } from './hooks.ts';
import type { RequestOptions } from './options.ts';
import { type PagePromise, toPage, toPagePromise } from './pagination.ts';
import { type MiosaPromise, toMiosaPromise, type WithResponse } from './promise.ts';
import { RateLimit } from './rate-limit.ts';
import { rateLimitDelay, retryDelay } from './retry.ts';
import { sleep, timeIsUp, withDeadline } from './timing.ts';

/** How long a call without `totalTimeout` waits for rate limits, in milliseconds. */
const maxRateLimitWait = 5 * 60_000;

/** Sends requests, with retries: one call from its options to a decoded value. */
export class HttpClient {
  readonly #config: ClientConfig;
  readonly #rateLimit: RateLimit = new RateLimit();

  constructor(config: ClientConfig) {
    this.#config = config;
  }

  /**
   * Calls an endpoint.
   *
   * @param prepare - Returns the endpoint and its input. It runs at once, but inside the promise, so that bad input
   *   rejects.
   */
  request<T>(prepare: () => RequestInput<T>): MiosaPromise<T> {
    return toMiosaPromise(this.#send(() => prepareCall(prepare(), this.#config)));
  }

  /** Calls an endpoint that returns a list. The input is read once, for all pages. */
  list<Item extends { readonly id: string }>(prepare: () => RequestInput<ListBody<Item>>): PagePromise<Item> {
    let first: Call<ListBody<Item>> | undefined;
    return toPagePromise(async (page, size) => {
      first ??= prepareCall(prepare(), this.#config);
      const call = page === undefined ? first : withPage(first, page);
      const { data, ...rest } = await this.#send(() => call);
      return { ...rest, data: toPage(data, call.query, size) };
    });
  }

  /**
   * The options for several requests that are one operation, and end together.
   *
   * @param name - The method that was called, such as `projects.ensure`.
   * @throws {@link MiosaConfigError} When an option is invalid.
   */
  share(name: string, options: RequestOptions): SharedOptions {
    return shareOptions(name, options, this.#config);
  }

  /** Waits between the requests of an operation, at most until its deadline: the next request then rejects. */
  async pause(milliseconds: number, options: SharedOptions): Promise<void> {
    const wait = Math.min(milliseconds, remainingTime(options));
    if (wait > 0) await sleep(wait, options.signal ?? undefined);
  }

  async #send<T>(prepare: () => Call<T>): Promise<WithResponse<T>> {
    const call = prepare();
    const { hooks } = this.#config;
    const observer = hooks && new CallObserver(hooks, call);
    const start = performance.now();
    const endsAt = call.endsAt ?? (call.totalTimeout === false ? undefined : start + call.totalTimeout);
    const giveUpAt = endsAt ?? start + maxRateLimitWait;
    let lastError: unknown;

    const sendUntilDone = async (signal: AbortSignal | undefined): Promise<WithResponse<T>> => {
      for (let retries = 0, rateLimitedCount = 0; ; ) {
        const tooLong = call.maxRetries > 0 ? await this.#rateLimit.wait(giveUpAt, signal) : undefined;
        if (tooLong !== undefined) throw rateLimitError(call, tooLong, lastError);
        observer?.onAttempt();
        try {
          return await sendOnce(call, { config: this.#config, observer, signal, lastError });
        } catch (error) {
          if (signal?.aborted) throw signal.reason;
          lastError = error;
          const holdFor = rateLimitDelay(error, rateLimitedCount);
          if (holdFor !== undefined) this.#rateLimit.hold(holdFor);
          const delay = retryDelay(error, call, { retries, holdFor, giveUpAt });
          if (delay === undefined) throw error;
          // Only errors of this package are ever retried.
          observer?.onRetry(delay, error as MiosaError);
          if (holdFor === undefined) {
            retries += 1;
            await sleep(delay, signal);
          } else {
            rateLimitedCount += 1;
          }
        }
      }
    };

    try {
      // A deadline costs a controller and a timer, so a call has one only if an option sets it.
      const result = await (call.signal === undefined && endsAt === undefined
        ? sendUntilDone(undefined)
        : withDeadline(call.signal, endsAt, sendUntilDone));
      observer?.onEnd();
      return result;
    } catch (reason) {
      const error = reason === timeIsUp ? totalTimeoutError(call, lastError) : reason;
      observer?.onEnd({ error });
      throw error;
    }
  }
}

function totalTimeoutError(call: Call<unknown>, cause: unknown): MiosaTimeoutError {
  const { operation, method, path, totalTimeout } = call;
  const message = `${operation} (${method} ${path}) took longer than its totalTimeout of ${totalTimeout} ms`;
  return new MiosaTimeoutError(message, { cause });
}

/** For a call that another call's 429 would delay beyond its deadline. */
function rateLimitError({ method, path }: Call<unknown>, retryAfterMs: number, cause: unknown): RateLimitError {
  const origin = cause === undefined ? `${method} ${path}, nothing was sent` : `${method} ${path}`;
  const message = `429: the API has limited the rate of this key for longer than the call may take [${origin}]`;
  return new RateLimitError(message, { status: 429, method, path, retryable: true, retryAfterMs, cause });
}
