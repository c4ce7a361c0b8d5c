import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** A request as it arrived on the wire. */
export interface ReceivedRequest {
  readonly method: string;
  /** Path and query, still encoded. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Answers a request. What it leaves open stays open until the test ends. */
export type Responder = (response: ServerResponse, request: ReceivedRequest) => void;

/** A server on this machine whose responses a test decides. */
export interface TestServer {
  /** For the client's `baseUrl`. */
  readonly url: string;
  /** What has arrived so far. */
  readonly requests: readonly ReceivedRequest[];
}

/**
 * Starts a server that lives as long as the test.
 *
 * @param responders - What answers each request in turn; the last one answers all that follow.
 */
export async function startServer(...responders: readonly Responder[]): Promise<TestServer> {
  const requests: ReceivedRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const { method = '', url = '', headers } = incoming;
    const request = { method, url, headers, body: await text(incoming) };
    const respond = responders[Math.min(requests.length, responders.length - 1)];
    requests.push(request);
    respond?.(response, request);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  // A server that listens on a port, not on a pipe, has such an address.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/api/v1`, requests };
}

/** Answers with JSON. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Responder {
  return (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Answers with a body as it is. */
export function raw(body: string, status = 200, headers: Record<string, string> = {}): Responder {
  return (response) => response.writeHead(status, headers).end(body);
}
