import type { IncomingMessage } from 'node:http';

/** A domain, or a form with one field, is far smaller. */
const mostBytes = 4096;

/**
 * Reads the body of a request.
 *
 * @throws {RangeError} When it is larger than anything the page sends.
 */
export async function readBody(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > mostBytes) throw new RangeError(`The body is larger than ${mostBytes} bytes.`);
  }
  return Buffer.concat(chunks);
}
