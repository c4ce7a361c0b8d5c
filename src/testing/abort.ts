/** Ends with the outcome of some work, or with the signal's reason, whichever comes first. */
export function untilAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener('abort', onAbort);
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** Waits, and stops waiting when the signal says so. */
export function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout>;
  const wait = () =>
    new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds);
    });
  return untilAborted(signal, wait).finally(() => clearTimeout(timer));
}

/** The same response, whose body breaks off with the signal's reason, as a body from the network does. */
export function abortable(response: Response, signal: AbortSignal): Response {
  return response.body === null ? response : new Response(abortableBody(response.body, signal), response);
}

function abortableBody(source: ReadableStream<Uint8Array>, signal: AbortSignal): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  let release: () => void;
  return new ReadableStream(
    {
      start: (controller) => {
        const onAbort = (): void => controller.error(signal.reason);
        if (signal.aborted) onAbort();
        signal.addEventListener('abort', onAbort);
        release = () => signal.removeEventListener('abort', onAbort);
      },
      pull: async (controller) => {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        release();
        controller.close();
      },
      cancel: (reason) => {
        release();
        return reader.cancel(reason);
      },
    },
    // Nothing is taken before it is wanted: what waits in a queue would outlive an abort.
    { highWaterMark: 0 },
  );
}
