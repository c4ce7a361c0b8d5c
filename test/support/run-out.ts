import { expect, vi } from 'vitest';
import { watch } from './failures.ts';

/** Lets time pass on a stopped clock until all calls have ended, and no longer. */
export async function runOut(
  calls: readonly Promise<unknown>[],
): Promise<{ readonly statuses: readonly string[]; readonly time: number }> {
  const begun = Date.now();
  const all = Promise.allSettled(calls);
  const watched = watch(all);
  await vi.advanceTimersByTimeAsync(0);
  while (watched.isPending) {
    expect(vi.getTimerCount(), 'what is left waits for nothing').toBeGreaterThan(0);
    await vi.advanceTimersToNextTimerAsync();
  }
  const statuses = new Set((await all).map(({ status }) => status));
  return { statuses: [...statuses], time: Date.now() - begun };
}
