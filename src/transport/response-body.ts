/** A body that is larger than anything the API has reason to send. */
export class BodyTooLarge extends Error {}

/**
 * Reads a body as text.
 *
 * @param limit - How many bytes are read at most; what is beyond is cancelled.
 * @param signal - Cancels the body. Nothing may read it any more then, and a `fetch` that does not know the signal
 *   would hold its connection.
 * @throws {BodyTooLarge} When there is more.
 */
export async function readText(response: Response, limit: number, signal: AbortSignal): Promise<string> {
  const reader = response.body?.getReader();
  // React Native has bodies without streams.
  if (reader === undefined) return response.text();
  const cancel = (): Promise<void> => discard(reader);
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel);
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      bytes += value.byteLength;
      if (bytes > limit) throw new BodyTooLarge(`more than ${limit} bytes`);
      text += decoder.decode(value, { stream: true });
    }
  } catch (error) {
    // What is no text, or too long, is still being sent.
    cancel();
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** Gives up a body that nobody will read, so that its connection is freed. */
export async function discard(body: { cancel(): Promise<void> } | null | undefined): Promise<void> {
  try {
    await body?.cancel();
  } catch {
    // One that is locked or broken already needs no freeing.
  }
}

/** Parses JSON, or tells that it is none. */
export function parseJson(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
