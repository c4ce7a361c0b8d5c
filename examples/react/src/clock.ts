import { RateLimitError } from 'miosa-client';
import { useSyncExternalStore } from 'react';

/** Reads the clock, and renders anew when what was read is not the same any more. */
export function useClock(read: (now: number) => number): number {
  return useSyncExternalStore(subscribeToClock, () => read(Date.now()));
}

/** @returns How many seconds it is of no use to try again. */
export function useRetryAfter(error: unknown, failedAt: number): number {
  const waitMs = error instanceof RateLimitError ? (error.retryAfterMs ?? 5000) : 0;
  return useClock((now) => Math.max(0, Math.ceil((failedAt + waitMs - now) / 1000)));
}

/** As a clock shows it: `1:05`. */
export function minutesAndSeconds(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function subscribeToClock(onTick: () => void): () => void {
  const timer = setInterval(onTick, 250);
  return () => clearInterval(timer);
}
