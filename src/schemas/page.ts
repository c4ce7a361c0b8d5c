import { isRecord } from '../json.ts';
import { addUnknownFields, type Decoder } from './resource.ts';
import { expected, type Result, type Schema, schema } from './schema.ts';

/** One page of a list. What else its envelope holds stays on it, under its name in camelCase. */
export interface Page<Item> {
  /** The items, in the API's order. */
  data: Item[];
  /** How many items the API counts, or `undefined` when it does not say. Some APIs count the page, others the list. */
  total: number | undefined;
  /** Whether the API says that more pages follow, or `undefined` when it does not say. */
  hasMore: boolean | undefined;
}

/**
 * The schema of a list: a bare array, or an object that has it as `data`, under the name of the resource, or as `items`.
 *
 * @param name - The plural name on the wire, such as `projects`.
 * @param decode - Decodes one item.
 */
export function pageOf<Item>(name: string, decode: Decoder<Item>): Schema<Page<Item>> {
  return schema((value): Result<Page<Item>> => {
    const body = isRecord(value) ? value : { data: value };
    const key = ['data', name, 'items'].find((candidate) => Array.isArray(body[candidate])) ?? 'data';
    const { [key]: items, ...rest } = body;
    const place = isRecord(value) ? [key] : [];
    if (!Array.isArray(items)) return expected('array', ...place);

    const issues: { path: readonly PropertyKey[]; message: string }[] = [];
    // V8 keeps the items of an array that grows by `push` until a full collection; of one that `map` makes it does not.
    const data = items.map((item, index): Item => {
      const result = decode(item);
      if (result.issues === undefined) return result.value;
      for (const { path = [], message } of result.issues) {
        // Our own paths hold keys, no path segments.
        issues.push({ message, path: [...place, index, ...(path as readonly PropertyKey[])] });
      }
      // Nobody sees it: the issues are returned instead.
      return item as Item;
    });
    if (issues.length > 0) return { issues };

    const paging = [rest['page'], rest['meta'], rest].filter(isRecord);
    const page: Page<Item> & Record<string, unknown> = {
      data,
      total: paging.map(({ total }) => total).find((total) => typeof total === 'number'),
      hasMore: paging.map((each) => readHasMore(each, data.length)).find((hasMore) => hasMore !== undefined),
    };
    addUnknownFields(page, rest);
    return { value: page };
  });
}

/** What a paging object says about further pages, in whichever of the ways that sources show. */
function readHasMore(paging: Readonly<Record<string, unknown>>, length: number): boolean | undefined {
  const { has_next_page, has_more, next_cursor, total_pages, total, page } = paging;
  if (typeof has_next_page === 'boolean') return has_next_page;
  if (typeof has_more === 'boolean') return has_more;
  if (next_cursor !== undefined) return next_cursor !== null;
  if (typeof page !== 'number') return undefined;
  if (typeof total_pages === 'number') return page < total_pages;
  const size = [paging['page_size'], paging['per_page'], paging['limit']].find((value) => typeof value === 'number');
  if (typeof total !== 'number' || typeof size !== 'number') return undefined;
  // The total of a full page may count no more than that page.
  return total === length && length >= size ? undefined : page * size < total;
}
