/** Settles as some work does, or rejects with the signal's reason, whichever comes first. */
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

/** Waits, until the signal is aborted at the latest. */
export function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout>;
  const wait = () =>
    new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds);
    });
  return untilAborted(signal, wait).finally(() => clearTimeout(timer));
}

/** The same response with a body that fails with the signal's reason, as a body from the network does. */
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
    // Nothing is read before it is wanted: a chunk that waits in a queue would outlive an abort.
    { highWaterMark: 0 },
  );
}

/** On every response: a page of any origin may read it. A test server has nothing to protect. */
const corsHeaders = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-request-id, retry-after',
};

/** Whether a browser asks for permission to send a request. */
export function isPreflight({ method, headers }: Request): boolean {
  return method === 'OPTIONS' && headers.has('access-control-request-method');
}

/** Allows what a preflight asks for. */
export function preflightResponse({ headers }: Request): Response {
  const requested = headers.get('access-control-request-headers');
  return new Response(null, {
    status: 204,
    headers: {
      ...corsHeaders,
      'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
      // By name: a wildcard does not cover `Authorization`.
      ...(requested !== null && { 'access-control-allow-headers': requested }),
    },
  });
}

/** Lets pages of every origin read a response. */
export function allowEveryOrigin(response: Response): Response {
  for (const [name, value] of Object.entries(corsHeaders)) response.headers.set(name, value);
  return response;
}
