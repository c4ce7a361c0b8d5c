import type { FaultKind, FaultOptions, MiosaEmulator } from 'miosa-client/testing';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { ids } from '../support/seed.ts';
import { clinicEmulator, emptyClinic } from './support/clinic.ts';
import { observe } from './support/observe.ts';

const wayInto = ({ fetch }: MiosaEmulator) => ({ fetch, baseUrl: 'https://api.miosa.ai/api/v1' });

const read = (emulator: MiosaEmulator, path = '/projects') => observe(wayInto(emulator), 'GET', path);

const write = (emulator: MiosaEmulator, key: string) => {
  const body = { workspace_slug: 'dr-smith-clinic', name: 'Quiz', slug: `quiz-${key}` };
  return observe(wayInto(emulator), 'POST', '/projects', { body, key });
};

/** The responses to a series of reads and writes, with Retry-After and the lengths of truncated bodies. */
async function run(emulator: MiosaEmulator, length = 150): Promise<string[]> {
  const log: string[] = [];
  for (let index = 0; index < length; index++) {
    const { label, text, headers } = index % 3 === 0 ? await read(emulator) : await write(emulator, `${index}`);
    log.push(`${label} ${headers.get('retry-after')} ${label.includes('truncated') ? text.length : ''}`);
  }
  return log;
}

const total = (emulator: MiosaEmulator) =>
  Object.values(emulator.injectedFaults).reduce((sum, count) => sum + count, 0);

/** Every kind, without a wait. */
const everything: FaultOptions = { rate: 0.5, latencyMs: 0, hintMs: 5000 };

/** Stops the date, which one form of Retry-After depends on, and lets timers run. */
function stopDate(): void {
  vi.setSystemTime(Date.UTC(2026, 4, 18, 10));
  onTestFinished(() => {
    vi.useRealTimers();
  });
}

describe('a seed', () => {
  test('reproduces the run', async () => {
    stopDate();
    const [one, other] = [0, 1].map(() => emptyClinic({ faults: { ...everything, seed: 2026 } }));
    const log = one && (await run(one));
    expect(other && (await run(other))).toEqual(log);
    expect(one?.injectedFaults).toEqual(other?.injectedFaults);
    expect(one?.faultSeed).toBe(2026);
  });

  test('reproduces the run after a reset', async () => {
    stopDate();
    const emulator = emptyClinic({ faults: everything });
    const { faultSeed } = emulator;
    const log = await run(emulator);
    const counts = emulator.injectedFaults;
    emulator.reset();
    expect(total(emulator)).toBe(0);
    expect(await run(emulator)).toEqual(log);
    expect(emulator.injectedFaults).toEqual(counts);
    expect(emulator.faultSeed).toBe(faultSeed);
  });

  test('that was drawn can be used again', async () => {
    stopDate();
    const emulator = emptyClinic({ faults: everything });
    const again = emptyClinic({ faults: { ...everything, seed: emulator.faultSeed } });
    expect(await run(again)).toEqual(await run(emulator));
  });

  test('of another value leads to another run', async () => {
    const logs = [1, 2].map((seed) => run(emptyClinic({ faults: { ...everything, seed } })));
    const [one, other] = await Promise.all(logs);
    expect(one).not.toEqual(other);
  });

  test.each([0, -1, Date.UTC(2026, 0), Number.MAX_SAFE_INTEGER])('may be %i', async (seed) => {
    const emulator = emptyClinic({ faults: { ...everything, seed } });
    await run(emulator, 30);
    expect(total(emulator)).toBeGreaterThan(0);
  });
});

describe('the rate', () => {
  test.each([
    [0, 0, 0],
    [0.2, 160, 240],
    [undefined, 160, 240],
    [1, 1000, 1000],
  ])('%s hits its share of 1,000 requests', async (rate, least, most) => {
    const emulator = emptyClinic({ faults: { seed: 5, rate, kinds: ['drop-before'] } });
    for (let index = 0; index < 1000; index++) await write(emulator, `${index}`);
    expect(total(emulator)).toBeGreaterThanOrEqual(least);
    expect(total(emulator)).toBeLessThanOrEqual(most);
  });

  test('only adds to what a lower one hits', async () => {
    const hits = async (rate: number) => {
      const emulator = emptyClinic({ faults: { seed: 6, rate, kinds: ['503', '504', 'rate-limit', 'drop-after'] } });
      const keys = Array.from({ length: 200 }, (_, index) => `${index}`);
      const labels: string[] = [];
      for (const key of keys) labels.push(`${key}: ${(await write(emulator, key)).label}`);
      return new Set(labels.filter((label) => !label.endsWith('whole')));
    };
    const [low, high] = [await hits(0.1), await hits(0.6)];
    expect(low.size).toBeGreaterThan(5);
    expect([...low].filter((label) => !high.has(label))).toEqual([]);
  });

  test('is 0 where no faults were asked for', async () => {
    const emulator = emptyClinic();
    expect(new Set(await run(emulator))).toEqual(new Set(['200 whole null ', '201 whole null ']));
    expect(total(emulator)).toBe(0);
    expect(emulator.faultSeed).toEqual(expect.any(Number));
  });
});

