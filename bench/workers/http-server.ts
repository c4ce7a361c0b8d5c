/** Answers every request with a page of one project, and tells its parent where it listens. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pageAt } from '../support/documents.ts';

const server = createServer((request, response) => {
  const page = pageAt(request.url ?? '');
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(page) });
  response.end(page);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send?.(port);
});
// Whoever started it is gone.
process.on('disconnect', () => process.exit());
