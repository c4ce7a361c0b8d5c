import { MiosaResponseError } from 'miosa-client';
import { describe, expect, test } from 'vitest';
import { idsOf, manyProjects, pagedApi, pagingKinds } from './support/paged-api.ts';

/** How many requests a walk over 0, 1, 20, 21 and 1,000 projects takes, for each kind of server. */
const requests: Readonly<Record<keyof typeof pagingKinds, readonly number[]>> = {
  'page.total': [1, 1, 1, 2, 50],
  'meta.total': [1, 1, 1, 2, 50],
  'meta.has_next_page': [1, 1, 1, 2, 50],
  next_cursor: [1, 1, 1, 2, 50],
  'paging ignored, with total': [1, 1, 2, 2, 2],
  'paging ignored, bare array': [1, 2, 2, 2, 2],
  'empty last page, no count': [1, 2, 2, 3, 51],
  'total of the list': [1, 1, 2, 2, 50],
  'total of the page': [1, 1, 2, 3, 51],
  'page_size larger than the server allows': [1, 1, 1, 2, 50],
};

describe.each(Object.entries(pagingKinds))('a server with %s', (kind, answer) => {
  test.each([0, 1, 20, 21, 1000].map((count, index) => [count, requests[kind]?.[index]]))(
    'yields each of %i projects once, with %i requests',
    async (count, expectedRequests) => {
      const projects = manyProjects(count ?? 0);
      const { miosa, queries } = pagedApi((page) => answer(projects, page));
      expect(await idsOf(miosa.projects.list())).toEqual(projects.map(({ id }) => id));
      expect(queries).toHaveLength(expectedRequests ?? 0);
    },
  );
});

test('all three lists are walked', async () => {
  const { miosa, queries } = pagedApi((page) => pagingKinds['page.total']?.(manyProjects(21), page));
  expect(await idsOf(miosa.projects.list({ workspaceId: 'w' }))).toHaveLength(21);
  expect(await idsOf(miosa.workspaces.listProjects('w'))).toHaveLength(21);
  expect(await idsOf(miosa.workspaces.list())).toHaveLength(21);
  expect(queries).toEqual(['?workspace_id=w', '?workspace_id=w&page=2', '', '?page=2', '', '?page=2']);
});

test('the page and its size are sent when the caller gives them, and the walk begins there', async () => {
  const projects = manyProjects(15);
  const { miosa, queries } = pagedApi((page = 1) => ({ data: projects.slice((page - 1) * 5, page * 5) }));
  expect(await idsOf(miosa.projects.list({ page: 2, pageSize: 5 }))).toEqual(projects.slice(5).map(({ id }) => id));
  expect(queries).toEqual(['?page=2&page_size=5', '?page=3&page_size=5', '?page=4&page_size=5']);
});

test('awaiting asks for the first page only', async () => {
  const { miosa, queries } = pagedApi((page) => pagingKinds['page.total']?.(manyProjects(50), page));
  const page = await miosa.projects.list();
  expect(page).toMatchObject({ total: 50, hasMore: true, page: { page: 1, page_size: 20, total: 50 } });
  expect(page.data).toHaveLength(20);
  expect(queries).toEqual(['']);
});

test('nothing more is asked for when the caller breaks out, and never ahead of need', async () => {
  const { miosa, queries } = pagedApi((page) => pagingKinds['page.total']?.(manyProjects(100), page));
  let count = 0;
  for await (const _ of miosa.projects.list()) {
    count += 1;
    expect(queries).toHaveLength(Math.ceil(count / 20));
    if (count === 25) break;
  }
  expect(queries).toHaveLength(2);
});

test('one list can be awaited and iterated, with its first page asked for once', async () => {
  const { miosa, queries } = pagedApi((page) => pagingKinds['page.total']?.(manyProjects(21), page));
  const list = miosa.projects.list();
  await list;
  expect(await idsOf(list)).toHaveLength(21);
  expect(queries).toHaveLength(2);
});

