import type { EmulatorRateLimit } from './options.ts';
import { ApiFailure } from './replies.ts';

interface Window {
  readonly end: number;
  requests: number;
}

/** Counts the requests of each key in fixed windows. */
export class RateLimiter {
  readonly #limit: EmulatorRateLimit;
  readonly #windows: Map<string, Window> = new Map();

  constructor(limit: EmulatorRateLimit) {
    this.#limit = limit;
  }

  /**
   * Counts a request.
   *
   * @throws {ApiFailure} `rate_limit_exceeded` when the key has used up its window.
   */
  admit(apiKey: string): void {
    const now = Date.now();
    const window = this.#windowOf(apiKey, now);
    if (window.requests >= this.#limit.requests) {
      // A wait that was rounded down would end inside the window.
      const seconds = Math.ceil((window.end - now) / 1000);
      throw new ApiFailure(429, 'rate_limit_exceeded', `too many requests, try again in ${seconds} s`, {
        headers: { 'retry-after': String(seconds) },
      });
    }
    window.requests += 1;
  }

  #windowOf(apiKey: string, now: number): Window {
    const current = this.#windows.get(apiKey);
    if (current !== undefined && now < current.end) return current;
    const window = { end: now + this.#limit.windowMs, requests: 0 };
    this.#windows.set(apiKey, window);
    return window;
  }
}
