import { listen } from 'miosa-client/testing/node';
import { expect, onTestFinished, test } from 'vitest';
import { call } from './support/call.ts';
import { clinicEmulator } from './support/clinic.ts';
import { type WayIn, waysIn } from './support/ways-in.ts';

const preflight: RequestInit = {
  method: 'OPTIONS',
  headers: {
    origin: 'https://app.example',
    'access-control-request-method': 'PATCH',
    'access-control-request-headers': 'authorization,content-type,idempotency-key',
  },
};

function corsHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));
}

test.for(Object.entries(waysIn))('%s allows what a preflight asks for', async ([, start]) => {
  const { fetch, baseUrl }: WayIn = await start(clinicEmulator());
  const response = await fetch(`${baseUrl}/projects`, preflight);
  expect(response.status).toBe(204);
  expect(await response.text()).toBe('');
  expect(corsHeaders(response.headers)).toEqual({
    'access-control-allow-origin': '*',
    'access-control-allow-headers': 'authorization,content-type,idempotency-key',
    'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
    'access-control-expose-headers': 'x-request-id, retry-after',
  });
});

test('allows no headers when a preflight asks for none', async () => {
  const { fetch } = clinicEmulator();
  const headers = { 'access-control-request-method': 'GET' };
  const response = await fetch('https://api.miosa.ai/api/v1/projects', { method: 'OPTIONS', headers });
  expect(response.headers.has('access-control-allow-headers')).toBe(false);
});

test('a preflight needs no key, is not recorded, and meets no limit and no fault', async () => {
  const emulator = clinicEmulator({
    apiKeys: ['msk_test_emulator'],
    rateLimit: { requests: 1, windowMs: 60_000 },
    faults: { rate: 1, kinds: ['503'] },
  });
  for (let sent = 0; sent < 5; sent++) {
    expect((await emulator.handle(new Request('https://api.miosa.ai/api/v1/projects', preflight))).status).toBe(204);
  }
  expect(emulator.requests).toEqual([]);
  expect(Object.values(emulator.injectedFaults).every((count) => count === 0)).toBe(true);
});

test.for([
  ['a success', '/projects', {}, 200],
  ['an error', '/nothing', {}, 404],
  ['a request without a key', '/projects', { authorization: null }, 401],
] as const)('%s can be read by pages of every origin', async ([, path, headers, status]) => {
  const response = await call(clinicEmulator(), 'GET', path, undefined, headers);
  expect(response.status).toBe(status);
  expect(corsHeaders(response.headers)).toEqual({
    'access-control-allow-origin': '*',
    'access-control-expose-headers': 'x-request-id, retry-after',
  });
});

test('pages can read the response of a fault', async () => {
  const faulty = clinicEmulator({ faults: { rate: 1, kinds: ['html'] } });
  const { status, headers } = await faulty.handle(new Request('https://api.miosa.ai/api/v1/projects'));
  expect(status).toBeGreaterThanOrEqual(500);
  expect(headers.get('access-control-allow-origin')).toBe('*');
});

test('pages can read a 429 and its Retry-After', async () => {
  const limited = clinicEmulator({ rateLimit: { requests: 1, windowMs: 60_000 } });
  await call(limited, 'GET', '/projects');
  const limitedResponse = await call(limited, 'GET', '/projects');
  expect(limitedResponse.status).toBe(429);
  expect(limitedResponse.headers.get('access-control-allow-origin')).toBe('*');
  expect(limitedResponse.headers.get('retry-after')).toMatch(/^\d+$/);
});

test('answers 404 to an OPTIONS request that is not a preflight', async () => {
  const { url, close } = await listen(clinicEmulator());
  onTestFinished(close);
  const headers = { authorization: 'Bearer msk_test_cors' };
  expect((await fetch(`${url}/projects`, { method: 'OPTIONS', headers })).status).toBe(404);
});
