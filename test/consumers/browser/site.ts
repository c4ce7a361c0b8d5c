import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A site that is served on this machine. */
export interface Site {
  readonly port: number;
  close(): void;
}

/** Forbids everything but the site's own files, and requests to the API. */
const policy = "default-src 'self'; script-src 'self'; connect-src 'self' http://127.0.0.1:*";

const page = `<!DOCTYPE html>
<html>
<head><meta charset="utf-8"><title>miosa-client</title><link rel="icon" href="/icon.svg"></head>
<body><output></output><script type="module" src="/page.js"></script></body>
</html>
`;

/** The backend's proxy: where it sends what arrives under `/api/miosa`, and the key that it adds. */
export interface Proxy {
  readonly target: string;
  readonly apiKey: string;
}

/** Serves a page with one script, under a strict Content-Security-Policy. */
export async function serveSite(script: string, proxy?: Proxy): Promise<Site> {
  const server = createServer(async (request, response) => {
    const [path = '/'] = (request.url ?? '/').split('?');
    if (path === '/') send(response, 'text/html', page);
    else if (path === '/page.js') send(response, 'text/javascript', script);
    else if (path === '/icon.svg') send(response, 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>');
    else if (proxy && path.startsWith('/api/miosa/')) await forward(request, response, proxy);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port, not on a pipe, has such an address.
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function send(response: ServerResponse, type: string, body: string): void {
  response.writeHead(200, { 'content-type': type, 'content-security-policy': policy }).end(body);
}

async function forward(request: IncomingMessage, response: ServerResponse, { target, apiKey }: Proxy): Promise<void> {
  const { method = 'GET', url = '', headers } = request;
  if (headers.authorization !== undefined) {
    response.writeHead(400).end('The key is to be added here: the page must not have one.');
    return;
  }
  const body = await buffer(request);
  const kept = ['content-type', 'idempotency-key'].flatMap((name) => {
    const value = headers[name];
    return typeof value === 'string' ? [[name, value] satisfies [string, string]] : [];
  });
  const answer = await fetch(target + url.replace('/api/miosa', ''), {
    method,
    headers: [...kept, ['authorization', `Bearer ${apiKey}`]],
    ...(body.length > 0 && { body: new Uint8Array(body) }),
  });
  const shown = ['content-type', 'x-request-id', 'retry-after'].flatMap((name) => {
    const value = answer.headers.get(name);
    return value === null ? [] : [name, value];
  });
  shown.push('cache-control', 'no-store');
  response.writeHead(answer.status, shown).end(new Uint8Array(await answer.arrayBuffer()));
}
