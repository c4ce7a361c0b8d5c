/** What work is rejected with when its time is up: the caller, whose frame belongs in the stack, makes the error. */
export const timeIsUp: unique symbol = Symbol('timeIsUp');

/**
 * Runs work that ends early, whether or not it listens to the signal that it is given.
 *
 * The signals are bridged by hand: `AbortSignal.any` on a signal that outlives thousands of calls keeps them all.
 *
 * @param signal - Ends it with the signal's reason.
 * @param endsAt - When it ends with {@link timeIsUp}, on the clock of `performance.now()`.
 */
export async function withDeadline<T>(
  signal: AbortSignal | undefined,
  endsAt: number | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let onAbort = (): void => {};
  try {
    // `resolve` and `reject` are passed directly, which keeps the call site in the stack.
    return await new Promise<T>((resolve, reject) => {
      const end = (reason: unknown): void => {
        reject(reason);
        controller.abort(reason);
      };
      onAbort = () => end(signal?.reason);
      if (signal?.aborted) return onAbort();
      const left = (endsAt ?? Number.POSITIVE_INFINITY) - performance.now();
      if (left <= 0) return end(timeIsUp);
      signal?.addEventListener('abort', onAbort);
      if (endsAt !== undefined) timer = setTimeout(end, left, timeIsUp);
      work(controller.signal).then(resolve, reject);
    });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

/** Waits, and stops waiting when the signal is aborted. */
export function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    if (signal?.aborted) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** Settles as some work does, or rejects with the signal's reason, whichever comes first. */
export function untilAborted<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work();
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort);
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', onAbort));
  });
}
