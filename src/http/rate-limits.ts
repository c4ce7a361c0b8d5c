import { sleep } from './abort.ts';

/** Waiting callers are released this far apart on average, in milliseconds, so that they do not all come at once. */
const spacing = 10;

/** Servers round down, to 0 even, or name the moment at which somebody else takes the place, in milliseconds. */
const minDelay = 100;
const maxMinDelay = 1000;

/** When an endpoint may be called again, and how many wait for that. */
interface Gate {
  notBefore: number;
  waiting: number;
}

/** How a caller waits. */
interface WaitOptions {
  /** The earliest time for this caller. */
  readonly notBefore: number;
  /** How long to wait at the most, in milliseconds. */
  readonly budget: number;
  readonly signal: AbortSignal | undefined;
}

/** How long a call that was refused so often before waits at least, in milliseconds. */
export function minRateLimitDelay(refusals: number): number {
  return Math.min(maxMinDelay, minDelay * 2 ** refusals);
}

/** Holds requests back until the time that the API named, endpoint by endpoint. */
export class RateLimits {
  readonly #gates: Map<string, Gate> = new Map();

  /**
   * The API has asked to wait before the endpoint is called again.
   *
   * @param retryAfter - How long it asked to wait, in milliseconds.
   */
  limit(endpoint: string, retryAfter: number): void {
    const now = performance.now();
    for (const [name, { notBefore }] of this.#gates) if (notBefore < now) this.#gates.delete(name);
    const gate = this.#gates.get(endpoint) ?? { notBefore: 0, waiting: 0 };
    gate.notBefore = Math.max(gate.notBefore, now + Math.max(retryAfter, minDelay));
    this.#gates.set(endpoint, gate);
  }

  /** Whether the endpoint may not be called yet. */
  isLimited(endpoint: string): boolean {
    return (this.#gates.get(endpoint)?.notBefore ?? 0) > performance.now();
  }

  /**
   * Waits until the endpoint may be called. Every caller waits on a timer of its own: in Cloudflare Workers no request
   * may resolve a promise of another one.
   *
   * @returns How long it waited, in milliseconds.
   */
  async wait(endpoint: string, { notBefore, budget, signal }: WaitOptions): Promise<number> {
    const start = performance.now();
    let waited = 0;
    // Only for a later time than before: a clock that stands still would make it wait for ever.
    for (let until = 0; waited < budget; ) {
      const gate = this.#gates.get(endpoint) ?? { notBefore: 0, waiting: 0 };
      const next = Math.max(gate.notBefore, notBefore);
      if (next <= Math.max(until, performance.now())) break;
      until = next;
      gate.waiting += 1;
      try {
        const jitter = Math.random() * gate.waiting * spacing;
        await sleep(Math.min(until - performance.now() + jitter, budget - waited), signal);
      } finally {
        gate.waiting -= 1;
      }
      waited = performance.now() - start;
    }
    return waited;
  }
}
