import { longestHint } from './retry-policy.ts';

/** How many windows in a row must pass without a refusal before more is tried than what went well so far. */
const patience = 3;

/** How many requests go first when nothing is known of the limit; each that is carried out lets two more go. */
const firstShare = 10;

/**
 * Holds all requests of a client back once the API has refused one for its rate, until the time that the API named.
 *
 * Whoever waits is then let go by degrees, or a herd would only be refused again. Where the API carried out many
 * requests before it refused one, as many go, and for the rest the next window is guessed from what the API has said,
 * and probed with one of them. Where it did not, few go, and their answers let more go. When nobody waits any more,
 * everything is as before.
 */
export class CoolDown {
  readonly #line: Set<() => void> = new Set();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether the API has refused a request since the line last moved, and until when it said to wait. */
  #isRefused = false;
  #opensAt = 0;
  /** How many requests may go before an answer or the next window lets more go. */
  #left = Number.POSITIVE_INFINITY;
  #isProbing = false;
  /** What is known of the limit: how many requests a window takes, and how long it lasts, in milliseconds. */
  #quota = Number.POSITIVE_INFINITY;
  #window = 0;
  /** How many go first where the quota is not known. */
  #share = firstShare;
  /** When the line last moved, and when it last did so with success. */
  #movedAt: number | undefined;
  #windowStart: number | undefined;
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
    if (this.#isRefused) {
      // An answer that comes late was still carried out before the refusal.
      this.#carriedOut += 1;
      if (this.#carriedOut >= firstShare) this.#quota = Math.max(this.#carriedOut, this.#knownQuota());
      return;
    }
    this.#count();
    if (this.#isProbing) this.#letGo(this.#quota - 1);
    else if (this.#line.size > 0 && this.#quota === Number.POSITIVE_INFINITY) this.#letGo(2);
  }

  /** A request has got no answer. If others wait for it, another one has to go. */
  unanswered(): void {
    if (this.#isRefused || this.#line.size === 0) return;
    if (this.#isProbing || this.#quota === Number.POSITIVE_INFINITY) this.#letGo(1, this.#isProbing);
  }

  /** The API has refused a request for its rate, and asked to wait for so many milliseconds. */
  refused(hint: number): void {
    const now = Date.now();
    if (!this.#isRefused) {
      this.#isRefused = true;
      this.#learn(now + hint);
    }
    this.#opensAt = Math.max(this.#opensAt, now + hint);
    this.#left = 0;
    if (this.#line.size > 0) this.#arm(this.#remaining());
  }

  /** Takes from a refusal what it says about the limit. */
  #learn(opensAt: number): void {
    const sawWindowBegin = this.#movedAt !== undefined;
    // A few requests since the client was made may be the rest of a quota that others have used up.
    if (this.#carriedOut >= firstShare || (sawWindowBegin && this.#carriedOut > 0)) this.#quota = this.#carriedOut;
    else if (sawWindowBegin) this.#share = 1;
    const window = opensAt - (this.#windowStart ?? Date.now());
    this.#window = Math.min(longestHint, Math.max(0, window));
  }

  #count(): void {
    const now = Date.now();
    // What was carried out longer ago than any window lasts says nothing about the quota.
    if (now - this.#countedSince > longestHint) {
      this.#countedSince = now;
      this.#carriedOut = 0;
    }
    this.#carriedOut += 1;
    this.#windowStart = this.#movedAt;
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
      if (this.#timer === undefined) this.#arm(this.#remaining());
    });
  }

  /** Begins a window: one that the API has named, or one that is guessed and has to be probed. */
  #open(isGuess = false): void {
    this.#adaptQuota();
    this.#isRefused = false;
    this.#movedAt = Date.now();
    this.#countedSince = this.#movedAt;
    this.#carriedOut = 0;
    this.#arm(this.#window);
    const isKnown = this.#quota !== Number.POSITIVE_INFINITY;
    if (isKnown) this.#letGo(isGuess ? 1 : this.#quota, isGuess);
    else this.#letGo(this.#share);
  }

  #letGo(share: number, isProbe = false): void {
    this.#isProbing = isProbe;
    this.#left = share;
    for (const go of this.#line) {
      if (this.#left === 0) return;
      this.#left -= 1;
      this.#line.delete(go);
      go();
    }
    if (this.#line.size === 0) this.#forget();
  }

  #knownQuota(): number {
    return this.#quota === Number.POSITIVE_INFINITY ? 0 : this.#quota;
  }

  #forget(): void {
    this.#disarm();
    this.#isProbing = false;
    this.#share = firstShare;
    this.#quota = Number.POSITIVE_INFINITY;
    this.#left = Number.POSITIVE_INFINITY;
    this.#movedAt = undefined;
    this.#windowStart = undefined;
    this.#quietWindows = 0;
    this.#growth = 0;
  }

  /** Others may have shared the quota for a while: what it is now is found by trying a little more, then more. */
  #adaptQuota(): void {
    this.#quietWindows = this.#isRefused ? 0 : this.#quietWindows + 1;
    this.#growth = this.#quietWindows < patience ? 0 : Math.max(1, this.#growth * 2);
    this.#quota += this.#growth;
  }

  #arm(milliseconds: number): void {
    this.#disarm();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#open(!this.#isRefused);
    }, milliseconds);
  }

  #disarm(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #remaining(): number {
    // A clock that is set back must not make anybody wait longer than any hint that is waited for.
    return Math.min(longestHint, Math.max(0, this.#opensAt - Date.now()));
  }
}