test('a page that fails ends the walk with its error', async () => {
  const { miosa } = pagedApi((page) => (page === 2 ? { data: [{}] } : { data: manyProjects(20) }));
  await expect(idsOf(miosa.projects.list())).rejects.toBeInstanceOf(MiosaResponseError);
});

describe('a list that changes while it is walked', () => {
  /** Walks 60 projects of a server of the kind, which change after the given request. */
  const walkWhile = async (kind: string, afterRequest: number, change: (projects: { id: string }[]) => void) => {
    const projects = manyProjects(60);
    const { miosa, queries } = pagedApi((page, request) => {
      const body = structuredClone(pagingKinds[kind]?.(projects, page));
      if (request === afterRequest) change(projects);
      return body;
    });
    const ids = await idsOf(miosa.projects.list());
    expect(new Set(ids).size, 'no project twice').toBe(ids.length);
    expect(queries.length, 'it ends').toBeLessThan(20);
    return { ids, projects };
  };
  const counting = ['page.total', 'meta.total', 'total of the list'];

  test.each(counting)('%s: what shrinking moves to pages already read is not lost', async (kind) => {
    const { ids, projects } = await walkWhile(kind, 1, (all) => all.splice(0, 5));
    expect(ids).toEqual(expect.arrayContaining(projects.map(({ id }) => id)));
  });

  test.each(counting)('%s: nor when it shrinks by more than a page', async (kind) => {
    const { ids, projects } = await walkWhile(kind, 2, (all) => all.splice(0, 30));
    expect(ids).toEqual(expect.arrayContaining(projects.map(({ id }) => id)));
  });

  test.each(counting)('%s: what is added in front is found, too', async (kind) => {
    const added = manyProjects(25).map((project) => ({ ...project, id: `new-${project.id}` }));
    const { ids, projects } = await walkWhile(kind, 2, (all) => all.unshift(...added));
    expect(projects).toHaveLength(85);
    expect(ids.toSorted()).toEqual(projects.map(({ id }) => id).toSorted());
  });

  test.each(Object.keys(pagingKinds).filter((kind) => !kind.startsWith('paging ignored')))(
    '%s: what is added at the end is found',
    async (kind) => {
      const [last] = manyProjects(61).slice(60);
      const { ids } = await walkWhile(kind, 1, (all) => last && all.push(last));
      expect(ids).toHaveLength(61);
    },
  );
});

describe('a server that cannot be trusted', () => {
  const rejectsAsIncomplete = async (answer: (page: number | undefined, request: number) => unknown) => {
    const { miosa, queries } = pagedApi(answer);
    const error = await idsOf(miosa.projects.list()).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(MiosaResponseError);
    expect(error).toHaveProperty('message', expect.stringContaining('not complete'));
    expect(queries.length).toBeLessThan(20);
  };

  test('that announces more than it ever sends does not pass a part off as the whole', async () => {
    await rejectsAsIncomplete((page = 1) => ({ data: manyProjects(20), page: { page, page_size: 20, total: 50 } }));
  });

  test('that ends before its own count does not, either', async () => {
    await rejectsAsIncomplete((page = 1) => ({ data: page === 1 ? manyProjects(20) : [], total: 50 }));
  });

  test('that always has a next cursor but ignores the page does not go on for ever', async () => {
    await rejectsAsIncomplete(() => ({ data: manyProjects(20), next_cursor: 'again' }));
  });

  test('whose count goes up and down does not go on for ever', async () => {
    const { miosa, queries } = pagedApi((page = 1, request) => ({
      data: manyProjects(60).slice((page - 1) * 20, page * 20),
      total: request % 2 === 0 ? 60 : 70,
    }));
    await idsOf(miosa.projects.list()).catch(() => []);
    expect(queries.length).toBeLessThan(40);
  });
});
