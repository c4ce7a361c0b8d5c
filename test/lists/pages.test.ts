import { MiosaResponseError } from 'miosa-client';
import { describe, expect, test } from 'vitest';
import { collect } from '../support/collect.ts';
import { rejectionWith } from '../support/failures.ts';
import { manyProjects, type PagingKind, pagedApi, pageSize, pagingKinds } from '../support/paged-api.ts';

const idsIn = (projects: readonly { readonly id: string }[]): string[] => projects.map(({ id }) => id);

/** How many projects there are, and how many requests it takes to visit them, for each kind of list. */
const sizes = [0, 1, 20, 21, 60];
const requestCounts: Readonly<Record<PagingKind, readonly number[]>> = {
  // A total that equals the length of a full page may count only that page.
  '{ data, page }': [1, 1, 2, 2, 3],
  '{ data, meta } with a total': [1, 1, 2, 2, 3],
  '{ data, meta } with has_next_page': [1, 1, 1, 2, 3],
  '{ data, next_cursor }': [1, 1, 1, 2, 3],
  '{ data }': [1, 1, 2, 2, 4],
  '{ data, total } of the list': [1, 1, 2, 2, 3],
  '{ data, total } of the page': [1, 1, 2, 2, 4],
  '{ data, total } with 3 rows that are never shown': [1, 2, 2, 3, 4],
  '{ data, total } of everything': [1, 1, 2, 2, 2],
  'a bare array of everything': [1, 1, 2, 2, 2],
};
const lists = Object.entries(requestCounts).flatMap(([kind, counts]) =>
  // `Object.entries` forgets the type of the keys.
  counts.map((requests, index) => ({ kind: kind as PagingKind, items: sizes[index] ?? 0, requests })),
);

describe.each(lists)('$kind, $items projects', ({ kind, items, requests }) => {
  const projects = manyProjects(items);

  test(`visits each once, in order, with ${requests} requests`, async () => {
    const { miosa, queries } = pagedApi((page) => pagingKinds[kind](projects, page));
    expect(idsIn(await collect(miosa.projects.list()))).toEqual(idsIn(projects));
    expect(queries).toEqual(Array.from({ length: requests }, (_, index) => (index === 0 ? '' : `?page=${index + 1}`)));
  });

  test.skipIf(kind.endsWith('of everything'))('has hasMore lead to the same pages', async () => {
    const { miosa, queries } = pagedApi((page) => pagingKinds[kind](projects, page));
    let page = await miosa.projects.list();
    const found = [...page.data];
    while (page.hasMore) {
      page = await miosa.projects.list({ page: page.page + 1 });
      found.push(...page.data);
    }
    expect(idsIn(found)).toEqual(idsIn(projects));
    expect(queries).toHaveLength(requests);
  });
});

test.each([
  [2, 5],
  [10, 45],
  [10, 50],
])(
  'a list whose pages have %i items, and whose total is %i, is visited whole, whatever was asked for',
  async (size, total) => {
    const projects = manyProjects(total);
    const body = (page: number) => ({ data: projects.slice((page - 1) * size, page * size), total });
    for (const query of [{}, { pageSize: 100 }]) {
      const { miosa, queries } = pagedApi(body);
      expect(idsIn(await collect(miosa.projects.list(query)))).toEqual(idsIn(projects));
      expect(queries.length).toBeLessThanOrEqual(Math.ceil(total / size) + 1);
    }
  },
);

describe('hasMore', () => {
  const rows = (count: number) => ({ data: manyProjects(count) });

  test.each<[string, boolean, object, object?]>([
    ['the page is empty', false, { ...rows(0), total: 50, next_cursor: 'more' }],
    ['the API says that there are no more', false, { ...rows(20), total: 50, next_cursor: null }],
    ['the API says so in its meta', false, { ...rows(20), meta: { total: 50, has_next_page: false } }],
    ['the total is not reached', true, { ...rows(20), total: 21 }],
    ['the total is not reached by a page that is not full', true, { ...rows(17), total: 21 }],
    ['the total is reached', false, { ...rows(1), total: 21 }, { page: 2 }],
    ['the total is reached by a full page', false, { ...rows(20), total: 40 }, { page: 2 }],
    [
      'the total is reached, whatever else the API says',
      false,
      { ...rows(1), total: 21, next_cursor: 'more' },
      { page: 2 },
    ],
    [
      'the total is reached in pages of the size that was asked for',
      false,
      { ...rows(5), total: 10 },
      { page: 2, pageSize: 5 },
    ],
    [
      'the total is not reached in pages of the size that the API says',
      true,
      { ...rows(5), page: { page_size: 5, total: 11 } },
      { page: 2 },
    ],
    ['the total equals a page that is not full', false, { ...rows(3), total: 3 }],
    ['the total equals a full page: it may count only that', true, { ...rows(20), total: 20 }],
    ['that holds for later pages', true, { ...rows(20), total: 20 }, { page: 3 }],
    ['there is no total, and the page is full', true, rows(20)],
    ['there is no total, and the page is not full', false, rows(19)],
    ['the page has the size that was asked for', true, rows(5), { pageSize: 5 }],
    ['the page has the page_size that the API says', true, { ...rows(5), page: { page_size: 5 } }],
    ['the page has the per_page that the API says', true, { ...rows(5), meta: { per_page: 5 } }],
    ['the page has the limit that the API says', true, { ...rows(5), meta: { limit: 5 } }],
    ['the page has the largest size that the API documents', true, rows(100), { pageSize: 200 }],
    ['the API says that there are more', true, { ...rows(5), next_cursor: 'more' }],
  ])('where %s is %s', async (_when, expected, body, filter = {}) => {
    const { miosa } = pagedApi(() => body);
    expect((await miosa.projects.list(filter)).hasMore).toBe(expected);
  });
});

