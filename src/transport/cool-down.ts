import { longestHint } from './retry-policy.ts';

/** How many windows in a row must pass without a refusal before more is tried than what went well so far. */
const patience = 3;

/**
 * Holds all requests of a client back once the API has refused one for its rate, until the time that the API named.
 *
 * Whoever waits is then not let go all at once, or most would only be refused again: as many go as the API carried out
 * before it refused, and the rest waits for as long again. When nobody waits any more, everything is as before.
 */
export class CoolDown {
  readonly #line: Set<() => void> = new Set();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether the API has refused a request since the line last moved. */
  #isRefused = false;
  /** How long a window lasts, in milliseconds, as far as the API has said. */
  #window = 0;
  #opensAt = 0;
  /** How many requests a window takes, and how many of them are left. */
  #quota = Number.POSITIVE_INFINITY;
  #left = Number.POSITIVE_INFINITY;
  #carriedOut = 0;
  #countedSince = 0;
  #quietWindows = 0;
  #growth = 0;

  /**
   * Asks to send a request.
   *
   * @param signal - Ends the waiting.
   * @returns Nothing when it may be sent at once, else a promise that resolves when it may be.
   */
  enter(signal: AbortSignal | undefined): Promise<void> | undefined {
    if (this.#left === 0 && this.#timer === undefined && this.#remaining() === 0) this.#open();
    if (this.#left === 0) return this.#queue(signal);
    this.#left -= 1;
    return undefined;
  }

  /** The API has answered a request with something other than a refusal for its rate. */
  carriedOut(): void {
    // An answer that comes late was still carried out before the refusal.
    if (this.#isRefused) this.#quota += 1;
    else this.#count();
  }

  /** The API has refused a request for its rate, and asked to wait for so many milliseconds. */
  refused(hint: number): void {
    if (!this.#isRefused) {
      this.#isRefused = true;
      this.#quota = Math.max(1, this.#carriedOut);
      this.#window = hint;
    }
    this.#window = Math.max(this.#window, hint);
    this.#opensAt = Date.now() + hint;
    this.#left = 0;
    if (this.#line.size > 0) this.#arm();
  }

  #count(): void {
    // What was carried out longer ago than any window lasts says nothing about the quota.
    if (Date.now() - this.#countedSince > longestHint) {
      this.#countedSince = Date.now();
      this.#carriedOut = 0;
    }
    this.#carriedOut += 1;
  }

  #queue(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const go = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        this.#line.delete(go);
        // A timer that nobody waits for would keep a process alive.
        if (this.#line.size === 0) this.#disarm();
        reject(signal?.reason);
      };
      if (signal?.aborted) {
        leave();
        return;
      }
      signal?.addEventListener('abort', leave, { once: true });
      this.#line.add(go);
      if (this.#timer === undefined) this.#arm();
    });
  }

  #open(): void {
    this.#disarm();
    this.#adaptQuota();
    this.#isRefused = false;
    this.#countedSince = Date.now();
    this.#carriedOut = 0;
    this.#left = this.#quota;
    for (const go of this.#line) {
      if (this.#left === 0) break;
      this.#left -= 1;
      this.#line.delete(go);
      go();
    }
    if (this.#line.size === 0) {
      this.#quota = Number.POSITIVE_INFINITY;
      this.#left = Number.POSITIVE_INFINITY;
    } else {
      this.#opensAt = Date.now() + this.#window;
      this.#arm();
    }
  }

  /** Others may have shared the quota for a while: what it is now is found by trying a little more, then more. */
  #adaptQuota(): void {
    this.#quietWindows = this.#isRefused ? 0 : this.#quietWindows + 1;
    this.#growth = this.#quietWindows < patience ? 0 : Math.max(1, this.#growth * 2);
    this.#quota += this.#growth;
  }

  #arm(): void {
    this.#disarm();
    this.#timer = setTimeout(() => this.#open(), this.#remaining());
  }

  #disarm(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #remaining(): number {
    // A clock that is set back must not make anybody wait longer than the API asked for.
    return Math.min(this.#window, Math.max(0, this.#opensAt - Date.now()));
  }
}
