import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { contents, customersOf, oneEach, startApi } from './support/api.ts';
import { startProgram, writeCustomers } from './support/program.ts';

const customers = customersOf(60);
const file = writeCustomers(customers);

test('everything is created once, although requests fail, and a second run finds it in a few requests', async () => {
  await using api = await startApi({ faults: { rate: 0.2, latencyMs: 10, hintMs: 50 } });
  const first = await startProgram([file, '--rate', '1000'], api.env).ended();
  assert.match(first.output, /^\d+ created, \d+ found, 0 failed$/m);
  assert.equal(first.status, 0);
  assert.deepEqual(await contents(api), oneEach(customers));

  const before = api.emulator.requests.filter(({ method }) => method === 'POST').length;
  const second = await startProgram([file, '--rate', '1000'], api.env).ended();
  assert.match(second.output, /^0 created, 60 found, 0 failed$/m);
  assert.equal(api.emulator.requests.filter(({ method }) => method === 'POST').length, before);
});

test('the rate holds for requests, and the concurrency for customers', async () => {
  await using api = await startApi();
  let active = 0;
  let most = 0;
  api.interfere = async () => {
    active += 1;
    most = Math.max(most, active);
    // As slow as a network, so that requests overlap.
    await sleep(20);
    active -= 1;
    return undefined;
  };
  const start = performance.now();
  await startProgram([file, '--rate', '50', '--concurrency', '3'], api.env).ended();
  // A slow machine takes longer. The first five requests wait for nothing.
  const least = (api.emulator.requests.length - 5) / 50;
  assert.ok((performance.now() - start) / 1000 >= least, `faster than ${least} s`);
  assert.ok(most <= 3, String(most));
});

test('a request is repeated 40 times, which takes more than two minutes', async () => {
  await using api = await startApi();
  let refused = 0;
  api.interfere = ({ method }) => {
    if (method !== 'POST' || refused === 40) return undefined;
    refused += 1;
    // Without this, the pauses double to 8 s.
    return new Response('down', { status: 503, headers: { 'retry-after': '0' } });
  };
  const one = writeCustomers(customersOf(1));
  const { output } = await startProgram([one, '--rate', '1000'], api.env).ended();
  assert.match(output, /^1 created, 0 found, 0 failed$/m);
  assert.equal(refused, 40);
});

test('who cannot be imported is listed with the reason, and the others are imported', async () => {
  await using api = await startApi();
  api.interfere = async (request) => {
    if (request.method !== 'POST' || !(await request.text()).includes('"Clinic 7"')) return undefined;
    const error = { code: 'VALIDATION_FAILED', message: 'invalid', details: { name: ['is not allowed'] } };
    return Response.json({ error }, { status: 422 });
  };
  const { status, output } = await startProgram([file, '--rate', '1000'], api.env).ended();
  assert.equal(status, 1);
  assert.match(output, /^59 created, 0 found, 1 failed$/m);
  assert.match(output, /^✗ c7: ValidationFailedError: .*is not allowed/m);
});

test('a key that is refused ends the import at once', async () => {
  await using api = await startApi();
  const { status, output } = await startProgram([file], { ...api.env, MIOSA_API_KEY: 'msk_test_old' }).ended();
  assert.equal(status, 1);
  assert.match(output, /401/);
  assert.equal(api.emulator.requests.length, 1);
});

test('SIGTERM lets running jobs end, and the next run does the rest', async () => {
  await using api = await startApi();
  const held = Promise.withResolvers<undefined>();
  let posts = 0;
  const arrived = Promise.withResolvers<void>();
  api.interfere = ({ method }) => {
    if (method !== 'POST') return undefined;
    posts += 1;
    if (posts === 4) arrived.resolve();
    return held.promise;
  };
  await using program = startProgram([file, '--rate', '1000', '--concurrency', '4'], api.env);
  await arrived.promise;
  program.process.kill('SIGTERM');
  await program.prints(/Stops after the running jobs/);
  held.resolve(undefined);
  const { status, output } = await program.ended();
  assert.equal(status, 1);
  assert.match(output, /^4 created, 0 found, 0 failed, 56 left for the next run$/m);
  assert.equal((await contents(api)).projects.length, 4);
  await startProgram([file, '--rate', '1000'], api.env).ended();
  assert.deepEqual(await contents(api), oneEach(customers));
});
