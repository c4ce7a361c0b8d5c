import { MiosaResponseError } from 'miosa-client';
import { describe, expect, test } from 'vitest';
import { rejectionWith } from './support/failures.ts';
import {
  countingKinds,
  idsOf,
  manyProjects,
  type PagingKind,
  pagedApi,
  pageSize,
  pagingKinds,
} from './support/paged-api.ts';

const idsIn = (projects: readonly { readonly id: string }[]): string[] => projects.map(({ id }) => id);

/** How many projects there are, and how many requests it takes to visit them, for each kind of server. */
const sizes = [0, 1, 20, 21, 60];
const requestCounts: readonly [kind: PagingKind, counts: readonly number[]][] = [
  ['page.total', [1, 1, 2, 2, 3]],
  ['meta.total', [1, 1, 2, 2, 3]],
  ['meta.has_next_page', [1, 1, 1, 2, 3]],
  ['next_cursor', [1, 1, 1, 2, 3]],
  ['paging ignored, with total', [1, 1, 2, 2, 2]],
  ['paging ignored, bare array', [1, 2, 2, 2, 2]],
  ['empty last page, no count', [1, 2, 2, 3, 4]],
  ['total of the list', [1, 1, 2, 2, 3]],
  ['total of the page', [1, 1, 2, 3, 4]],
  ['page.total of the page', [1, 1, 2, 2, 4]],
  ['has_more, with total of the page', [1, 1, 1, 2, 3]],
  ['total with 3 hidden rows', [1, 2, 2, 3, 4]],
  ['page_size larger than the server allows', [1, 1, 1, 2, 3]],
];
const listings = requestCounts.flatMap(([kind, counts]) =>
  counts.map((requests, index) => ({ kind, items: sizes[index] ?? 0, requests })),
);

test.each(listings)('visits $items projects once, in order, with $requests requests: $kind', async (listing) => {
  const projects = manyProjects(listing.items);
  const { miosa, queries } = pagedApi((page) => pagingKinds[listing.kind](projects, page));
  expect(await idsOf(miosa.projects.list())).toEqual(idsIn(projects));
  expect(queries).toHaveLength(listing.requests);
});

test('iterates all three lists', async () => {
  const { miosa, queries } = pagedApi((page) => pagingKinds['page.total'](manyProjects(21), page));
  expect(await idsOf(miosa.projects.list({ workspaceId: 'w' }))).toHaveLength(21);
  expect(await idsOf(miosa.workspaces.listProjects('w'))).toHaveLength(21);
  expect(await idsOf(miosa.workspaces.list())).toHaveLength(21);
  expect(queries).toEqual(['?workspace_id=w', '?workspace_id=w&page=2', '', '?page=2', '', '?page=2']);
});

test.each([
  { title: 'without a total', claims: {}, pages: [2, 3, 4] },
  { title: 'with a total', claims: { total: 15 }, pages: [2, 3] },
])('begins at the page that the caller gives, and keeps its size, $title', async ({ claims, pages }) => {
  const projects = manyProjects(15);
  const { miosa, queries } = pagedApi((page = 1) => ({ data: projects.slice((page - 1) * 5, page * 5), ...claims }));
  expect(await idsOf(miosa.projects.list({ page: 2, pageSize: 5 }))).toEqual(idsIn(projects.slice(5)));
  expect(queries).toEqual(pages.map((page) => `?page=${page}&page_size=5`));
});

test('requests the first page only when awaited', async () => {
  const { miosa, queries } = pagedApi((page) => pagingKinds['page.total'](manyProjects(50), page));
  const page = await miosa.projects.list();
  expect(page).toMatchObject({ total: 50, hasMore: true, page: { page: 1, page_size: 20, total: 50 } });
  expect(page.data).toHaveLength(20);
  expect(queries).toEqual(['']);
});

test('requests the first page once when a list is awaited and then iterated', async () => {
  const { miosa, queries } = pagedApi((page) => pagingKinds['page.total'](manyProjects(21), page));
  const list = miosa.projects.list();
  await list;
  expect(await idsOf(list)).toHaveLength(21);
  expect(queries).toEqual(['', '?page=2']);
});

test('requests no page ahead of need, and none after a break', async () => {
  const { miosa, queries } = pagedApi((page) => pagingKinds['page.total'](manyProjects(100), page));
  let count = 0;
  for await (const _ of miosa.projects.list()) {
    count += 1;
    expect(queries).toHaveLength(Math.ceil(count / pageSize));
    if (count === 25) break;
  }
  expect(queries).toHaveLength(2);
});

test('ends with the error of a page that fails, after the items before it', async () => {
  const { miosa } = pagedApi((page) => (page === 2 ? { data: [{}] } : { data: manyProjects(20) }));
  const ids: string[] = [];
  const iterate = async () => {
    for await (const { id } of miosa.projects.list()) ids.push(id);
  };
  await rejectionWith(MiosaResponseError, iterate());
  expect(ids).toHaveLength(20);
});

