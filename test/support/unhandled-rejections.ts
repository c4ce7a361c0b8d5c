import { setImmediate } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** Tells which rejections nobody has handled. */
export type UnhandledRejections = () => Promise<readonly unknown[]>;

/**
 * Collects the rejections that nobody handles while a test runs, instead of the test runner.
 *
 * @returns A function that gives them, once Node has had the time to notice.
 */
export function collectUnhandledRejections(): UnhandledRejections {
  const reasons: unknown[] = [];
  const others = process.listeners('unhandledRejection');
  const collect = (reason: unknown) => reasons.push(reason);
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', collect);
  onTestFinished(() => {
    process.off('unhandledRejection', collect);
    for (const listener of others) process.on('unhandledRejection', listener);
  });
  return async () => {
    // Node reports before it goes on to the next phase of its loop.
    await setImmediate();
    return reasons;
  };
}
