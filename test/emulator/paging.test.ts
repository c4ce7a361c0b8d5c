import type { EmulatorPaging } from 'miosa-client/testing';
import { describe, expect, test } from 'vitest';
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
