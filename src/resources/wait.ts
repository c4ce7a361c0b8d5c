import type { PreviewDomainCheck } from './preview-domain.ts';

/** Options of `previewDomain.waitUntilReady`: its own, and those of every call, where `timeout` is for the whole wait. */
export interface WaitOptions {
  /** How long to wait in all, in milliseconds. Default: 600,000, ten minutes. */
  readonly timeout?: number | undefined;
  /** The wait before the second check, in milliseconds. It grows by half each time, up to 30,000. Default: 5000. */
  readonly interval?: number | undefined;
  /** Ends the waiting; the call then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each check that the API answered, for a progress display. What it throws is ignored. */
  readonly onCheck?: ((progress: WaitProgress) => void) | undefined;
  /** Ends the wait as `timeout` does, where it is shorter. */
  readonly totalTimeout?: number | false | undefined;
  /** How often a check that failed is repeated before the wait goes on. */
  readonly maxRetries?: number | undefined;
  /** Added to each check. `null` takes a default header away. */
  readonly headers?: Readonly<Record<string, string | null | undefined>> | undefined;
  /** `false` leaves the header out. A key is not used: the API would answer every check as it did the first. */
  readonly idempotencyKey?: string | false | undefined;
}

/** How far a wait has come. */
export interface WaitProgress {
  /** What the check found. */
  readonly check: PreviewDomainCheck;
  /** How many checks were made, from 1, those that failed in passing included. */
  readonly attempt: number;
  /** How long the wait has taken so far, in milliseconds. */
  readonly elapsedMs: number;
  /** How long until the next check, in milliseconds, or `undefined` when this was the last. */
  readonly nextCheckMs: number | undefined;
}