test('injects every kind, or only those that are configured', async () => {
  const emulator = emptyClinic({ faults: { ...everything, seed: 3, rate: 1 } });
  await run(emulator, 300);
  expect(Math.min(...Object.values(emulator.injectedFaults))).toBeGreaterThan(5);

  const kinds: FaultKind[] = ['502', 'drop-after'];
  const other = emptyClinic({ faults: { ...everything, seed: 3, rate: 1, kinds } });
  await run(other, 300);
  const injected = Object.entries(other.injectedFaults).filter(([, count]) => count > 0);
  expect(injected.map(([kind]) => kind).toSorted()).toEqual(kinds.toSorted());
});

describe('consecutive faults', () => {
  const labelsOf = async (times: number, send: () => ReturnType<typeof read>) => {
    const seen: string[] = [];
    for (let count = 0; count < times; count++) seen.push((await send()).label);
    return seen;
  };

  test.each([
    [undefined, 3],
    [1, 1],
    [5, 5],
  ])('maxConsecutive: %s', async (maxConsecutive, most) => {
    const emulator = emptyClinic({ faults: { rate: 1, kinds: ['503'], maxConsecutive } });
    const failures = Array.from({ length: most }, () => '503 Service Unavailable');
    expect(await labelsOf(2 * most + 2, () => read(emulator))).toEqual([
      ...failures,
      '200 whole',
      ...failures,
      '200 whole',
    ]);
  });

  test('are counted for each Idempotency-Key, method and path', async () => {
    const emulator = clinicEmulator({ faults: { rate: 1, kinds: ['503'], maxConsecutive: 1 } });
    for (let round = 0; round < 2; round++) {
      const labels = [
        await write(emulator, 'a'),
        await write(emulator, 'b'),
        await read(emulator, '/projects'),
        await read(emulator, '/workspaces'),
        await read(emulator, `/projects/${ids.project}`),
      ];
      const statuses = labels.map(({ label }) => label.slice(0, 3));
      expect(statuses).toEqual(round === 0 ? ['503', '503', '503', '503', '503'] : ['201', '201', '200', '200', '200']);
    }
  });

  test('of GETs are counted for all queries together', async () => {
    const emulator = clinicEmulator({ faults: { rate: 1, kinds: ['503'], maxConsecutive: 1 } });
    await read(emulator, '/projects?page=1');
    expect((await read(emulator, '/projects?page=2')).label).toBe('200 whole');
  });
});

describe('only the body of a success is damaged', () => {
  test.each<FaultKind>(['truncated-json', 'empty-body'])('%s', async (kind) => {
    const emulator = emptyClinic({ faults: { rate: 1, kinds: [kind], maxConsecutive: 9 } });
    const way = wayInto(emulator);
    expect((await observe(way, 'GET', '/nowhere')).label).toBe('404 NOT_FOUND');
    expect((await observe(way, 'DELETE', `/workspaces/${ids.workspace}`)).label).toBe('204 empty');
    expect(emulator.injectedFaults[kind]).toBe(0);
    expect((await read(emulator)).label).toMatch(/^200 (truncated|empty)$/);
    expect(emulator.injectedFaults[kind]).toBe(1);
  });
});

test('a fault that could not be applied does not count as consecutive', async () => {
  const emulator = clinicEmulator({ faults: { rate: 1, kinds: ['empty-body'], maxConsecutive: 1 } });
  const way = wayInto(emulator);
  const path = `/workspaces/${ids.workspace}`;
  expect((await observe(way, 'DELETE', path)).label).toBe('409 CONFLICT');
  expect((await observe(way, 'DELETE', `${path}?dry_run=true`)).label).toBe('200 empty');
});

test('a truncated body may end anywhere before its end', async () => {
  const faults: FaultOptions = { seed: 1, rate: 1, kinds: ['truncated-json'], maxConsecutive: 500 };
  const emulator = emptyClinic({ faults });
  const lengths = new Set<number>();
  for (let count = 0; count < 300; count++) lengths.add((await read(emulator)).text.length);
  const whole = JSON.stringify({ data: [], total: 0 }).length;
  expect([...lengths].toSorted((a, b) => a - b)).toEqual(Array.from({ length: whole - 1 }, (_, index) => index + 1));
});

test('a request that a fault drops does not count against the rate limit', async () => {
  const faults: FaultOptions = { rate: 1, kinds: ['drop-before'], maxConsecutive: 3 };
  const emulator = emptyClinic({ faults, rateLimit: { requests: 1, windowMs: 60_000 } });
  for (let count = 0; count < 3; count++) await read(emulator);
  expect((await read(emulator)).label).toBe('200 whole');
});
