import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contents, customersOf, oneEach, startApi } from './support/api.ts';
import { startProgram, writeCustomers } from './support/program.ts';
import { startRedis } from './support/redis-server.ts';

const customers = customersOf(1000);
const limit = { requests: 100, windowMs: 1000 };
const ideal = { requests: 2 * customers.length, seconds: (2 * customers.length) / limit.requests };

test('four processes import 1,000 customers within a rate limit, although requests fail and one is killed', async (t) => {
  await using server = await startRedis();
  await using api = await startApi({ rateLimit: limit, faults: { rate: 0.05 } });
  const file = writeCustomers(customers);
  const options = ['--redis', server.url, '--workers', '4', '--concurrency', '3'];
  await using program = startProgram([file, ...options], api.env);
  const [, pid] = await program.prints(/worker 2 runs as process (\d+)/);
  await program.prints(/^[2-4]\d\d\/1,000/m);
  process.kill(Number(pid), 'SIGKILL');
  await program.prints(/worker 2 was killed/);
  const { status, output } = await program.ended();

  const requests = api.emulator.requests.length;
  const limited = api.emulator.requests.filter((request) => request.status === 429).length;
  const seconds = Number(/([\d.]+) s$/m.exec(output.trim())?.[1]);
  t.diagnostic(`${requests} requests, ${(requests / ideal.requests).toFixed(2)} of the ideal; ${limited} were limited`);
  t.diagnostic(`${seconds} s, ${(seconds / ideal.seconds).toFixed(2)} of the ideal`);
  t.diagnostic(`faults: ${JSON.stringify(api.emulator.injectedFaults)}, seed ${api.emulator.faultSeed}`);
  assert.equal(status, 0, output);
  assert.match(output, /^\d+ created, \d+ found, 0 failed$/m);
  assert.deepEqual(await contents(api), oneEach(customers));
  assert.ok(requests <= 1.3 * ideal.requests, output);
});
