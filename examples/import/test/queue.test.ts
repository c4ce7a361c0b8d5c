import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { openDomainQueue, watchDomain } from '../src/domains.ts';
import { addJobs, countJobs, failures, openImportQueue } from '../src/queue.ts';
import { type Api, contents, customersOf, oneEach, startApi } from './support/api.ts';
import { startProgram, writeCustomers } from './support/program.ts';
import { openRedis, type RedisServer, startRedis } from './support/redis-server.ts';

const customers = customersOf(60);
const file = writeCustomers(customers);

/** Asks for a wait that is too long for the client to repeat anything. */
const tooLong = { 'retry-after': '300' };

let server: RedisServer;
let redisOptions: readonly string[];
before(async () => {
  server = await startRedis();
  redisOptions = ['--redis', server.url];
});
after(() => server[Symbol.asyncDispose]());
beforeEach(async () => {
  using redis = openRedis(server.url);
  await redis.flushall();
});

/** Imports the file with workers of its own, at full speed, with short pauses between attempts. */
function startImport(api: Api, ...more: readonly string[]) {
  return startProgram([file, ...redisOptions, '--rate', '1000', '--backoff', '100', ...more], api.env);
}

/** Holds the next so many requests that create something back, until they are released. */
function hold(api: Api, count: number): { readonly arrived: Promise<void>; release(): void } {
  const arrived = Promise.withResolvers<void>();
  const held = Promise.withResolvers<undefined>();
  let left = count;
  api.interfere = ({ method }) => {
    if (method !== 'POST' || left === 0) return undefined;
    left -= 1;
    if (left === 0) arrived.resolve();
    return held.promise;
  };
  return { arrived: arrived.promise, release: () => held.resolve(undefined) };
}

test('several processes import a file, and a second import of it asks for nothing but the lists', async () => {
  await using api = await startApi({ faults: { rate: 0.1, latencyMs: 10, hintMs: 50 } });
  const first = await startImport(api, '--workers', '3').ended();
  assert.equal(first.status, 0, first.output);
  assert.match(first.output, /^\d+ created, \d+ found, 0 failed$/m);
  assert.deepEqual(await contents(api), oneEach(customers));

  const posts = () => api.emulator.requests.filter(({ method }) => method === 'POST').length;
  const before = posts();
  const second = await startImport(api).ended();
  assert.match(second.output, /^0 created, 60 found, 0 failed$/m);
  assert.equal(posts(), before);
});

test('two imports of the same file at once make one job for each customer', async () => {
  await using api = await startApi();
  const { arrived, release } = hold(api, 10);
  await using one = startImport(api);
  await arrived;
  await using other = startImport(api, '--workers', '2');
  await other.prints(/worker 2 runs/);
  release();
  for (const { output } of await Promise.all([one.ended(), other.ended()])) {
    assert.match(output, /^60 created, 0 found, 0 failed$/m);
  }
  assert.deepEqual(await contents(api), oneEach(customers));
  // Each was created by one job: no create was sent that found another one's workspace.
  assert.equal(api.emulator.requests.filter(({ method }) => method === 'POST').length, 120);
});

test('what a killed worker was doing, another one does, and the killed one is started again', async () => {
  await using api = await startApi();
  const { arrived } = hold(api, 10);
  await using program = startImport(api);
  const [, pid] = await program.prints(/worker 1 runs as process (\d+)/);
  await arrived;
  process.kill(Number(pid), 'SIGKILL');
  await program.prints(/worker 1 was killed/);
  const { status, output } = await program.ended();
  assert.equal(status, 0, output);
  assert.deepEqual(await contents(api), oneEach(customers));
});

test('a restart of Redis in the middle loses nothing', async () => {
  await using api = await startApi();
  const { arrived, release } = hold(api, 10);
  await using program = startImport(api, '--workers', '2');
  await arrived;
  const restarted = server.restart();
  release();
  await restarted;
  const { status, output } = await program.ended();
  assert.equal(status, 0, output);
  assert.match(output, /^60 created, 0 found, 0 failed$/m);
  assert.deepEqual(await contents(api), oneEach(customers));
});

test('a Redis that has lost everything ends an import, which says what is left', async () => {
  await using api = await startApi();
  const { arrived, release } = hold(api, 10);
  await using program = startImport(api);
  await arrived;
  const replaced = server.replace();
  await program.prints(/^Redis is away/m);
  release();
  await replaced;
  const { status, output } = await program.ended();
  assert.equal(status, 1);
  assert.match(output, /^0 created, 0 found, 0 failed, 60 left for the next run$/m);
  await startImport(api).ended();
  assert.deepEqual(await contents(api), oneEach(customers));
});

