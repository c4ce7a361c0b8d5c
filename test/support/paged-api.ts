import type { MiosaClient } from 'miosa-client';
import { clientWith } from './client.ts';
import { wireProject } from './seed.ts';

type WireProject = typeof wireProject;

/** One page of projects, as a kind of server sends it. */
export type PageBody = (projects: readonly WireProject[], page: number | undefined) => unknown;

export const pageSize = 20;

const slice = (projects: readonly WireProject[], page = 1): readonly WireProject[] =>
  projects.slice((page - 1) * pageSize, page * pageSize);

/** The kinds of paging that sources show or leave open. */
export const pagingKinds = {
  'page.total': (projects, page = 1) => ({
    data: slice(projects, page),
    page: { page, page_size: pageSize, total: projects.length },
  }),
  'meta.total': (projects, page = 1) => ({
    data: slice(projects, page),
    meta: { total: projects.length, page, per_page: pageSize },
  }),
  'meta.has_next_page': (projects, page = 1) => ({
    data: slice(projects, page),
    meta: { page, limit: pageSize, has_next_page: page * pageSize < projects.length },
  }),
  next_cursor: (projects, page = 1) => ({
    data: slice(projects, page),
    next_cursor: page * pageSize < projects.length ? 'more' : null,
  }),
  'paging ignored, with total': (projects) => ({ data: projects, total: projects.length }),
  'paging ignored, bare array': (projects) => projects,
  'empty last page, no count': (projects, page) => ({ data: slice(projects, page) }),
  'total of the list': (projects, page) => ({ data: slice(projects, page), total: projects.length }),
  'total of the page': (projects, page) => {
    const data = slice(projects, page);
    return { data, total: data.length };
  },
  'page.total of the page': (projects, page = 1) => {
    const data = slice(projects, page);
    return { data, page: { page, page_size: pageSize, total: data.length } };
  },
  'has_more, with total of the page': (projects, page = 1) => {
    const data = slice(projects, page);
    return { data, total: data.length, has_more: page * pageSize < projects.length };
  },
  'total with 3 hidden rows': (projects, page) => ({ data: slice(projects, page), total: projects.length + 3 }),
  'page_size larger than the server allows': (projects, page = 1) => ({
    data: slice(projects, page),
    page: { page, page_size: 200, total: projects.length },
  }),
} satisfies Readonly<Record<string, PageBody>>;

/** A kind of paging. */
export type PagingKind = keyof typeof pagingKinds;

/** The kinds that tell when a list gets shorter. */
export const countingKinds = [
  'page.total',
  'meta.total',
  'total of the list',
  'total with 3 hidden rows',
  'page_size larger than the server allows',
] as const satisfies readonly PagingKind[];

/** Projects with ids `project-1` to `project-<count>`. */
export function manyProjects(count: number): WireProject[] {
  return Array.from({ length: count }, (_, index) => ({ ...wireProject, id: `project-${index + 1}` }));
}

/** A client of an API with a list, and what was asked of it. */
export interface PagedApi {
  readonly miosa: MiosaClient;
  /** The query of each request, in order. */
  readonly queries: readonly string[];
}

/**
 * An API that answers each list request with `answer`.
 *
 * @param answer - The body for the number of the page that was asked for, `undefined` where none was.
 */
export function pagedApi(answer: (page: number | undefined, request: number) => unknown): PagedApi {
  const queries: string[] = [];
  const fetch = async (url: string): Promise<Response> => {
    const { search, searchParams } = new URL(url);
    queries.push(search);
    const page = searchParams.get('page');
    return Response.json(answer(page === null ? undefined : Number(page), queries.length));
  };
  return { miosa: clientWith({ fetch, maxRetries: 0 }), queries };
}

/** Everything that an iteration yields, by id. */
export async function idsOf(items: AsyncIterable<{ readonly id: string }>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of items) ids.push(id);
  return ids;
}
