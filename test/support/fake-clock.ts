import { onTestFinished, vi } from 'vitest';

/**
 * Stops the clock for one test; `vi.advanceTimersByTimeAsync` moves it. Sockets keep working: Node's own timers are not
 * among those that are faked.
 */
export function stopClock(now = Date.UTC(2026, 4, 18, 10)): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now });
  onTestFinished(() => {
    vi.useRealTimers();
  });
}
