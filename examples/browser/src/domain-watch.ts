import type { PreviewDomainCheck } from 'miosa-client';
import { miosa, waitTimeout } from './miosa.ts';
import { explain, type Problem } from './problem.ts';

/** How far the checks of a domain have come. */
export interface Watch {
  /** `troubled`: the last check got no answer, and the next one may. `failed`: it ended without the domain. */
  readonly state: 'checking' | 'waiting' | 'troubled' | 'stopped' | 'ready' | 'failed';
  /** How many checks were made, those before a stop included. */
  readonly checks: number;
  /** For how long checks have been running, stops left out, in milliseconds. */
  readonly elapsedMs: number;
  /** When `elapsedMs` was right, on the clock of `performance.now()`. */
  readonly measuredAt: number;
  /** How long after `measuredAt` the next check comes, in milliseconds. */
  readonly nextCheckMs?: number | undefined;
  /** What the last check found. */
  readonly lastCheck?: PreviewDomainCheck | undefined;
  /** Why it failed. */
  readonly problem?: Problem | undefined;
}

/** Follows the checks of one domain at a time. They can be stopped, and resumed where they stopped. */
export class DomainWatch {
  readonly #show: (watch: Watch) => void;
  #controller = new AbortController();
  #projectId = '';
  #watch = unwatched;

  /** @param show - Called with every change. */
  constructor(show: (watch: Watch) => void) {
    this.#show = show;
  }

  /** Starts on a project's domain. */
  follow(projectId: string): Promise<void> {
    this.#projectId = projectId;
    this.#watch = unwatched;
    return this.resume();
  }

  /** Goes on after a stop, a time-out or a failure. The counts go on, too; the time that may be waited starts anew. */
  async resume(): Promise<void> {
    this.#controller.abort();
    this.#controller = new AbortController();
    const { signal } = this.#controller;
    const { checks } = this.#watch;
    this.#change({ state: 'checking' });
    try {
      await miosa.previewDomain.waitUntilReady(
        { projectId: this.#projectId },
        {
          timeout: waitTimeout,
          signal,
          onCheck: ({ check, error, attempt, nextCheckMs }) => {
            const state = error !== undefined ? 'troubled' : check?.ready ? 'ready' : 'waiting';
            this.#change({ state, checks: checks + attempt, nextCheckMs, lastCheck: check });
          },
        },
      );
    } catch (error) {
      // Whoever aborted it shows what comes next.
      if (!signal.aborted) this.#change({ state: 'failed', problem: explain(error) });
    }
  }

  /** Stops; what was counted stays. */
  stop(): void {
    this.#controller.abort();
    this.#change({ state: 'stopped' });
  }

  /** Stops without a word, because the domain is not there any more, or another project was picked. */
  leave(): void {
    this.#controller.abort();
  }

  #change(change: Pick<Watch, 'state'> & Partial<Watch>): void {
    const { state, checks, elapsedMs, measuredAt, lastCheck } = this.#watch;
    const now = performance.now();
    const passed = isRunning(state) ? now - measuredAt : 0;
    this.#watch = { checks, lastCheck, elapsedMs: elapsedMs + passed, measuredAt: now, ...change };
    this.#show(this.#watch);
  }
}

const unwatched: Watch = { state: 'stopped', checks: 0, elapsedMs: 0, measuredAt: 0 };

/** Whether checks are being made. */
export function isRunning(state: Watch['state']): boolean {
  return state === 'checking' || state === 'waiting' || state === 'troubled';
}
