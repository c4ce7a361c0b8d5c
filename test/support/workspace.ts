import type { MiosaClient } from 'miosa-client';
import { expect } from 'vitest';
import { clientWith } from './client.ts';
import { ids } from './seed.ts';
import { type ReceivedRequest, type Responder, startServer } from './server.ts';

/** A workspace with every field that sources show. */
export const wireWorkspace = {
  id: ids.workspace,
  tenant_id: 'tnt_abc123',
  external_workspace_id: 'clinic_123',
  name: 'Dr. Smith Clinic',
  slug: 'dr-smith-clinic',
  description: 'Dental',
  metadata: { plan_tier: 'gold' },
  settings: { max_computers: 3 },
  created_at: '2026-05-18T10:00:00Z',
  updated_at: '2026-05-19T10:00:00Z',
};

/** The same workspace under TypeScript's names. */
export const workspace = {
  id: ids.workspace,
  tenantId: 'tnt_abc123',
  externalWorkspaceId: 'clinic_123',
  name: 'Dr. Smith Clinic',
  slug: 'dr-smith-clinic',
  description: 'Dental',
  metadata: { plan_tier: 'gold' },
  settings: { max_computers: 3 },
  createdAt: '2026-05-18T10:00:00Z',
  updatedAt: '2026-05-19T10:00:00Z',
};

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
