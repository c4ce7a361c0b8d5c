import { MiosaConfigError } from 'miosa-client';
import type { FaultKind, MiosaEmulator } from 'miosa-client/testing';
import { describe, expect, test } from 'vitest';
import { clientWith } from '../support/client.ts';
import { misuse } from '../support/refusal.ts';
import { emptyClinic } from './support/clinic.ts';
import { observe } from './support/observe.ts';
import { type WayIn, waysIn } from './support/ways-in.ts';

const directly = ({ fetch }: MiosaEmulator): WayIn => ({ fetch, baseUrl: 'https://api.miosa.ai/api/v1' });
const clinic = { workspace_slug: 'dr-smith-clinic' };

test.each(Object.entries(waysIn))('fails the next request, and no other, through %s', async (_, enter) => {
  const emulator = emptyClinic();
  const way = await enter(emulator);
  emulator.failNext('drop-after');
  const create = { body: { ...clinic, name: 'Lead Magnet' }, key: 'key-1' };
  expect((await observe(way, 'POST', '/projects', create)).label).toBe('dropped');
  // It was processed, so that its key gets the first response again.
  expect((await observe(way, 'POST', '/projects', create)).label).toBe('201 whole');
  expect(JSON.parse((await observe(way, 'GET', '/projects')).text)).toMatchObject({ total: 1 });
  expect(emulator.injectedFaults).toMatchObject({ 'drop-after': 1 });
});

test('fails as many requests to one endpoint as it is told to, in the order in which it was told', async () => {
  const emulator = emptyClinic();
  const way = directly(emulator);
  emulator.failNext('502', { endpoint: 'GET /projects/{id}', times: 2 });
  emulator.failNext('html');
  const labels: string[] = [];
  for (const path of ['/projects/8d7f4f0e-57c4-4b8e-a1fb-2f0b1d6f2c11', '/workspaces', '/workspaces']) {
    labels.push((await observe(way, 'GET', path)).label.slice(0, 8));
  }
  expect(labels).toEqual(['502 Bad ', expect.stringMatching('html'), '200 whol']);
  const again = await observe(way, 'GET', '/projects/8d7f4f0e-57c4-4b8e-a1fb-2f0b1d6f2c11');
  expect(again.label).toBe('502 Bad Gateway');
});

test.each([0.5, 1])('leaves the faults that are drawn as they are, at a rate of %d', async (rate) => {
  const labelsOf = async (failNext: boolean): Promise<string[]> => {
    const emulator = emptyClinic({ faults: { seed: 3, rate, kinds: ['502', '503'], maxConsecutive: 1 } });
    const labels: string[] = [];
    for (let index = 0; index < 20; index++) {
      if (failNext && index === 1) emulator.failNext('504');
      labels.push((await observe(directly(emulator), 'GET', '/projects')).label);
    }
    return labels;
  };
  const drawn = await labelsOf(false);
  expect(await labelsOf(true)).toEqual(drawn.with(1, '504 Gateway Timeout'));
});

test('keeps a fault that damages a success until there is one', async () => {
  const emulator = emptyClinic();
  emulator.failNext('empty-body');
  const labels: string[] = [];
  for (const path of ['/unknown', '/projects', '/projects']) {
    labels.push((await observe(directly(emulator), 'GET', path)).label);
  }
  expect(labels).toEqual(['404 NOT_FOUND', '200 empty', '200 whole']);
  expect(emulator.injectedFaults).toMatchObject({ 'empty-body': 1 });
});

test('a reset forgets which requests were to fail', async () => {
  const emulator = emptyClinic();
  emulator.failNext('500', { times: 3 });
  emulator.reset();
  const miosa = clientWith({ fetch: emulator.fetch, maxRetries: 0 });
  expect((await miosa.projects.list()).data).toEqual([]);
});

/** How the next create fails, and whether there is a project then. */
async function createWith(emulator: MiosaEmulator) {
  const create = { body: { ...clinic, name: 'Lead Magnet' } };
  const { label } = await observe(directly(emulator), 'POST', '/projects', create);
  const { text } = await observe(directly(emulator), 'GET', '/projects');
  return { label, isProcessed: JSON.parse(text).total === 1 };
}

const eitherKinds = ['500', '502', '503', '504', 'html'] as const;

describe.each(eitherKinds)('%s', (kind) => {
  test.each([
    [undefined, false],
    [false, false],
    [true, true],
  ])('with processed: %s', async (processed, isProcessed) => {
    // Whatever the random source says.
    for (let seed = 0; seed < 8; seed++) {
      const emulator = emptyClinic({ faults: { rate: 0, seed } });
      emulator.failNext(kind, { processed });
      expect(await createWith(emulator)).toEqual({ label: expect.stringMatching(/^50\d/), isProcessed });
    }
  });
});

test.each<[FaultKind, boolean, string]>([
  ['drop-before', false, 'dropped'],
  ['drop-after', true, 'dropped'],
  ['rate-limit', false, '429 rate_limit_exceeded'],
  ['latency', true, '201 whole'],
  ['truncated-json', true, '201 truncated'],
  ['empty-body', true, '201 empty'],
])('%s accepts the moment that it always has', async (kind, processed, label) => {
  const emulator = emptyClinic({ faults: { rate: 0, latencyMs: 0 } });
  emulator.failNext(kind, { processed });
  expect(await createWith(emulator)).toEqual({ label, isProcessed: processed });
});

test.each<[unknown, unknown, RegExp]>([
  ['429', undefined, /kind cannot be "429".*rate-limit/],
  ['500', { endpoint: '/projects' }, /endpoint cannot be "\/projects".*POST \/projects/],
  ['500', { times: 0 }, /times must be a whole number from 1/],
  ['500', { processed: 'yes' }, /processed must be true or false/],
  ['500', { process: true }, /failNext has no option "process".*endpoint, times, processed/],
  ['500', 'POST /projects', /failNext: the options must be an object/],
  ['drop-before', { processed: true }, /"drop-before" a request never takes effect: leave processed out, .*drop-after/],
  ['rate-limit', { processed: true }, /"rate-limit" .* never .*one of 500, 502, 503, 504, latency, drop-after, html/],
  [
    'drop-after',
    { processed: false },
    /"drop-after" .* always .*one of 500, 502, 503, 504, drop-before, rate-limit, html/,
  ],
  ['latency', { processed: false }, /"latency" .* always/],
  ['truncated-json', { processed: false }, /"truncated-json" .* always/],
  ['empty-body', { processed: false }, /"empty-body" .* always/],
])('refuses %j with %j', (kind, options, message) => {
  const call = () => emptyClinic().failNext(misuse(kind) satisfies FaultKind, misuse(options));
  expect(call).toThrow(MiosaConfigError);
  expect(call).toThrow(message);
});