describe('a list that changes while it is iterated', () => {
  type Projects = ReturnType<typeof manyProjects>;

  /** Iterates over 60 projects, which change after each request and after each item. */
  const iterateWhile = async (
    kind: PagingKind,
    {
      afterRequest,
      afterItem,
    }: {
      readonly afterRequest?: (projects: Projects, request: number) => void;
      readonly afterItem?: (projects: Projects, id: string) => void;
    },
  ) => {
    const projects = manyProjects(60);
    const { miosa, queries } = pagedApi((page, request) => {
      const body = structuredClone(pagingKinds[kind](projects, page));
      afterRequest?.(projects, request);
      return body;
    });
    const ids: string[] = [];
    for await (const { id } of miosa.projects.list()) {
      ids.push(id);
      afterItem?.(projects, id);
    }
    expect(new Set(ids).size, 'no project twice').toBe(ids.length);
    expect(queries.length).toBeLessThanOrEqual(12);
    return { ids, left: idsIn(projects) };
  };

  const added = (count: number): Projects =>
    manyProjects(count).map((project) => ({ ...project, id: `new-${project.id}` }));
  const changes: Record<string, Parameters<typeof iterateWhile>[1]> = {
    '5 of page 1 are deleted before page 2': {
      afterRequest: (all, request) => request === 1 && all.splice(0, 5),
    },
    'one is deleted before page 2 and one before page 3': {
      afterRequest: (all, request) => request <= 2 && all.splice(0, 1),
    },
    'more than a page is deleted before page 3': {
      afterRequest: (all, request) => request === 2 && all.splice(0, 30),
    },
    '5 are added in front before page 2': {
      afterRequest: (all, request) => request === 1 && all.unshift(...added(5)),
    },
    '20 are added in front before page 2': {
      afterRequest: (all, request) => request === 1 && all.unshift(...added(20)),
    },
  };

  test.each(
    countingKinds.flatMap((kind) => Object.entries(changes).map(([title, change]) => ({ kind, title, change }))),
  )('misses none that was there all the time, and gives none twice, when $title: $kind', async ({ kind, change }) => {
    const { ids, left } = await iterateWhile(kind, change);
    expect(ids).toEqual(expect.arrayContaining(left.filter((id) => !id.startsWith('new-'))));
  });

  test.each(countingKinds)('gives the caller who deletes each item all of them: %s', async (kind) => {
    const remove = (all: Projects, id: string) =>
      all.splice(
        all.findIndex((project) => project.id === id),
        1,
      );
    const { ids, left } = await iterateWhile(kind, { afterItem: remove });
    expect(ids.toSorted()).toEqual(idsIn(manyProjects(60)).toSorted());
    expect(left).toEqual([]);
  });

  const pagedKinds = requestCounts.map(([kind]) => kind).filter((kind) => !kind.startsWith('paging ignored'));

  test.each(pagedKinds)('finds what is added at the end: %s', async (kind) => {
    const { ids } = await iterateWhile(kind, {
      afterRequest: (all, request) => request === 1 && all.push(...added(1)),
    });
    expect(ids).toHaveLength(61);
  });

  test('is read ten times at most, however long its total falls', async () => {
    const { miosa, queries } = pagedApi((page, request) => ({
      data: page === 2 ? [] : manyProjects(request).slice(-1),
      total: 1000 - request,
    }));
    expect(await idsOf(miosa.projects.list())).toHaveLength(10);
    expect(queries).toEqual(Array.from({ length: 10 }, (_, pass) => [pass === 0 ? '' : '?page=1', '?page=2']).flat());
  });
});

describe('iteration, whatever the server claims', () => {
  const pages: Record<string, { bodies: readonly object[]; given: number }> = {
    'ends at an empty page': {
      bodies: [
        { data: manyProjects(20), total: 50 },
        { data: [], total: 50 },
      ],
      given: 20,
    },
    'ends at the second page in a row without new items': {
      bodies: [1, 2, 3].map(() => ({ data: manyProjects(20), total: 50 })),
      given: 20,
    },
    'goes on after one page without new items': {
      bodies: [manyProjects(20), manyProjects(20), manyProjects(40).slice(20)].map((data) => ({ data, total: 40 })),
      given: 40,
    },
    'goes on after hasMore: false where items are missing': {
      bodies: [1, 2].map((page) => ({
        data: manyProjects(40).slice((page - 1) * 20, page * 20),
        total: 40,
        meta: { has_next_page: false },
      })),
      given: 40,
    },
    'ends at a page without new items, whatever the next cursor says': {
      bodies: [1, 2].map(() => ({ data: manyProjects(20), next_cursor: 'again' })),
      given: 20,
    },
    'ends at hasMore: false': { bodies: [{ data: manyProjects(20), next_cursor: null }], given: 20 },
    'ends at a total that is reached': {
      bodies: [1, 2].map((page) => ({
        data: manyProjects(40).slice((page - 1) * 20, page * 20),
        total: 40,
        next_cursor: 'more',
      })),
      given: 40,
    },
  };

  test.each(Object.entries(pages))('%s', async (_, { bodies, given }) => {
    const { miosa, queries } = pagedApi((_page, request) => bodies[request - 1]);
    expect(await idsOf(miosa.projects.list())).toEqual(idsIn(manyProjects(given)));
    expect(queries).toHaveLength(bodies.length);
  });

  test('ends where the total goes up and down', async () => {
    const { miosa, queries } = pagedApi((page = 1, request) => ({
      data: manyProjects(60).slice((page - 1) * pageSize, page * pageSize),
      total: request % 2 === 0 ? 60 : 70,
    }));
    expect(await idsOf(miosa.projects.list())).toEqual(idsIn(manyProjects(60)));
    expect(queries.length).toBeLessThanOrEqual(12);
  });
});
