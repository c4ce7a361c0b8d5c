import type { MiosaClient } from 'miosa-client';
import { clientWith } from './client.ts';
import { wireProject } from './seed.ts';

type WireProject = typeof wireProject;

/** One page of projects, as a kind of server sends it. */
type PageBody = (projects: readonly WireProject[], page: number) => unknown;

export const pageSize = 20;

const slice = (projects: readonly WireProject[], page: number): readonly WireProject[] =>
  projects.slice((page - 1) * pageSize, page * pageSize);

/** The lists that sources show, or leave open. */
export const pagingKinds = {
  '{ data, page }': (projects, page) => ({
    data: slice(projects, page),
    page: { page, page_size: pageSize, total: projects.length },
  }),
  '{ data, meta } with a total': (projects, page) => ({
    data: slice(projects, page),
    meta: { total: projects.length, page, per_page: pageSize },
  }),
  '{ data, meta } with has_next_page': (projects, page) => ({
    data: slice(projects, page),
    meta: { page, limit: pageSize, has_next_page: page * pageSize < projects.length },
  }),
  '{ data, next_cursor }': (projects, page) => ({
    data: slice(projects, page),
    next_cursor: page * pageSize < projects.length ? 'more' : null,
  }),
  '{ data }': (projects, page) => ({ data: slice(projects, page) }),
  '{ data, total } of the list': (projects, page) => ({ data: slice(projects, page), total: projects.length }),
  '{ data, total } of the page': (projects, page) => {
    const data = slice(projects, page);
    return { data, total: data.length };
  },
  '{ data, total } with 3 rows that are never shown': (projects, page) => ({
    data: slice(projects, page),
    total: projects.length + 3,
  }),
  '{ data, total } of everything': (projects) => ({ data: projects, total: projects.length }),
  'a bare array of everything': (projects) => projects,
} satisfies Readonly<Record<string, PageBody>>;

/** A kind of paging. */
export type PagingKind = keyof typeof pagingKinds;

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

/** More than any list of a test takes: whoever sends so many goes on for ever. */
const maxRequests = 100;

/**
 * An API that answers each list request with `answer`.
 *
 * @param answer - The body for the number of the page that was asked for, and of the request.
 */
export function pagedApi(answer: (page: number, request: number) => unknown): PagedApi {
  const queries: string[] = [];
  const fetch = async (url: string): Promise<Response> => {
    const { search, searchParams } = new URL(url);
    if (queries.push(search) > maxRequests) return Response.json('it goes on for ever', { status: 500 });
    return Response.json(answer(Number(searchParams.get('page') ?? 1), queries.length));
  };
  return { miosa: clientWith({ fetch, maxRetries: 0 }), queries };
}
