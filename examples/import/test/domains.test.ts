import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { QueueEvents } from 'bullmq';
import { checkDomain, type DomainOutcome } from '../src/check-domain.ts';
import { openDomainQueue, startDomainWorker, watchDomain } from '../src/domains.ts';
import { type Api, startApi } from './support/api.ts';
import { openRedis, type RedisServer, startRedis } from './support/redis-server.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const domain = 'program.smith.example';

let server: RedisServer;
before(async () => {
  server = await startRedis();
});
after(() => server[Symbol.asyncDispose]());
beforeEach(async () => {
  using redis = openRedis(server.url);
  await redis.flushall();
});

/** A project with a domain that was set at 0 of a fake clock. */
async function projectWithDomain(api: Api): Promise<string> {
  const workspace = await api.miosa.workspaces.create({ name: 'Dr. Smith' });
  const { id } = await api.miosa.projects.create({ workspaceId: workspace.id, name: 'Lead Magnet' });
  await api.miosa.previewDomain.set({ projectId: id }, domain);
  return id;
}

/** Checks a domain whenever that is due on a fake clock: how it ended, and when each check was. */
async function watched(
  { miosa }: Api,
  projectId: string,
  onCheck: (now: number) => unknown = () => undefined,
): Promise<{ readonly outcome: DomainOutcome; readonly times: number[] }> {
  const times: number[] = [];
  for (let now = 0; ; ) {
    times.push(now);
    await onCheck(now);
    const result = await checkDomain(miosa, { projectId, domain, since: 0 }, { now, firstPauseMs: minute });
    if (typeof result === 'string') return { outcome: result, times };
    assert.ok(result.checkAgainAt > now);
    now = result.checkAgainAt;
  }
}

test('a domain that becomes ready is found so, after pauses that grow', async () => {
  await using api = await startApi({ pendingDnsChecks: 12 });
  const { outcome, times } = await watched(api, await projectWithDomain(api));
  assert.equal(outcome, 'ready');
  assert.equal(times.length, 13);
  assert.deepEqual(times.slice(0, 4), [0, minute, 2 * minute, 3 * minute]);
  assert.ok(Number(times.at(-1)) - Number(times.at(-2)) > 20 * minute);
});

test('a domain that never becomes ready is given up after seven days', async () => {
  await using api = await startApi({ pendingDnsChecks: 1000 });
  const { outcome, times } = await watched(api, await projectWithDomain(api));
  assert.equal(outcome, 'given up');
  assert.equal(times.at(-1), 7 * day);
  assert.ok(times.length < 60, `${times.length} checks`);
  const pauses = times.slice(1).map((time, index) => time - Number(times[index]));
  assert.equal(Math.max(...pauses), 6 * hour);
});

test('a domain that the customer changes or clears is no longer watched', async () => {
  for (const change of ['other.smith.example', undefined]) {
    await using api = await startApi({ pendingDnsChecks: 1000 });
    const projectId = await projectWithDomain(api);
    const { outcome, times } = await watched(api, projectId, (now) => {
      if (now < hour) return undefined;
      const scope = { projectId };
      return change === undefined ? api.miosa.previewDomain.clear(scope) : api.miosa.previewDomain.set(scope, change);
    });
    assert.equal(outcome, 'domain changed');
    assert.ok(Number(times.at(-1)) < 2 * hour);
  }
});

test('an API that is down for hours does not end a wait', async () => {
  await using api = await startApi({ pendingDnsChecks: 0 });
  const projectId = await projectWithDomain(api);
  const { outcome, times } = await watched(api, projectId, (now) => {
    const headers = { 'retry-after': '300' };
    // It asks for a wait that is too long for the client to repeat anything.
    api.interfere = () => (now < 5 * hour ? new Response('down', { status: 503, headers }) : undefined);
  });
  assert.equal(outcome, 'ready');
  assert.ok(Number(times.at(-1)) >= 5 * hour);
});

test('a project that was deleted ends the wait with the reason', async () => {
  await using api = await startApi();
  await assert.rejects(watched(api, '660e8400-e29b-41d4-a716-446655440099'), { name: 'NotFoundError' });
});

test('a wait survives restarts of the worker and of Redis, and no process waits', async () => {
  await using api = await startApi({ pendingDnsChecks: 4 });
  const projectId = await projectWithDomain(api);
  using redis = openRedis(server.url);
  using reader = openRedis(server.url);
  const queue = openDomainQueue(redis);
  await watchDomain(queue, { projectId, domain });
  // Somebody signs up twice.
  await watchDomain(queue, { projectId, domain });
  assert.equal((await queue.getJobCounts('wait'))['wait'], 1);

  const outcomes: DomainOutcome[] = [];
  const start = () =>
    startDomainWorker({
      redis,
      miosa: api.miosa,
      firstPauseMs: 300,
      onKeyRefused: (error) => assert.ifError(error),
      onOutcome: (_watch, outcome) => outcomes.push(outcome),
      onFailed: (_watch, reason) => assert.fail(reason),
    });
  const events = new QueueEvents(queue.name, { connection: reader });
  await events.waitUntilReady();
  const first = start();
  await new Promise((resolve) => events.once('delayed', resolve));
  await first.close();
  assert.equal((await queue.getJobCounts('delayed'))['delayed'], 1);
  await events.close();

  await server.restart();
  const second = start();
  await new Promise((resolve) => second.once('completed', resolve));
  await second.close();
  assert.deepEqual(outcomes, ['ready']);
  const checks = api.emulator.requests.filter(({ path }) => path.endsWith('/verify')).length;
  assert.equal(checks, 5);

  // The same domain again, after another one: it is watched anew.
  await watchDomain(queue, { projectId, domain });
  assert.equal((await queue.getJobCounts('wait'))['wait'], 1);
  await queue.close();
});
