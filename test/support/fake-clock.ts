import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, vi } from 'vitest';
import { watch } from './failures.ts';

/**
 * Stops the clock for one test, the one that measures durations too; `vi.advanceTimersByTimeAsync` moves it. Sockets
 * keep working: Node's own timers are not among those that are faked.
 */
export function stopClock(now = Date.UTC(2026, 4, 18, 10)): void {
  // The process has been running for a while: durations are no points in time.
  const uptime = 1000;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'], now: now - uptime });
  vi.advanceTimersByTime(uptime);
  onTestFinished(() => {
    vi.useRealTimers();
  });
}

/** Lets time pass on a stopped clock until a promise has settled, not a timer further, and tells how long that took. */
export async function timeToSettle(promise: Promise<unknown>): Promise<number> {
  const start = performance.now();
  const watched = watch(promise);
  // Node reads bodies in turns of its own loop, which is not stopped.
  for (await setImmediate(); watched.isPending; await setImmediate()) {
    expect(vi.getTimerCount(), 'it waits for nothing').toBeGreaterThan(0);
    await vi.advanceTimersToNextTimerAsync();
  }
  return performance.now() - start;
}
