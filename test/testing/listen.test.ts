import { request } from 'node:http';
import { type ListeningEmulator, listen } from 'miosa-client/testing/node';
import { expect, onTestFinished, test, vi } from 'vitest';
import { stopClock } from '../support/fake-clock.ts';
import { misuse } from '../support/refusal.ts';
import { call } from './support/call.ts';
import { clinicEmulator, emptyClinic } from './support/clinic.ts';
import { until } from './support/observe.ts';

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

test('sends status, headers and bodies, in any alphabet', async () => {
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

test('sends no body with a 204', async () => {
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

test.each<[unknown, RegExp]>([
  [{ port: -1 }, /port must be a whole number from 0 to 65535/],
  [{ port: '80' }, /port must be a whole number/],
  [{ hosts: 'miosa.test' }, /hosts must be an array/],
  [{ host: 'miosa.test' }, /listen has no option "host".*port, hosts/],
])('refuses %j', async (options, message) => {
  await expect(listen(clinicEmulator(), misuse(options))).rejects.toMatchObject({
    name: 'MiosaConfigError',
    message: expect.stringMatching(message),
  });
});

test('close cuts delayed requests and frees the port', async () => {
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

test('await using closes the server', async () => {
  let url: string;
  {
    await using server = await listen(clinicEmulator(), { port: 0 });
    url = server.url;
    expect((await fetch(`${url}/projects`, { headers })).status).toBe(200);
  }
  await expect(fetch(`${url}/projects`, { headers })).rejects.toThrow(TypeError);
});

test('close may be called again', async () => {
  await using server = await start();
  await server.close();
  await server.close();
});

/** Sends a request with a `Host` header, which `fetch` does not allow to be set. */
function statusFor(url: string, host: string, method = 'GET'): Promise<number | undefined> {
  const preflight = { 'access-control-request-method': 'GET' };
  const options = { method, headers: { ...headers, ...(method === 'OPTIONS' && preflight), host } };
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/projects`, options, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.once('error', reject);
    sent.end();
  });
}

test.each([
  ['localhost', 200],
  ['localhost:8080', 200],
  ['LOCALHOST', 200],
  ['clinic.localhost:3000', 200],
  ['127.0.0.1', 200],
  ['127.0.0.1:1', 200],
  ['[::1]', 200],
  ['[::1]:8080', 200],
  ['miosa.test:8080', 200],
  ['evil.example', 421],
  ['evil.example:80', 421],
  ['localhost.evil.example', 421],
  ['notlocalhost', 421],
  ['127.0.0.1.evil.example', 421],
  ['sub.miosa.test', 421],
])('a request for the Host %s gets %i', async (host, status) => {
  const emulator = clinicEmulator();
  await using server = await listen(emulator, { hosts: ['Miosa.test'] });
  expect(await statusFor(server.url, host)).toBe(status);
  expect(emulator.requests).toHaveLength(status === 200 ? 1 : 0);
});

test('a preflight for a foreign Host gets 421', async () => {
  const { url } = await start();
  expect(await statusFor(url, 'evil.example', 'OPTIONS')).toBe(421);
  expect(await statusFor(url, 'localhost', 'OPTIONS')).toBe(204);
});
