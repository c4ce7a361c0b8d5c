import { isMiosaError, MiosaClient, type ProjectSelector } from 'miosa-client';
import { createMiosaEmulator, type FaultCounts, type MiosaEmulator } from 'miosa-client/testing';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { stopClock } from './support/fake-clock.ts';
import { ids } from './support/seed.ts';

/** How many fault schedules are tried in each mode. CI tries more. */
const schedules = Number(process.env['ENSURE_SCHEDULES'] ?? 20);
/** Where the schedules begin: the seed of a failing run, and 1 for `ENSURE_SCHEDULES`, repeats it. */
const firstSeed = Number(process.env['ENSURE_SEED'] ?? 1);
const callers = 8;

interface Mode {
  /** Whether the server honours `Idempotency-Key`. */
  readonly idempotency: boolean;
  /** How the project is identified. */
  readonly identity:
    | Pick<Extract<ProjectSelector, { externalProjectId: string }>, 'externalProjectId'>
    | { slug: string };
}

const modes: Readonly<Record<string, Mode>> = {
  'by slug, keys honoured': { idempotency: true, identity: { slug: 'lead-magnet' } },
  'by slug, keys ignored': { idempotency: false, identity: { slug: 'lead-magnet' } },
  'by external id, keys honoured': { idempotency: true, identity: { externalProjectId: 'project_789' } },
};

/** Every caller is a process of its own: it has its own client. */
function ensureFromEveryCaller(emulator: MiosaEmulator, { identity }: Mode) {
  return Array.from({ length: callers }, (_, index) => {
    const miosa = new MiosaClient({ apiKey: `msk_test_faults`, fetch: emulator.fetch, maxRetries: 40 });
    return miosa.projects.ensure({ workspaceId: ids.workspace, name: `Caller ${index}`, ...identity });
  });
}

/** Moves the clock until everything has settled. */
async function settle<T>(calls: readonly Promise<T>[]): Promise<PromiseSettledResult<T>[]> {
  let isSettled = false;
  const all = Promise.allSettled(calls).finally(() => {
    isSettled = true;
  });
  while (!isSettled) await vi.advanceTimersByTimeAsync(250);
  return all;
}

/** The client's own randomness, its backoff, has to repeat too when a schedule is repeated. */
function seedMathRandom(seed: number): void {
  let state = seed;
  vi.spyOn(Math, 'random').mockImplementation(() => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  });
}

function addUp(total: Record<string, number>, counts: FaultCounts): void {
  for (const [kind, count] of Object.entries(counts)) total[kind] = (total[kind] ?? 0) + count;
}

describe.each(Object.entries(modes))('ensure %s', (name, mode) => {
  test(`ends with one project for ${callers} callers, whatever goes wrong`, { timeout: 600_000 }, async () => {
    stopClock();
    const unhandled: unknown[] = [];
    const onUnhandled = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', onUnhandled);
    onTestFinished(() => void process.off('unhandledRejection', onUnhandled));

    const injected: Record<string, number> = {};
    for (let seed = firstSeed; seed < firstSeed + schedules; seed++) {
      seedMathRandom(seed);
      const emulator = createMiosaEmulator({
        workspaces: [{ id: ids.workspace, name: 'Dr. Smith Clinic' }],
        idempotency: mode.idempotency,
        faults: { seed, rate: 0.4 },
      });
      const outcomes = await settle(ensureFromEveryCaller(emulator, mode));
      addUp(injected, emulator.injectedFaults);

      const hint = `repeat with ENSURE_SEED=${seed} ENSURE_SCHEDULES=1`;
      const failures = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason);
      expect(
        failures.filter((reason) => !isMiosaError(reason)),
        `unclassified errors; ${hint}`,
      ).toEqual([]);
      expect(failures, `errors; ${hint}`).toEqual([]);
      const found = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value.project.id] : []));
      const quiet = new MiosaClient({ apiKey: 'msk_test_quiet', fetch: emulator.fetch, maxRetries: 40 });
      const [listed] = await settle([quiet.projects.list()]);
      const projects = listed?.status === 'fulfilled' ? listed.value.data : [];
      expect(projects, `projects; ${hint}`).toHaveLength(1);
      expect(new Set(found), `what callers got; ${hint}`).toEqual(new Set(projects.map(({ id }) => id)));
    }
    expect(unhandled).toEqual([]);
    expect(
      Object.values(injected).every((count) => count > 0),
      'every kind of fault was met',
    ).toBe(true);
    console.log(`ensure ${name}: ${schedules} schedules of ${callers} callers, faults injected:`, injected);
  });
});
