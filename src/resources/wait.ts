import type { PreviewDomainCheck } from './preview-domain.ts';

/** Options of `previewDomain.waitUntilReady`. */
export interface WaitOptions {
  /** How long to wait in all, in milliseconds. Default: 600,000, ten minutes. */
  readonly timeout?: number | undefined;
  /** The wait before the second check, in milliseconds. It grows by half each time, up to 30,000. Default: 5000. */
  readonly interval?: number | undefined;
  /** Ends the waiting; the call then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each check that the API answered, for a progress display. What it throws is ignored. */
  readonly onCheck?: ((progress: WaitProgress) => void) | undefined;
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
