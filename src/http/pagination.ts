import type { Page } from '../schemas/page.ts';
import { rememberCaller } from './caller-stack.ts';
import { type CallResult, MiosaPromise } from './miosa-promise.ts';

/** Which page of a list is wanted. Sent only when given. */
export interface PageRequest {
  /** The page, from 1. */
  readonly page?: number | undefined;
  /** How many items a page has. */
  readonly pageSize?: number | undefined;
}

/** The query of the first page: what it says of paging holds for all that follow. */
export type PageQuery = Readonly<Record<string, unknown>>;

/** Fetches a page by its number. It never throws, but rejects. */
export type FetchPage<Item> = (page: number) => Promise<CallResult<Page<Item>>>;

/** How often a list that shrinks while it is read is read again. */
const maxPasses = 10;

/** How many pages in a row may bring nothing new where a total says that items are missing. */
const maxPagesWithoutNew = 2;

/** What the API documents as the usual size of a page. */
const defaultPageSize = 20;

/**
 * What every list returns: awaited, it is the first page; iterated, it visits every item of every page.
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
export class PagePromise<Item extends { readonly id: string }>
  extends MiosaPromise<Page<Item>>
  implements AsyncIterable<Item>
{
  readonly #first: Promise<CallResult<Page<Item>>>;
  readonly #query: PageQuery;
  readonly #fetchPage: FetchPage<Item>;

  constructor(first: Promise<CallResult<Page<Item>>>, query: PageQuery, fetchPage: FetchPage<Item>) {
    super(first);
    this.#first = first;
    this.#query = query;
    this.#fetchPage = fetchPage;
  }

  /** Visits every item, requesting further pages only when they are reached. */
  [Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    // Whoever iterates handles the rejection there; here it would be reported as unhandled.
    this.catch(() => {});
    return iterate(this.#first, this.#query, this.#fetchPage, rememberCaller());
  }
}

async function* iterate<Item extends { readonly id: string }>(
  first: Promise<CallResult<Page<Item>>>,
  { page, page_size: size }: PageQuery,
  fetchPage: FetchPage<Item>,
  leadToCaller: (error: unknown) => unknown,
): AsyncGenerator<Item, void, undefined> {
  const start = typeof page === 'number' ? page : 1;
  const given = new Set<string>();
  const totals = new Totals();
  for (let pass = 1; pass <= maxPasses; pass++) {
    const reading = new Pass(start, typeof size === 'number' ? size : defaultPageSize, totals);
    let found = 0;
    for (let number = start; ; number++) {
      let current: Page<Item>;
      try {
        ({ data: current } = await (pass === 1 && number === start ? first : fetchPage(number)));
      } catch (error) {
        throw leadToCaller(error);
      }
      for (const item of current.data) {
        if (given.has(item.id)) continue;
        given.add(item.id);
        found += 1;
        yield item;
      }
      if (reading.endsAt(current)) break;
    }
    // What was deleted meanwhile has moved items to pages that were read already.
    if (!totals.haveFallen || found === 0) return;
  }
}

/** What the API has said about the length of a list. */
class Totals {
  haveFallen = false;
  #last: number | undefined;

  /** @returns How many items the list has, where that is known: what equals the page's length may count only the page. */
  read({ data, total }: Page<unknown>): number | undefined {
    if (total === undefined) return undefined;
    if (this.#last === undefined && total === data.length) return undefined;
    if (total < (this.#last ?? total)) this.haveFallen = true;
    this.#last = total;
    return total;
  }
}

/**
 * One reading of a list from its first page to its last.
 *
 * The API's lists are barely documented, so nothing is taken for granted: paging may be ignored, a total may count the
 * page alone or rows that are never shown, and `hasMore` may be derived from a page size that the server has capped.
 */
class Pass {
  readonly #start: number;
  readonly #size: number;
  readonly #totals: Totals;
  readonly #ids: Set<string> = new Set();
  #pages = 0;
  #firstLength = 0;
  #pagesWithoutNew = 0;

  constructor(start: number, size: number, totals: Totals) {
    this.#start = start;
    this.#size = size;
    this.#totals = totals;
  }

  /** Takes note of a page, and tells whether it is the last. */
  endsAt(page: Page<{ readonly id: string }>): boolean {
    const { data, total, hasMore } = page;
    const before = this.#ids.size;
    for (const { id } of data) this.#ids.add(id);
    this.#pages += 1;
    if (this.#pages === 1) this.#firstLength = data.length;
    const listTotal = this.#totals.read(page);
    if (data.length === 0) return true;

    const isMissing = listTotal !== undefined && this.#position() < listTotal;
    this.#pagesWithoutNew = this.#ids.size === before ? this.#pagesWithoutNew + 1 : 0;
    if (this.#pagesWithoutNew > 0) return !isMissing || this.#pagesWithoutNew >= maxPagesWithoutNew;
    if (isMissing) return false;
    if (listTotal !== undefined) return true;
    if (hasMore !== undefined) return !hasMore;
    // The whole of a list that is shorter than a page.
    const isShort = data.length < Math.min(this.#size, defaultPageSize);
    return total === data.length && this.#pages === 1 && this.#start === 1 && isShort;
  }

  /** How many items of the list were passed: those before the first page, which nobody has seen, and those since. */
  #position(): number {
    return (this.#start - 1) * this.#firstLength + this.#ids.size;
  }
}
