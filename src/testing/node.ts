import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MiosaEmulator } from './index.ts';

/** Options of {@link listen}. */
export interface ListenOptions {
  /** The port. Default: 0, any that is free. */
  readonly port?: number;
}

/** An emulator that can be reached over HTTP. */
export interface ListeningEmulator {
  /** For the client's `baseUrl`: `http://127.0.0.1:<port>/api/v1`. */
  readonly url: string;
  /** Cuts all connections and frees the port. */
  close(): Promise<void>;
}

/**
 * Serves an emulator over HTTP, on this machine only. Pages of every origin may use it (CORS), for tests in a browser.
 *
 * @param emulator - Made by `createMiosaEmulator`.
 * @param options - The port.
 * @returns Where it is, once it can be reached.
 * @throws {Error} When the port is taken.
 *
 * @example
 * ```ts
 * import { MiosaClient } from 'miosa-client';
 * import { createMiosaEmulator } from 'miosa-client/testing';
 * import { listen } from 'miosa-client/testing/node';
 *
 * const { url, close } = await listen(createMiosaEmulator());
 * const miosa = new MiosaClient({ apiKey: 'msk_test_anything', baseUrl: url });
 * console.log(await miosa.projects.list());
 * await close();
 * ```
 */
export async function listen(
  emulator: Pick<MiosaEmulator, 'handle'>,
  options: ListenOptions = {},
): Promise<ListeningEmulator> {
  const server = createServer((incoming, outgoing) => {
    // A dropped connection arrives as an error here, and leaves as one.
    answer(emulator, incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  // A server that listens on a port, not on a pipe, has such an address.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api/v1`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  emulator: Pick<MiosaEmulator, 'handle'>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const controller = new AbortController();
  // Nobody waits any more for an answer that is still on its way.
  outgoing.once('close', () => controller.abort());
  const response = await emulator.handle(await toRequest(incoming, controller.signal));
  outgoing.writeHead(response.status, [...response.headers].flat());
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

async function toRequest(incoming: IncomingMessage, signal: AbortSignal): Promise<Request> {
  const { method = 'GET', url = '/', headers } = incoming;
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const fields = Object.entries(headers).map(([name, value]) => [name, String(value)] satisfies [string, string]);
  return new Request(new URL(url, `http://${headers.host ?? '127.0.0.1'}`), {
    method,
    headers: fields,
    signal,
    ...(body.length > 0 && { body }),
  });
}