test('a page has its items, its number, its total, and what else the envelope holds', async () => {
  const data = manyProjects(1);
  const { miosa } = pagedApi(() => ({
    data,
    page: { page: 2, page_size: 5, total: 50 },
    request_id: 'req_1',
  }));
  expect(await miosa.projects.list({ page: 2, pageSize: 5 })).toEqual({
    data: [expect.objectContaining({ id: 'project-1' })],
    page: 2,
    total: 50,
    hasMore: true,
    requestId: 'req_1',
  });
});

test('all three lists are iterated, with what was given', async () => {
  const { miosa, queries } = pagedApi((page) => pagingKinds['{ data, page }'](manyProjects(21), page));
  expect(await collect(miosa.projects.list({ workspaceId: 'w' }))).toHaveLength(21);
  expect(await collect(miosa.workspaces.listProjects('w'))).toHaveLength(21);
  expect(await collect(miosa.workspaces.list())).toHaveLength(21);
  expect(queries).toEqual(['?workspace_id=w', '?workspace_id=w&page=2', '', '?page=2', '', '?page=2']);
});

test('begins at the page that the caller gives, and keeps its size', async () => {
  const projects = manyProjects(15);
  const { miosa, queries } = pagedApi((page) => ({ data: projects.slice((page - 1) * 5, page * 5), total: 15 }));
  expect(idsIn(await collect(miosa.projects.list({ page: 2, pageSize: 5 })))).toEqual(idsIn(projects.slice(5)));
  expect(queries).toEqual(['?page=2&page_size=5', '?page=3&page_size=5']);
});

test('requests the first page once when a list is awaited and then iterated', async () => {
  const { miosa, queries } = pagedApi((page) => pagingKinds['{ data, page }'](manyProjects(21), page));
  const list = miosa.projects.list();
  expect((await list).data).toHaveLength(20);
  expect(queries).toEqual(['']);
  expect(await collect(list)).toHaveLength(21);
  expect(queries).toEqual(['', '?page=2']);
});

test('requests no page ahead of need, and none after a break', async () => {
  const { miosa, queries } = pagedApi((page) => pagingKinds['{ data, page }'](manyProjects(100), page));
  let count = 0;
  for await (const _ of miosa.projects.list()) {
    count += 1;
    expect(queries).toHaveLength(Math.ceil(count / pageSize));
    if (count === 25) break;
  }
  expect(queries).toHaveLength(2);
});

test('throws the error of a page that fails, after the items before it', async () => {
  const { miosa } = pagedApi((page) => ({ data: page === 2 ? [{}] : manyProjects(20) }));
  const items = miosa.projects.list()[Symbol.asyncIterator]();
  for (let count = 0; count < 20; count++) expect(await items.next()).toMatchObject({ done: false });
  await rejectionWith(MiosaResponseError, items.next());
  expect(await items.next()).toEqual({ done: true, value: undefined });
});

describe('iteration', () => {
  const projects = manyProjects(60);
  const pages = (...bodies: readonly object[]) => bodies;
  const moved = pages(
    { data: projects.slice(0, 20) },
    { data: projects.slice(0, 20) },
    { data: projects.slice(20, 40) },
  );

  test.each<[string, readonly object[], number, number]>([
    [
      'gives items once that moved to the next page',
      pages({ data: projects.slice(0, 20) }, { data: projects.slice(15, 30) }),
      30,
      2,
    ],
    [
      'goes on after a page without new items where the total is not reached',
      moved.map((body) => ({ ...body, total: 41 })),
      40,
      3,
    ],
    ['ends at a page without new items where there is no total', moved, 20, 2],
    [
      'ends at a page without new items where the total may be of the page',
      moved.map((body) => ({ ...body, total: 20 })),
      20,
      2,
    ],
    [
      'ends at a page without new items, whatever the API says',
      moved.map((body) => ({ ...body, next_cursor: 'more' })),
      20,
      2,
    ],
    [
      'ends at an empty page, whatever the total is',
      pages({ data: projects.slice(0, 20), total: 1e9 }, { data: [], total: 1e9 }),
      20,
      2,
    ],
    ['ends where the total is too low', pages({ data: projects.slice(0, 20), total: 3 }), 20, 1],
    [
      'ends where a page says that it is the last',
      pages({ data: projects.slice(0, 20), total: 60, next_cursor: null }),
      20,
      1,
    ],
    [
      'ends at a total that falls',
      pages({ data: projects.slice(0, 20), total: 60 }, { data: projects.slice(20, 40), total: 30 }),
      40,
      2,
    ],
  ])('%s', async (_what, bodies, items, requests) => {
    const { miosa, queries } = pagedApi((_page, request) => bodies[Math.min(request, bodies.length) - 1]);
    expect(idsIn(await collect(miosa.projects.list()))).toEqual(idsIn(projects.slice(0, items)));
    expect(queries).toHaveLength(requests);
  });

  test.each([
    ['a page size of 0', { page_size: 0, total: 70 }],
    ['a limit below 0', { limit: -1, total: 70 }],
    ['a total that is out of reach', { total: 1e9 }],
  ])('ends where the API sends the same page again and again, and claims %s', async (_claim, meta) => {
    const { miosa } = pagedApi(() => ({ data: projects, meta }));
    expect(await collect(miosa.projects.list())).toHaveLength(60);
  });
});