test('an API that is down for longer than the client repeats a request is waited for', async () => {
  await using api = await startApi();
  let refused = 0;
  // The client sends a request four times.
  api.interfere = ({ method }) => {
    if (method !== 'POST' || refused === customers.length * 5) return undefined;
    refused += 1;
    return new Response('down', { status: 503 });
  };
  const { status, output } = await startImport(api, '--concurrency', '60').ended();
  assert.equal(status, 0, output);
  assert.match(output, /^60 created, 0 found, 0 failed$/m);
  assert.deepEqual(await contents(api), oneEach(customers));
  using redis = openRedis(server.url);
  const queue = openImportQueue(redis);
  assert.ok((await queue.getCompleted()).some(({ attemptsMade }) => attemptsMade > 1));
  await queue.close();
});

test('by default a job is tried for more than two minutes', async () => {
  using redis = openRedis(server.url);
  const queue = openImportQueue(redis);
  await addJobs(queue, customers.slice(0, 1), { attempts: 8, backoff: 2000 });
  const [job] = await queue.getWaiting();
  assert.deepEqual(job?.opts.backoff, { type: 'exponential', delay: 2000, jitter: 0.5 });
  const shortestPauses = Array.from({ length: (job?.opts.attempts ?? 0) - 1 }, (_, index) => 1000 * 2 ** index);
  assert.ok(shortestPauses.reduce((sum, pause) => sum + pause) > 120_000);
  await queue.close();
});

test('what failed for good is listed with its reason, and can be run again', async () => {
  await using api = await startApi();
  api.interfere = async (request) => {
    if (request.method !== 'POST' || !(await request.text()).includes('"Clinic 7"')) return undefined;
    const error = { code: 'VALIDATION_FAILED', message: 'invalid', details: { name: ['is not allowed'] } };
    return Response.json({ error }, { status: 422 });
  };
  const first = await startImport(api).ended();
  assert.equal(first.status, 1);
  assert.match(first.output, /^59 created, 0 found, 1 failed$/m);
  const listed = /^✗ c7: ValidationFailedError: .*is not allowed/m;
  assert.match(first.output, listed);

  const status = await startProgram(['--status', ...redisOptions], {}).ended();
  assert.match(status.output, /^60\/60 100 %, 1 failed/m);
  assert.match(status.output, listed);

  api.interfere = () => undefined;
  const retried = await startProgram(['--retry-failed', ...redisOptions], {}).ended();
  assert.match(retried.output, /^Back on the queue: 1$/m);
  await using worker = startProgram(['--worker', ...redisOptions], api.env);
  const watched = await startProgram(['--status', ...redisOptions], {}).ended();
  assert.match(watched.output, /^60\/60 100 %, 0 failed/m);
  worker.process.kill('SIGTERM');
  await worker.ended();
  assert.deepEqual(await contents(api), oneEach(customers));
});

test('what is run again has all of its attempts', async () => {
  await using api = await startApi();
  api.interfere = ({ method }) =>
    method === 'POST' ? new Response('down', { status: 503, headers: tooLong }) : undefined;
  const { output } = await startImport(api, '--attempts', '2').ended();
  assert.match(output, /^0 created, 0 found, 60 failed$/m);
  await startProgram(['--retry-failed', ...redisOptions], {}).ended();
  using redis = openRedis(server.url);
  const queue = openImportQueue(redis);
  const waiting = await queue.getWaiting();
  assert.equal(waiting.length, 60);
  assert.ok(waiting.every(({ attemptsMade }) => attemptsMade === 0));
  await queue.close();
});

test('an import of a corrected file replaces what failed for good', async () => {
  using redis = openRedis(server.url);
  const queue = openImportQueue(redis);
  const [customer] = customersOf(1);
  assert.ok(customer);
  await addJobs(queue, [customer], { attempts: 1, backoff: 1 });
  await using api = await startApi();
  api.interfere = ({ method }) => (method === 'POST' ? new Response('{}', { status: 422 }) : undefined);
  await using worker = startProgram(['--worker', ...redisOptions], api.env);
  await startProgram(['--status', ...redisOptions], {}).ended();
  assert.deepEqual(
    (await failures(queue)).map(({ id }) => id),
    ['c1'],
  );
  worker.process.kill('SIGTERM');
  await worker.ended();
  await addJobs(queue, [{ ...customer, name: 'Corrected' }], { attempts: 1, backoff: 1 });
  const [waiting] = await queue.getWaiting();
  assert.equal(waiting?.data.name, 'Corrected');
  assert.equal((await failures(queue)).length, 0);
  await queue.close();
});

