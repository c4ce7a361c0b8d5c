import { MiosaResponseError } from '../errors/client-errors.ts';
import type { Page } from '../resources/page.ts';
import type { WithResponse } from '../transport/miosa-promise.ts';

/** How often in a row the walk may find nothing new where the API promises more. */
const patience = 3;

/** Reads one page of a list. */
export type PageReader<Item> = (page: number) => Promise<WithResponse<Page<Item>>>;

/**
 * Walks a list page by page, one page in memory at a time, and yields every item once.
 *
 * How MIOSA pages its lists is not documented, so nothing is taken for granted: the API may ignore paging and send
 * everything each time, count the page or the whole list, or not count at all; and the list may grow or shrink on the
 * way, which moves items to other pages.
 *
 * @param first - The page the walk starts with, already asked for.
 * @param start - Its number.
 * @param read - Reads a page.
 * @throws {MiosaResponseError} When the API promises more items than its pages bring: ending in silence would pass a
 *   part off as the whole.
 */
export async function* walk<Item extends { readonly id: string }>(
  first: Promise<WithResponse<Page<Item>>>,
  start: number,
  read: PageReader<Item>,
): AsyncGenerator<Item, void, undefined> {
  const seen = new Set<string>();
  let answer = await first;
  let page = start;
  let furthest = start;
  let pageSize = 0;
  let announcedBefore: number | undefined;
  let barrenPages = 0;
  let fruitlessReturns = 0;
  let seenAtRestart = 0;

  for (;;) {
    const { data, hasMore } = answer.data;
    const seenBefore = seen.size;
    for (const item of data) {
      if (seen.has(item.id)) continue;
      seen.add(item.id);
      yield item;
    }
    const isBarren = seen.size === seenBefore;
    if (isBarren && page >= furthest) barrenPages += 1;
    if (!isBarren) {
      barrenPages = 0;
      fruitlessReturns = 0;
    }
    furthest = Math.max(furthest, page);
    pageSize = Math.max(pageSize, data.length);

    const announced = start === 1 ? announcedTotal(answer.data) : undefined;
    const shrunkBy = announced === undefined ? 0 : (announcedBefore ?? announced) - announced;
    announcedBefore = announced ?? announcedBefore;
    const isComplete = announced === undefined ? hasMore === false : seen.size >= announced && hasMore !== true;
    const promisesMore = announced === undefined ? hasMore === true : seen.size < announced;
    const isExhausted = data.length === 0 || (isBarren && (!promisesMore || barrenPages >= patience));

    if (shrunkBy > 0 && page > start && fruitlessReturns < patience) {
      // Items that were to come have moved to pages that were read already.
      fruitlessReturns += 1;
      page = Math.max(start, page - Math.ceil(shrunkBy / pageSize));
    } else if (isComplete || (isExhausted && !promisesMore)) {
      return;
    } else if (!isExhausted || page < furthest) {
      page += 1;
    } else if (announced !== undefined && seen.size > seenAtRestart) {
      // What is missing may have been added to pages that were read already.
      seenAtRestart = seen.size;
      page = start;
    } else {
      throw brokenPromise(answer, seen.size);
    }
    answer = await read(page);
  }
}

/** How many items the whole list has. A bare `total` that equals the page's length may count only the page. */
function announcedTotal({ data, total, hasMore }: Page<unknown>): number | undefined {
  return total !== undefined && (hasMore !== undefined || total > data.length) ? total : undefined;
}

function brokenPromise({ data, response, requestId }: WithResponse<Page<unknown>>, found: number): MiosaResponseError {
  const promise = data.total === undefined ? 'more pages' : `${data.total} items`;
  return new MiosaResponseError(
    `The API announces ${promise}, but its pages hold only ${found} items: the list is not complete.`,
    {
      status: response.status,
      requestId,
      issues: [{ field: 'data', message: 'expected the items that are announced' }],
      bodyExcerpt: '',
    },
  );
}
