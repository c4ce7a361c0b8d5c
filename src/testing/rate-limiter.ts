import { type Checks, checkOptions } from '../check-options.ts';
import { MiosaConfigError } from '../errors/errors.ts';
import { oneOf, wholeNumber } from './checks.ts';
import { ApiFailure } from './responses.ts';

/** The number of requests that an emulator accepts. */
export interface EmulatorRateLimit {
  /** How many requests each key may send in one window. */
  readonly requests: number;
  /**
   * The length of a window, in milliseconds. It begins with the key's first request. `Retry-After` has whole seconds,
   * rounded up.
   */
  readonly windowMs: number;
  /** The only endpoint that is limited: method and route, such as `POST /projects`. Default: all of them together. */
  readonly endpoint?: string | undefined;
}

function checksFor(endpoints: readonly string[]): Checks<EmulatorRateLimit> {
  return { requests: wholeNumber(1), windowMs: wholeNumber(1), endpoint: oneOf(endpoints) };
}

/** Counts the requests of each key in fixed windows. */
export class RateLimiter {
  readonly #limit: EmulatorRateLimit;
  readonly #windows = new Map<string, { readonly end: number; requests: number }>();

  /** @throws {@link MiosaConfigError} When the limit is invalid; the message says how. */
  constructor(limit: EmulatorRateLimit, endpoints: readonly string[]) {
    checkOptions('rateLimit', limit, checksFor(endpoints), 'rateLimit.');
    if (limit.requests === undefined || limit.windowMs === undefined) {
      throw new MiosaConfigError('rateLimit needs requests and windowMs.');
    }
    this.#limit = limit;
  }

  /**
   * Counts a request, if its endpoint is limited.
   *
   * @throws {@link ApiFailure} `rate_limit_exceeded` when the key has used up its window.
   */
  admit(apiKey: string, endpoint: string | undefined): void {
    const { requests, windowMs, endpoint: limited = endpoint } = this.#limit;
    if (endpoint !== limited) return;
    const now = Date.now();
    let window = this.#windows.get(apiKey);
    if (window === undefined || now >= window.end) {
      window = { end: now + windowMs, requests: 0 };
      this.#windows.set(apiKey, window);
    }
    if (window.requests >= requests) {
      // Rounded down, the wait would end inside the window.
      const seconds = Math.ceil((window.end - now) / 1000);
      throw new ApiFailure(429, 'rate_limit_exceeded', `too many requests, try again in ${seconds} s`, {
        headers: { 'retry-after': String(seconds) },
      });
    }
    window.requests += 1;
  }
}
