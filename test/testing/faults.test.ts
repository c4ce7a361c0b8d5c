import type { FaultKind, MiosaEmulator } from 'miosa-client/testing';
import { describe, expect, test, vi } from 'vitest';
import { stopClock } from '../support/fake-clock.ts';
import { call } from './support/call.ts';
import { emptyClinic } from './support/clinic.ts';
import { type Observed, observe, until } from './support/observe.ts';
import { type WayIn, waysIn } from './support/ways-in.ts';

/** An emulator in which every first request fails in one way, and every second one succeeds. */
function failing(kind: FaultKind): MiosaEmulator {
  return emptyClinic({ faults: { seed: 1, rate: 1, kinds: [kind], maxConsecutive: 1, latencyMs: 500, hintMs: 900 } });
}

const names = Array.from({ length: 24 }, (_, index) => `Project ${index + 1}`);

const create = (way: WayIn, name: string): Promise<Observed> =>
  observe(way, 'POST', '/projects', { body: { workspace_slug: 'dr-smith-clinic', name }, key: name });

async function createAll(way: WayIn): Promise<Observed[]> {
  const responses: Observed[] = [];
  for (const name of names) responses.push(await create(way, name));
  return responses;
}

/** The names of all projects. The first read fails as everything does, and the second one succeeds. */
async function projectNames(emulator: MiosaEmulator): Promise<string[]> {
  const list = () => call(emulator, 'GET', '/projects');
  const { body } = await list().then(list, list);
  return Object(body).data.map(({ name }: { name: string }) => name);
}

const bothMoments = (...labels: string[]) => labels.flatMap((label) => [`${label}, done`, `${label}, not done`]);

const kinds: Record<Exclude<FaultKind, 'latency' | 'rate-limit'>, string[]> = {
  'drop-before': ['dropped, not done'],
  'drop-after': ['dropped, done'],
  '500': bothMoments('500 INTERNAL_ERROR'),
  '502': bothMoments('502 Bad Gateway'),
  '503': bothMoments('503 Service Unavailable'),
  '504': bothMoments('504 Gateway Timeout'),
  html: bothMoments('502 html: 502 Bad Gateway', '503 html: 503 Service Unavailable'),
  'truncated-json': ['201 truncated, done'],
  'empty-body': ['201 empty, done'],
};

describe.each(Object.entries(waysIn))('through %s', (_, enter) => {
  test.each(Object.entries(kinds))('%s', async (name, expected) => {
    // The keys of the table are the kinds themselves.
    const kind = name as FaultKind;
    const emulator = failing(kind);
    const way = await enter(emulator);

    const failed = await createAll(way);
    expect(emulator.injectedFaults).toMatchObject({ [kind]: names.length });
    const done = await projectNames(emulator);
    const labels = failed.map(({ label }, index) => `${label}, ${done.includes(names[index] ?? '') ? '' : 'not '}done`);
    expect(new Set(labels)).toEqual(new Set(expected));

    const retried = await createAll(way);
    expect(new Set(retried.map(({ label }) => label))).toEqual(new Set(['201 whole']));
    expect((await projectNames(emulator)).toSorted()).toEqual(names.toSorted());
    for (const [index, { label, text }] of failed.entries()) {
      if (label !== '201 truncated') continue;
      expect(retried[index]?.text.startsWith(text)).toBe(true);
      expect(text.length).toBeGreaterThan(0);
    }
  });

  test('rate-limit', async () => {
    stopClock();
    const emulator = failing('rate-limit');
    const limited = await createAll(await enter(emulator));
    expect(new Set(limited.map(({ label }) => label))).toEqual(new Set(['429 rate_limit_exceeded']));
    expect(await projectNames(emulator)).toEqual([]);

    const waits = limited.map(retryAfterOf);
    expect(new Set(waits.map(({ form }) => form))).toEqual(new Set(retryAfterForms));
    for (const { milliseconds } of waits) {
      expect(milliseconds).toBeGreaterThanOrEqual(0);
      expect(milliseconds).toBeLessThanOrEqual(900);
    }
  });

  test('latency', async () => {
    stopClock();
    const emulator = failing('latency');
    const way = await enter(emulator);
    let response: Observed | undefined;
    const pending = create(way, 'Late').then((arrived) => {
      response = arrived;
    });
    await until(() => emulator.requests.length === 1);
    await vi.advanceTimersByTimeAsync(0);
    expect(response).toBeUndefined();
    await vi.advanceTimersByTimeAsync(500);
    await pending;
    expect(response).toMatchObject({ label: '201 whole' });
    expect(emulator.injectedFaults.latency).toBe(1);
  });

  test('latency that the client does not wait for, so that nothing is processed', async () => {
    stopClock();
    const printed = vi.spyOn(console, 'error');
    const emulator = failing('latency');
    const controller = new AbortController();
    const reason = new Error('no longer needed');
    const body = { workspace_slug: 'dr-smith-clinic', name: 'Late' };
    const pending = observe(await enter(emulator), 'POST', '/projects', { body, signal: controller.signal });
    const rejection = expect(pending).rejects.toBe(reason);
    await until(() => emulator.requests.length === 1);
    expect(vi.getTimerCount()).toBe(1);

    controller.abort(reason);
    await rejection;
    await until(() => vi.getTimerCount() === 0);
    const list = call(emulator, 'GET', '/projects');
    await vi.advanceTimersByTimeAsync(500);
    expect((await list).body).toMatchObject({ total: 0 });
    expect(printed).not.toHaveBeenCalled();
  });
});

test('a dropped connection looks as it does to fetch', async () => {
  const { fetch } = failing('drop-before');
  await expect(fetch('https://api.miosa.ai/api/v1/projects', {})).rejects.toMatchObject({
    name: 'TypeError',
    message: 'fetch failed',
    cause: { code: 'ECONNRESET' },
  });
});

const retryAfterForms = [
  'header, seconds',
  'header, fraction',
  'header, date',
  'body, retry_after_ms',
  'error, retry_after_ms',
  'body, retry_after',
  'error, retry_after',
];

/** Where a 429 says how long to wait, and how long. There must be one place only. */
function retryAfterOf({ headers, text }: Observed): { form: string; milliseconds: number } {
  const { error, ...top } = JSON.parse(text);
  const header = headers.get('retry-after');
  const inBody = Object.entries({ body: top, error }).flatMap(([place, members]) =>
    Object.entries({ retry_after_ms: 1, retry_after: 1000 })
      .filter(([name]) => typeof members[name] === 'number')
      .map(([name, unit]) => ({ form: `${place}, ${name}`, milliseconds: members[name] * unit })),
  );
  const found = [...inBody, ...(header === null ? [] : [headerRetryAfter(header)])];
  expect(found).toHaveLength(1);
  return found[0] ?? expect.fail('no Retry-After');
}

function headerRetryAfter(header: string): { form: string; milliseconds: number } {
  if (header.endsWith('GMT')) return { form: 'header, date', milliseconds: Date.parse(header) - Date.now() };
  const form = header.includes('.') ? 'header, fraction' : 'header, seconds';
  return { form, milliseconds: Number(header) * 1000 };
}
