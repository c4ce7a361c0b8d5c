import { createMiosaEmulator } from 'miosa-client/testing';
import { describe, expect, test, vi } from 'vitest';
import { stopClock } from '../support/fake-clock.ts';
import { ids } from '../support/seed.ts';
import { call } from './support/call.ts';
import { clinicEmulator, emptyClinic } from './support/clinic.ts';

const key = 'msk_test_5f0c2e7a91';

describe('the log', () => {
  test('has what arrived, in order', async () => {
    const emulator = emptyClinic();
    const body = { workspace_id: ids.workspace, name: 'Quiz' };
    await call(emulator, 'POST', '/projects', body, { 'idempotency-key': 'k', 'X-MIOSA-Tenant': 'cliniciq' });
    await call(emulator, 'GET', '/projects?workspace_id=a%20b&page=2');
    expect(emulator.requests).toMatchObject([
      { method: 'POST', path: '/projects', body, headers: { 'idempotency-key': 'k', 'x-miosa-tenant': 'cliniciq' } },
      { method: 'GET', path: '/projects', query: { workspace_id: 'a b', page: '2' }, body: undefined },
    ]);
  });

  test('has rejected requests too, and bodies that are not JSON', async () => {
    const emulator = emptyClinic();
    await call(emulator, 'POST', '/projects', 'not json', { authorization: null });
    expect(emulator.requests).toMatchObject([{ method: 'POST', body: 'not json' }]);
    expect(emulator.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  test('has requests that were dropped by a fault', async () => {
    const emulator = emptyClinic({ faults: { rate: 1, kinds: ['drop-before'] } });
    await expect(call(emulator, 'GET', '/projects')).rejects.toThrow(TypeError);
    expect(emulator.requests).toMatchObject([{ method: 'GET', path: '/projects' }]);
  });

  test('has the status of each response', async () => {
    const emulator = emptyClinic({ rateLimit: { requests: 1, windowMs: 60_000, endpoint: 'GET /workspaces' } });
    await call(emulator, 'POST', '/projects', { workspace_id: ids.workspace, name: 'Quiz' });
    await call(emulator, 'POST', '/projects', { name: 'Quiz' });
    await call(emulator, 'GET', '/projects', undefined, { authorization: null });
    await call(emulator, 'DELETE', '/tenant/preview-domain');
    await call(emulator, 'GET', '/workspaces');
    await call(emulator, 'GET', '/workspaces');
    emulator.failNext('503');
    await emulator.handle(new Request('https://api.miosa.ai/api/v1/projects'));
    expect(emulator.requests.map(({ status }) => status)).toEqual([201, 400, 401, 204, 200, 429, 503]);
  });

  test('has no status while a response is delayed, and then its own', async () => {
    stopClock();
    const emulator = emptyClinic({ faults: { rate: 1, kinds: ['latency'], latencyMs: 1000 } });
    const { requests } = emulator;
    const response = call(emulator, 'GET', '/projects');
    await vi.advanceTimersByTimeAsync(0);
    expect(requests).toMatchObject([{ path: '/projects', status: undefined }]);
    await vi.advanceTimersByTimeAsync(1000);
    await response;
    expect(requests).toMatchObject([{ path: '/projects', status: 200 }]);
  });

  test.each(['drop-before', 'drop-after'] as const)('has no status after a %s', async (kind) => {
    const emulator = emptyClinic();
    emulator.failNext(kind);
    await expect(call(emulator, 'GET', '/projects')).rejects.toThrow(TypeError);
    expect(emulator.requests).toMatchObject([{ path: '/projects', status: undefined }]);
  });

  test('keeps words that a short key is a part of', async () => {
    const emulator = emptyClinic();
    await call(emulator, 'GET', '/projects', undefined, { authorization: 'Bearer pro' });
    expect(emulator.requests).toMatchObject([{ path: '/projects', headers: { authorization: 'Bearer [redacted]' } }]);
  });

  test('shows the key nowhere, wherever it was put', async () => {
    const emulator = clinicEmulator();
    const headers = { authorization: `Bearer ${key}`, 'x-note': `sent with ${key}` };
    await call(emulator, 'PATCH', `/projects/${key}?token=${key}`, { metadata: { [key]: [`${key}!`] } }, headers);
    expect(emulator.requests).toHaveLength(1);
    expect(JSON.stringify(emulator.requests)).not.toContain(key);
    expect(emulator.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer [redacted]',
      'x-note': 'sent with [redacted]',
    });
  });

  test.each([
    'authorization',
    'cookie',
    'proxy-authorization',
    'x-api-key',
    'x-auth-token',
    'x-client-secret',
    'x-session-id',
    'x-amz-signature',
  ])('shows no %s', async (name) => {
    const emulator = clinicEmulator();
    await emulator.handle(new Request('https://api.miosa.ai/api/v1/projects', { headers: { [name]: 'hush' } }));
    expect(emulator.requests[0]?.headers[name]).toMatch(/^(Bearer )?\[redacted\]$/);
  });

  test.each(['idempotency-key', 'x-miosa-tenant', 'accept', 'user-agent', 'x-request-id'])('shows %s', async (name) => {
    const emulator = clinicEmulator();
    await call(emulator, 'POST', '/sandboxes', {}, { [name]: 'plain' });
    expect(emulator.requests[0]?.headers[name]).toBe('plain');
  });
});

describe('a key', () => {
  test.each([
    ['that is missing', undefined, null, 401],
    ['in another scheme', undefined, 'Basic bXNrOg==', 401],
    ['that is empty', undefined, 'Bearer ', 401],
    ['of any kind, when none are listed', undefined, 'Bearer whatever', 200],
    ['that is listed', [key, 'msk_test_other'], `Bearer ${key}`, 200],
    ['that is not listed', ['msk_test_other'], `Bearer ${key}`, 401],
    ['when an empty list accepts none', [], `Bearer ${key}`, 401],
  ])('%s', async (_, apiKeys, authorization, status) => {
    const response = await call(createMiosaEmulator({ apiKeys }), 'GET', '/projects', undefined, { authorization });
    expect(response.status).toBe(status);
    if (status === 401) expect(response.body).toMatchObject({ error: { code: 'invalid_token' } });
  });
});
