import { isRecord } from '../json.ts';
import type { Decoder } from './decoder.ts';
import { addUnknownFields } from './names.ts';
import { expected, type Result, type Schema, schema } from './schema.ts';

/** What a response says of a list. */
export interface ListBody<Item> {
  readonly data: Item[];
  readonly total: number | undefined;
  /** How many items a page has, where the envelope says so. */
  readonly pageSize: number | undefined;
  /** Whether the API says that further pages follow; `undefined` when it does not say. */
  readonly next: boolean | undefined;
  /** What else the envelope holds, under its names in camelCase. */
  readonly others: Readonly<Record<string, unknown>>;
}

/**
 * The schema of a list: a bare array, or an object that has it as `data`, under the name of the resource, or as `items`.
 *
 * @param name - The plural name on the wire, such as `projects`.
 * @param decode - Decodes one item.
 */
export function listOf<Item>(name: string, decode: Decoder<Item>): Schema<ListBody<Item>> {
  return schema((value): Result<ListBody<Item>> => {
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
      // Its text is not used: the issues are returned instead.
      return item as Item;
    });
    if (issues.length > 0) return { issues };

    const paging = {
      ...rest,
      ...(isRecord(rest['meta']) && rest['meta']),
      ...(isRecord(rest['page']) && rest['page']),
    };
    const { total, page_size, per_page, limit } = paging;
    const others: Record<string, unknown> = {};
    addUnknownFields(others, rest);
    return {
      value: {
        data,
        total: numberIn(total),
        pageSize: [page_size, per_page, limit].map(numberIn).find((size) => size !== undefined && size > 0),
        next: readNext(paging),
        others,
      },
    };
  });
}

/** What the envelope says about further pages, in whichever of the ways that sources show. */
function readNext({ has_next_page, next_cursor }: Readonly<Record<string, unknown>>): boolean | undefined {
  if (typeof has_next_page === 'boolean') return has_next_page;
  return next_cursor === undefined ? undefined : next_cursor !== null;
}

function numberIn(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
