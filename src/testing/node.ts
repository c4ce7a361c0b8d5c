/// <reference lib="esnext.disposable" />
/**
 * The in-memory MIOSA as an HTTP server.
 *
 * @module miosa-client/testing/node
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type Checks, checkOptions } from '../check-options.ts';
import { arrayOf, text, wholeNumber } from './checks.ts';
import type { MiosaEmulator } from './index.ts';

/** Options of {@link listen}. */
export interface ListenOptions {
  /** The port. Default: 0, any that is free. */
  readonly port?: number | undefined;
  /**
   * Further names that requests may use in their `Host` header, without port. Default: none, only `localhost`,
   * `*.localhost`, `127.0.0.1` and `[::1]`.
   */
  readonly hosts?: readonly string[] | undefined;
}

const checks: Checks<ListenOptions> = { port: wholeNumber(0, 65_535), hosts: arrayOf(text) };

/** An emulator that can be reached over HTTP. `await using` closes it. */
export interface ListeningEmulator extends AsyncDisposable {
  /** For the client's `baseUrl`: `http://127.0.0.1:<port>/api/v1`. */
  readonly url: string;
  /** Cuts all connections and frees the port. */
  close(): Promise<void>;
}

/**
 * Serves an emulator over HTTP, on this machine only. Pages of every origin may use it (CORS), for tests in a browser.
 * A request with another `Host` gets 421, so that a website cannot reach it by making its own name resolve to 127.0.0.1
 * (DNS rebinding).
 *
 * @param emulator - Made by `createMiosaEmulator`.
 * @param options - The port, and further names of the host.
 * @returns Its URL, once it can be reached.
 * @throws {@link MiosaConfigError} When an option is invalid; the message names it.
 * @throws An error of Node when the port is taken.
 *
 * @example
 * ```ts
 * import { MiosaClient } from 'miosa-client';
 * import { createMiosaEmulator } from 'miosa-client/testing';
 * import { listen } from 'miosa-client/testing/node';
 *
 * await using server = await listen(createMiosaEmulator());
 * const miosa = new MiosaClient({ apiKey: 'msk_test_anything', baseUrl: server.url });
 * console.log(await miosa.projects.list());
 * ```
 */
export async function listen(
  emulator: Pick<MiosaEmulator, 'handle'>,
  options: ListenOptions = {},
): Promise<ListeningEmulator> {
  checkOptions('listen', options, checks);
  const { port = 0, hosts = [] } = options;
  const names = ['localhost', '127.0.0.1', '[::1]', ...hosts.map((host) => host.toLowerCase())];
  const server = createServer((incoming, outgoing) => {
    const name = hostName(incoming.headers.host);
    if (!names.includes(name) && !name.endsWith('.localhost')) rejectHost(outgoing);
    // A dropped connection arrives as an error here, and leaves as one.
    else respond(emulator, incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  // A server that listens on a port, not on a pipe, has such an address.
  const address = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${address.port}/api/v1`, close, [Symbol.asyncDispose]: close };
}

/** The name in a `Host` header, without its port. */
function hostName(host = ''): string {
  return host.replace(/:\d*$/, '').toLowerCase();
}

function rejectHost(outgoing: ServerResponse): void {
  const message = 'this Host is not served; the option hosts of listen, or --host-name of the command, adds names';
  outgoing.writeHead(421, { 'content-type': 'application/json' });
  outgoing.end(JSON.stringify({ error: { code: 'MISDIRECTED_REQUEST', message } }));
}

async function respond(
  emulator: Pick<MiosaEmulator, 'handle'>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const controller = new AbortController();
  // The client no longer waits for a response that is still delayed.
  outgoing.once('close', () => controller.abort());
  const response = await emulator.handle(await toRequest(incoming, controller.signal));
  outgoing.writeHead(response.status, [...response.headers].flat());
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

async function toRequest(incoming: IncomingMessage, signal: AbortSignal): Promise<Request> {
  const { method = 'GET', url = '/', headers } = incoming;
  const body = await buffer(incoming);
  const fields = Object.entries(headers).map(([name, value]) => [name, String(value)] satisfies [string, string]);
  return new Request(new URL(url, `http://${headers.host ?? '127.0.0.1'}`), {
    method,
    headers: fields,
    signal,
    ...(body.length > 0 && { body }),
  });
}
