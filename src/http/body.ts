import { isBrowser } from './environment.ts';

/** Error bodies are a few hundred bytes; a proxy's page is a few thousand. */
const maxErrorBody = 1024 * 1024;

/** What to do about a response that was handed out twice. */
export const readAlready = 'its body was read already: the fetch function must return a new Response for each request';

/** Reads the body of an error, as much of it as is worth reading. What is beyond, or breaks off, is cancelled. */
export async function readErrorText(response: Response): Promise<string> {
  if (response.bodyUsed) return readAlready;
  // Chromium reports a body that a reader has read to its end as aborted; React Native has bodies without streams.
  const reader = isBrowser() ? undefined : response.body?.getReader();
  // One that breaks off is empty, here and below: the status says enough.
  if (reader === undefined) return response.text().catch(() => '');
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      bytes += value.byteLength;
      if (bytes > maxErrorBody) break;
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    // What breaks off is given up, as what is too long.
  }
  discard(reader);
  return '';
}

/** Gives up a body that nobody will read, so that its connection is freed. */
export async function discard(body: { cancel(): Promise<void> } | null | undefined): Promise<void> {
  try {
    await body?.cancel();
  } catch {
    // One that is locked or broken already needs no freeing.
  }
}
