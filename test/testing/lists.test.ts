import type { EmulatorPaging } from 'miosa-client/testing';
import { describe, expect, test, vi } from 'vitest';
import { stopClock } from '../support/fake-clock.ts';
import { ids } from '../support/seed.ts';
import { call } from './support/call.ts';
import { clinic, clinicEmulator } from './support/clinic.ts';

const lists = [
  '/projects',
  `/projects?workspace_id=${ids.workspace}`,
  `/workspaces/${ids.workspace}/projects`,
  '/workspaces',
];

/** An emulator in which each of the lists above has so many items, called 1, 2, 3 and so on. */
function emulatorWith(count: number, paging?: EmulatorPaging) {
  const names = Array.from({ length: count }, (_, index) => String(index + 1));
  const [first, ...others] = names.map((name) => ({ name }));
  return clinicEmulator({
    paging,
    workspaces: [{ ...clinic, ...first }, ...others],
    projects: names.map((name) => ({ name, workspaceId: clinic.id })),
  });
}

/** The names that a page has, and all of it but the items. */
async function page(emulator: ReturnType<typeof emulatorWith>, list: string, query: string) {
  const { body } = await call(emulator, 'GET', [list, query].filter(Boolean).join(list.includes('?') ? '&' : '?'));
  const { data, ...envelope } = Object(body);
  return { names: data.map(({ name }: { name: string }) => Number(name)), envelope };
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

interface PageCase {
  readonly query: string;
  readonly names: readonly number[];
  readonly number: number;
  readonly size: number;
  readonly next: string | null;
}

const cases: readonly PageCase[] = [
  { query: '', names: range(1, 20), number: 1, size: 20, next: '2' },
  { query: 'page=2', names: range(21, 40), number: 2, size: 20, next: '3' },
  { query: 'page=7', names: range(121, 125), number: 7, size: 20, next: null },
  { query: 'page=8', names: [], number: 8, size: 20, next: null },
  { query: 'page=5&page_size=25', names: range(101, 125), number: 5, size: 25, next: null },
  { query: 'page=1&per_page=3', names: range(1, 3), number: 1, size: 3, next: '2' },
  { query: 'page_size=1000', names: range(1, 100), number: 1, size: 100, next: '2' },
  { query: 'page=0&page_size=-1', names: range(1, 20), number: 1, size: 20, next: '2' },
  { query: 'page=x&page_size=1.5', names: range(1, 20), number: 1, size: 20, next: '2' },
];

const envelopes: Record<Exclude<EmulatorPaging, 'none'>, (expected: PageCase) => object> = {
  page: ({ number, size }) => ({ page: { page: number, page_size: size, total: 125 } }),
  meta: ({ number, size }) => ({ meta: { total: 125, page: number, per_page: size } }),
  cursor: ({ next }) => ({ next_cursor: next }),
};

describe.each(Object.entries(envelopes))('paging: %s', (paging, envelopeOf) => {
  test.each(lists)('GET %s', async (list) => {
    // The keys of the table are the kinds themselves.
    const emulator = emulatorWith(125, paging as EmulatorPaging);
    for (const expected of cases) {
      const { names, envelope } = await page(emulator, list, expected.query);
      expect(names, expected.query).toEqual(expected.names);
      expect(envelope, expected.query).toEqual(envelopeOf(expected));
    }
  });

  test('of nothing', async () => {
    const empty = { query: '', names: [], number: 1, size: 20, next: null };
    const emulator = clinicEmulator({ paging: paging as EmulatorPaging, projects: [] });
    const { envelope } = await page(emulator, '/projects', '');
    expect(envelope).toEqual(JSON.parse(JSON.stringify(envelopeOf(empty)).replace('125', '0')));
  });

  test('whose last page is full', async () => {
    const emulator = emulatorWith(40, paging as EmulatorPaging);
    const { names, envelope } = await page(emulator, '/projects', 'page=2');
    expect(names).toEqual(range(21, 40));
    if (paging === 'cursor') expect(envelope).toEqual({ next_cursor: null });
  });
});

describe.each([undefined, 'none'] as const)('paging: %s', (paging) => {
  test.each(lists)('GET %s ignores the page parameters', async (list) => {
    const { names, envelope } = await page(emulatorWith(125, paging), list, 'page=2&page_size=10');
    expect(names).toEqual(range(1, 125));
    expect(envelope).toEqual({ total: 125 });
  });
});

describe('listLagMs', () => {
  const start = () => {
    stopClock();
    return clinicEmulator({ listLagMs: 1000 });
  };
  const projectPath = `/projects/${ids.project}`;
  const projectLists = lists.filter((list) => list.includes('projects'));

  /** The names that a list shows. */
  async function namesIn(emulator: ReturnType<typeof clinicEmulator>, list: string): Promise<string[]> {
    return Object((await call(emulator, 'GET', list)).body).data.map(({ name }: { name: string }) => name);
  }

  test.each(lists)('GET %s shows at once what was there at the start', async (list) => {
    expect(await namesIn(start(), list)).toHaveLength(1);
  });

  test.each(projectLists)('GET %s shows a new project late, GET by id at once', async (list) => {
    const emulator = start();
    const { body } = await call(emulator, 'POST', '/projects', { workspace_id: ids.workspace, name: 'Quiz' });
    expect((await call(emulator, 'GET', `/projects/${Object(body).id}`)).body).toEqual(body);
    await vi.advanceTimersByTimeAsync(999);
    expect(await namesIn(emulator, list)).toEqual(['Lead Magnet']);
    await vi.advanceTimersByTimeAsync(1);
    expect(await namesIn(emulator, list)).toEqual(['Lead Magnet', 'Quiz']);
  });

  test.each(projectLists)('GET %s shows the old version of a changed project until then', async (list) => {
    const emulator = start();
    await call(emulator, 'PATCH', projectPath, { name: 'First' });
    await vi.advanceTimersByTimeAsync(600);
    await call(emulator, 'PATCH', projectPath, { name: 'Second' });
    expect((await call(emulator, 'GET', projectPath)).body).toMatchObject({ name: 'Second' });
    expect(await namesIn(emulator, list)).toEqual(['Lead Magnet']);
    await vi.advanceTimersByTimeAsync(400);
    expect(await namesIn(emulator, list)).toEqual(['First']);
    await vi.advanceTimersByTimeAsync(600);
    expect(await namesIn(emulator, list)).toEqual(['Second']);
  });

  test('GET /workspaces shows new, changed and deleted workspaces late', async () => {
    const emulator = start();
    await call(emulator, 'POST', '/workspaces', { name: 'Jones' });
    await call(emulator, 'PATCH', `/workspaces/${ids.workspace}`, { name: 'Smith & Sons' });
    expect(await namesIn(emulator, '/workspaces')).toEqual(['Dr. Smith Clinic']);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await namesIn(emulator, '/workspaces')).toEqual(['Smith & Sons', 'Jones']);

    await call(emulator, 'DELETE', `/workspaces/${ids.workspace}?force=true`);
    expect((await call(emulator, 'GET', `/workspaces/${ids.workspace}`)).status).toBe(404);
    expect(await namesIn(emulator, '/workspaces')).toEqual(['Smith & Sons', 'Jones']);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await namesIn(emulator, '/workspaces')).toEqual(['Jones']);
    expect(await namesIn(emulator, '/projects')).toEqual([]);
  });

  test('a slug is taken before lists show it', async () => {
    const emulator = start();
    const create = () =>
      call(emulator, 'POST', '/projects', { workspace_id: ids.workspace, name: 'Quiz', slug: 'quiz' });
    expect((await create()).status).toBe(201);
    expect((await create()).status).toBe(422);
  });

  test('without it a clock that is set back hides nothing', async () => {
    stopClock();
    const emulator = clinicEmulator();
    await call(emulator, 'POST', '/projects', { workspace_id: ids.workspace, name: 'Quiz' });
    vi.setSystemTime(0);
    expect(await namesIn(emulator, '/projects')).toEqual(['Lead Magnet', 'Quiz']);
  });
});
