/** Tests of code that is given its client: the emulator's `fetch` takes the place of the network. */
import type { AddressInfo } from 'node:net';
import { MiosaClient } from 'miosa-client';
import { createMiosaEmulator, type MiosaEmulator, type MiosaEmulatorOptions } from 'miosa-client/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createApp } from '../express-signup.ts';

// After a refused slug, `ensure` looks for some seconds whether another sign-up has taken it.
vi.setConfig({ testTimeout: 15_000 });

interface Reply {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

let emulator: MiosaEmulator;
let signUp: (customer: string, form: object) => Promise<Reply>;
let close: () => void;

/** Starts the sign-up server of ../express-signup.ts on an emulator with these options. */
async function start(options: MiosaEmulatorOptions = {}): Promise<void> {
  emulator = createMiosaEmulator(options);
  const miosa = new MiosaClient({ apiKey: 'msk_test_vitest', fetch: emulator.fetch });
  const server = createApp(miosa, (request) => request.get('x-customer')).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  // A server that listens on a port, not on a pipe, has such an address.
  const { port } = server.address() as AddressInfo;
  signUp = async (customer, form) => {
    const headers = { 'content-type': 'application/json', 'x-customer': customer };
    const init = { method: 'POST', headers, body: JSON.stringify(form) };
    const response = await fetch(`http://127.0.0.1:${port}/signup`, init);
    return { status: response.status, retryAfter: response.headers.get('retry-after'), body: await response.json() };
  };
  close = () => server.close();
}

beforeEach(() => {
  vi.spyOn(console, 'error').mockReturnValue();
});
afterEach(() => close());

const form = { clinic: 'Dr. Smith Clinic' };

test('ten sign-ups at once end with one workspace and one project', async () => {
  await start();
  const replies = await Promise.all(Array.from({ length: 10 }, () => signUp('clinic-123', form)));
  const ids = replies.map(({ body }) => `${body['workspaceId']} ${body['projectId']}`);
  expect(new Set(ids).size).toBe(1);
  expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
});

test('a connection that drops is not noticed', async () => {
  await start({ faults: { seed: 7, rate: 1, kinds: ['drop-before', 'drop-after'], maxConsecutive: 1 } });
  expect(await signUp('clinic-123', form)).toMatchObject({ status: 201 });
  expect(emulator.injectedFaults['drop-before'] + emulator.injectedFaults['drop-after']).toBeGreaterThan(0);
});

test('an address that the customer chose is theirs to correct', async () => {
  await start();
  expect(await signUp('clinic-123', { ...form, address: 'Heart & Soul' })).toMatchObject({
    status: 422,
    body: { issues: [{ field: 'address', message: 'is invalid' }] },
  });
});

test('a slug that the customer never sent is not blamed on them', async () => {
  await start();
  const { status, body } = await signUp('No. 125', form);
  expect(status).toBe(500);
  expect(JSON.stringify(body)).not.toMatch(/slug|issues/);
});

test('a rate limit is passed on as the time to wait', async () => {
  await start({ rateLimit: { requests: 1, windowMs: 120_000, endpoint: 'POST /workspaces' } });
  await signUp('clinic-122', form);
  expect(await signUp('clinic-123', form)).toMatchObject({ status: 503, retryAfter: '120' });
});
