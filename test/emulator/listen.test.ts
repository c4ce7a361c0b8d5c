import { type ListeningEmulator, listen } from 'miosa-client/testing/node';
import { expect, onTestFinished, test, vi } from 'vitest';
import { stopClock } from '../support/fake-clock.ts';
import { call } from './support/call.ts';
import { clinicEmulator, emptyClinic } from './support/clinic.ts';
import { until } from './support/outcome.ts';

const headers = { authorization: 'Bearer msk_test_listen' };

async function start(emulator = clinicEmulator()): Promise<ListeningEmulator> {
  const listening = await listen(emulator);
  onTestFinished(listening.close);
  return listening;
}

test('listens on this machine only, on a port that is free', async () => {
  const { url } = await start();
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api\/v1$/);
});

test('carries status, headers and bodies over, whatever the alphabet', async () => {
  const emulator = emptyClinic();
  const { url } = await start(emulator);
  const body = JSON.stringify({ workspace_slug: 'dr-smith-clinic', name: 'Zürich 日本 🦷' });
  const response = await fetch(`${url}/projects?page=1`, { method: 'POST', headers, body });
  expect(response.status).toBe(201);
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(response.headers.get('x-request-id')).toMatch(/^req_/);
  expect(await response.json()).toMatchObject({ name: 'Zürich 日本 🦷', slug: 'zurich' });
  expect(emulator.requests).toMatchObject([{ method: 'POST', path: '/projects', query: { page: '1' } }]);
});

test('an answer without a body has none', async () => {
  const { url } = await start();
  const response = await fetch(`${url}/tenant/preview-domain`, { method: 'DELETE', headers });
  expect(response.status).toBe(204);
  expect(await response.text()).toBe('');
});

test('rejects when the port is taken', async () => {
  const { url } = await start();
  await expect(listen(clinicEmulator(), { port: Number(new URL(url).port) })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});

test('close cuts what is still delayed, and frees the port', async () => {
  stopClock();
  const emulator = clinicEmulator({ faults: { rate: 1, kinds: ['latency'], maxConsecutive: 1, latencyMs: 60_000 } });
  const { url, close } = await start(emulator);
  const cut = expect(fetch(`${url}/projects`, { headers })).rejects.toThrow(TypeError);
  await until(() => emulator.requests.length === 1);
  await close();
  await cut;
  await until(() => vi.getTimerCount() === 0);
  await expect(fetch(`${url}/projects`, { headers })).rejects.toThrow(TypeError);
  expect((await call(emulator, 'GET', '/projects')).status).toBe(200);
});
