import { EventEmitter, once } from 'node:events';
import type { Fetch } from 'miosa-client';
import { type Responder, startServer, type TestServer } from './server.ts';

/** A server that leaves a request hanging, and what can be waited for meanwhile. */
export interface StalledServer extends TestServer {
  /** For the client: the global `fetch`, observed. */
  readonly fetch: Fetch;
  /** Resolves when the request hangs at the chosen moment. */
  readonly stalled: Promise<unknown>;
  /** Resolves when the connection is gone. */
  readonly closed: Promise<unknown>;
}

/**
 * Starts such a server.
 *
 * @param stall - Writes as much of the response as there shall be.
 * @param moment - `requested` when not even headers are written, `responded` when they are.
 */
export async function startStalledServer(stall: Responder, moment: 'requested' | 'responded'): Promise<StalledServer> {
  const events = new EventEmitter();
  const server = await startServer((response, request) => {
    response.once('close', () => events.emit('closed'));
    stall(response, request);
    events.emit('requested');
  });
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const response = await globalThis.fetch(url, init);
    events.emit('responded');
    return response;
  };
  return { ...server, fetch, stalled: once(events, moment), closed: once(events, 'closed') };
}
