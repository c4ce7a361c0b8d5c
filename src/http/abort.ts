/** What may end a piece of work early. */
export interface Deadline {
  /** Ends it with the signal's reason. */
  readonly signal: AbortSignal | undefined;
  /** Ends it after so many milliseconds. */
  readonly milliseconds: number;
  /** Makes the error that the work then ends with. */
  readonly timeoutError: () => Error;
}

/**
 * Runs work that ends when its deadline does, whether or not it listens to the signal it is given.
 *
 * The signals are bridged by hand: `AbortSignal.any` on a signal that outlives thousands of calls keeps them all.
 */
export async function withDeadline<T>(deadline: Deadline, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { signal, milliseconds, timeoutError } = deadline;
  const controller = new AbortController();
  let isLate = false;

  const result = new Promise<T>((resolve, reject) => {
    const release = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    const end = (reason: unknown): void => {
      // Work that ignores the signal may never settle: nothing may retain the caller's signal for it.
      release();
      reject(reason);
      controller.abort(reason);
    };
    const onAbort = (): void => end(signal?.reason);
    const onTimeout = (): void => {
      isLate = true;
      end(timeoutError());
    };
    const timer = setTimeout(onTimeout, milliseconds);
    if (signal?.aborted) {
      onAbort();
      return;
    }
    signal?.addEventListener('abort', onAbort);
    // `resolve` and `reject` are handed over as they are: engines follow them from an error to the line that called.
    work(controller.signal)
      .then(
        (value) => {
          release();
          return value;
        },
        (error) => {
          release();
          throw error;
        },
      )
      .then(resolve, reject);
  });
  try {
    return await result;
  } catch (error) {
    // The stack of the timer's own leads nowhere; from here, engines know the line that called.
    throw isLate ? timeoutError() : error;
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
