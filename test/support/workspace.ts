import type { MiosaClient } from 'miosa-client';
import { expect } from 'vitest';
import { clientWith } from './client.ts';
import { type ReceivedRequest, type Responder, startServer } from './server.ts';

/** A map of the caller's own: whatever its keys are, they stay. */
export const callersOwn = {
  snake_case: { deep_key: [{ deeper_key: 1 }] },
  camelCase: null,
  'kebab-case': true,
  '': 'blank',
};

/** Makes one call over HTTP, and tells what was sent and what came of it. */
export async function exchange(
  call: (miosa: MiosaClient) => Promise<unknown>,
  responder: Responder,
): Promise<{ readonly value: unknown; readonly request: ReceivedRequest }> {
  const server = await startServer(responder);
  const miosa = clientWith({ baseUrl: server.url, maxRetries: 0 });
  const value = await call(miosa);
  expect(server.requests).toHaveLength(1);
  const [request = expect.fail('no request arrived')] = server.requests;
  return { value, request };
}