test('SIGTERM lets the running jobs of a worker end, and leaves the others', async () => {
  using redis = openRedis(server.url);
  const queue = openImportQueue(redis);
  await using api = await startApi();
  const { arrived, release } = hold(api, 4);
  await addJobs(queue, customers, { attempts: 8, backoff: 100 });
  await using worker = startProgram(['--worker', ...redisOptions, '--concurrency', '4'], api.env);
  await arrived;
  worker.process.kill('SIGTERM');
  await worker.prints(/Stops after the running jobs/);
  release();
  const { status, output } = await worker.ended();
  assert.equal(status, 0, output);
  assert.deepEqual(await countJobs(queue), { unfinished: 56, completed: 4, failed: 0 });
  assert.equal((await contents(api)).projects.length, 4);
  await queue.close();
});

test('an import that is stopped says what is left, and the next one does it', async () => {
  await using api = await startApi();
  const { arrived, release } = hold(api, 4);
  await using program = startImport(api, '--concurrency', '4');
  await arrived;
  program.process.kill('SIGTERM');
  await program.prints(/Stops after the running jobs/);
  release();
  const { status, output } = await program.ended();
  assert.equal(status, 1);
  assert.match(output, /^4 created, 0 found, 0 failed, 56 left for the next run$/m);
  const next = await startImport(api).ended();
  assert.match(next.output, /^56 created, 4 found, 0 failed$/m);
  assert.deepEqual(await contents(api), oneEach(customers));
});

test('a worker whose key is refused stops, and its jobs wait for another one', async () => {
  using redis = openRedis(server.url);
  const queue = openImportQueue(redis);
  await using api = await startApi();
  await addJobs(queue, customers, { attempts: 8, backoff: 100 });
  const worker = startProgram(['--worker', ...redisOptions], { ...api.env, MIOSA_API_KEY: 'msk_test_old' });
  const { status, output } = await worker.ended();
  assert.equal(status, 1);
  assert.match(output, /^The worker stops: AuthenticationError: 401/m);
  assert.deepEqual(await countJobs(queue), { unfinished: 60, completed: 0, failed: 0 });
  await queue.close();
});

test('the domain of a customer is set, and watched once', async () => {
  await using api = await startApi();
  const withDomain = writeCustomers([{ id: 'c1', name: 'Smith', domain: 'program.smith.example' }]);
  for (let run = 1; run <= 2; run++) {
    const { output } = await startProgram([withDomain, ...redisOptions], api.env).ended();
    assert.match(output, /, 1 waiting for DNS$/m);
  }
  using redis = openRedis(server.url);
  const domains = openDomainQueue(redis);
  const jobs = await domains.getJobs();
  assert.deepEqual(
    jobs.map(({ data: { domain } }) => domain),
    ['program.smith.example'],
  );
  await domains.close();
});

test('a worker says why a domain cannot be checked', async () => {
  using redis = openRedis(server.url);
  const domains = openDomainQueue(redis);
  await using api = await startApi();
  await watchDomain(domains, { projectId: '660e8400-e29b-41d4-a716-446655440099', domain: 'program.smith.example' });
  await using worker = startProgram(['--worker', ...redisOptions], api.env);
  await worker.prints(/^program\.smith\.example: NotFoundError/m);
  await domains.close();
});

test('a Redis with the jobs of another API is refused, by imports and by workers', async () => {
  await using staging = await startApi();
  await using production = await startApi();
  await startImport(staging).ended();
  const worker = startProgram(['--worker', ...redisOptions], production.env);
  for (const program of [worker, startImport(production), startProgram([file, ...redisOptions], {})]) {
    const { status, output } = await program.ended();
    assert.equal(status, 1, output);
    assert.match(output, /^This Redis has the jobs of http.*use another database/m);
  }
  assert.equal(production.emulator.requests.length, 0);
  using redis = openRedis(server.url);
  const queue = openImportQueue(redis);
  assert.equal((await countJobs(queue)).completed, customers.length);
  await queue.close();
});
