import { sleep } from './timing.ts';

/** Waiting calls are released this far apart on average, in milliseconds, so that they are not all sent at once. */
const spacing = 10;

/** A call that has waited already does not wait again for less than this, in milliseconds. */
const tolerance = 1000;

/** The API limits each key, and a client has one: a 429 holds all of its calls back until the time that it names. */
export class RateLimit {
  #notBefore = 0;
  #waiting = 0;

  /** Delays every call by so many milliseconds. */
  hold(milliseconds: number): void {
    this.#notBefore = Math.max(this.#notBefore, performance.now() + milliseconds);
  }

  /**
   * Waits until calls may be sent. Each waits on a timer of its own: in Cloudflare Workers, no request may resolve
   * another one's promise.
   *
   * @param giveUpAt - When the call gives up, on the clock of `performance.now()`.
   * @returns `undefined`, or how much longer it would have to wait where that is too long, in milliseconds.
   */
  async wait(giveUpAt: number, signal: AbortSignal | undefined): Promise<number | undefined> {
    // Again where a longer one has followed, and only then: the clock may stand still.
    for (let waitedUntil = 0; this.#notBefore > waitedUntil; ) {
      const now = performance.now();
      const left = this.#notBefore - now;
      if (left <= (waitedUntil === 0 ? 0 : tolerance)) break;
      waitedUntil = this.#notBefore;
      this.#waiting += 1;
      try {
        const delay = left + Math.random() * this.#waiting * spacing;
        if (now + delay > giveUpAt) return delay;
        await sleep(delay, signal);
      } finally {
        this.#waiting -= 1;
      }
    }
    return undefined;
  }
}
