import { vi } from 'vitest';
import { stopClock } from './fake-clock.ts';

/** Stops the clock for one test, also the one that durations are measured with. */
export function stopClocks(): void {
  stopClock();
  vi.spyOn(performance, 'now').mockImplementation(() => Date.now());
}
