import { untilAborted } from '../http/timing.ts';

/** The same response with a body that fails with the signal's reason, as a body from the network does. */
export function abortable(response: Response, signal: AbortSignal): Response {
  const reader = response.body?.getReader();
  if (reader === undefined) return response;
  const source: UnderlyingDefaultSource<Uint8Array> = {
    pull: async (controller) => {
      const { done, value } = await untilAborted(() => reader.read(), signal);
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  };
  // Nothing is read before it is wanted: a chunk that waits in a queue would outlive an abort.
  return new Response(new ReadableStream(source, { highWaterMark: 0 }), response);
}
