import { MiosaResponseError } from '../errors/client-errors.ts';
import type { Page } from '../resources/page.ts';
import type { Outcome } from '../transport/miosa-promise.ts';
import { Itinerary } from './itinerary.ts';

/** Reads one page of a list. */
export type PageReader<Item> = (page: number) => Promise<Outcome<Page<Item>>>;

/**
 * Walks a list page by page, one page in memory at a time, and yields every item once.
 *
 * @param first - The page the walk starts with, already asked for.
 * @param start - Its number.
 * @param size - How many items a page was asked to have, where that was said.
 * @param read - Reads a page.
 * @throws {MiosaResponseError} When the API promises more items than its pages bring: ending in silence would pass a
 *   part off as the whole.
 */
export async function* walk<Item extends { readonly id: string }>(
  first: Promise<Outcome<Page<Item>>>,
  start: number,
  size: number | undefined,
  read: PageReader<Item>,
): AsyncGenerator<Item, void, undefined> {
  const seen = new Set<string>();
  const itinerary = new Itinerary(start, size);
  let answer = await first;
  for (;;) {
    for (const item of answer.data.data) {
      if (seen.has(item.id)) continue;
      seen.add(item.id);
      yield item;
    }
    const next = itinerary.next(answer.data, seen.size);
    if (next === 'end') return;
    if (next === 'incomplete') throw incomplete(answer, seen.size);
    answer = await read(next);
  }
}

function incomplete({ data, response, requestId }: Outcome<Page<unknown>>, found: number): MiosaResponseError {
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
