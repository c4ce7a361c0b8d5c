import { atCallSite } from '../errors/call-site.ts';
import type { ListBody } from '../schemas/list-body.ts';
import { type MiosaPromise, toMiosaPromise, type WithResponse } from './promise.ts';

/** Which page of a list to request. Sent only when given. */
export interface PageRequest {
  /** The page, from 1. */
  readonly page?: number | undefined;
  /** How many items a page has. The API documents at most 100. */
  readonly pageSize?: number | undefined;
}

/**
 * Fetches a page by its number, or the first one of the list. It never throws, but rejects.
 *
 * @param size - How many items the page before it had.
 */
type FetchPage<Item> = (page?: number, size?: number) => Promise<WithResponse<Page<Item>>>;

/**
 * What every list returns: awaited, it is the first page; iterated, it visits every item of every page, each once, in
 * the API's order. To delete the items of a list, collect them first, with `Array.fromAsync`: pages shift when items
 * are deleted.
 *
 * @example
 * ```ts
 * import { MiosaClient } from 'miosa-client';
 *
 * const miosa = new MiosaClient();
 * const { data, total } = await miosa.projects.list();
 * console.log(data.length, total);
 * for await (const project of miosa.projects.list()) console.log(project.slug);
 * ```
 */
export interface PagePromise<Item extends { readonly id: string }> extends MiosaPromise<Page<Item>> {
  /** Visits every item, requesting further pages only when they are reached. */
  [Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined>;
}

/** Makes the promise of a list from a function that fetches its pages. The first is fetched at once. */
export function toPagePromise<Item extends { readonly id: string }>(fetchPage: FetchPage<Item>): PagePromise<Item> {
  const first = toMiosaPromise(fetchPage());
  const iterate = (): AsyncGenerator<Item, void, undefined> => {
    const items = visit(first, fetchPage);
    const next = items.next.bind(items);
    return Object.assign(items, { next: () => atCallSite(next) });
  };
  return Object.assign(first, { [Symbol.asyncIterator]: iterate });
}

async function* visit<Item extends { readonly id: string }>(
  first: Promise<Page<Item>>,
  fetchPage: FetchPage<Item>,
): AsyncGenerator<Item, void, undefined> {
  const seen = new Set<string>();
  let pagesWithoutNew = 0;
  for (let page = await first; ; page = (await fetchPage(page.page + 1, page.data.length)).data) {
    const before = seen.size;
    for (const item of page.data) {
      if (seen.has(item.id)) continue;
      seen.add(item.id);
      yield item;
    }
    // Where more may follow and the total equals the length of the page, it may count only that.
    const isTotalKnown = page.total !== undefined && page.total !== page.data.length;
    pagesWithoutNew = seen.size === before ? pagesWithoutNew + 1 : 0;
    // With a total that is known, one such page may be chance: items move while the list changes.
    if (!page.hasMore || pagesWithoutNew > (isTotalKnown ? 1 : 0)) return;
  }
}

/** One page of a list. Other fields of the envelope are kept, under their names in camelCase. */
export interface Page<Item> {
  /** The items, in the API's order. */
  data: Item[];
  /** Which page it is, from 1. */
  page: number;
  /** How many items the API counts, or `undefined` when it does not say. Some APIs count the page, others the list. */
  total: number | undefined;
  /** Whether there may be a further page: `list({ page: page + 1 })` requests it. */
  hasMore: boolean;
}

/** What the API documents as the usual and the largest size of a page. */
const defaultPageSize = 20;
const maxPageSize = 100;

/**
 * The page that a response holds, with its number and whether there may be a further one.
 *
 * @param query - The query that was sent.
 * @param knownSize - How many items a page has, where that is known from the one before it.
 */
export function toPage<Item>(
  body: ListBody<Item>,
  query: Readonly<Record<string, unknown>> = {},
  knownSize?: number,
): Page<Item> {
  const { data, total, others } = body;
  const page = Number(query['page'] ?? 1);
  const askedSize = Math.min(Number(query['page_size'] ?? defaultPageSize), maxPageSize);
  const size = body.pageSize ?? knownSize ?? askedSize;
  return { ...others, data, page, total, hasMore: hasMore(body, page, size) };
}

function hasMore({ data, total, next }: ListBody<unknown>, page: number, size: number): boolean {
  if (data.length === 0 || next === false) return false;
  const isFull = data.length >= size;
  // A total that equals the length of a full page may count only that page.
  if (total !== undefined && !(isFull && total === data.length)) {
    const end = (page - 1) * size + data.length;
    // A size that leads past the total was not the API's.
    return (end > total ? page * data.length : end) < total;
  }
  return next ?? isFull;
}
