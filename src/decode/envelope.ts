import { isRecord } from '../errors/is-record.ts';

/**
 * Takes a single object out of its envelope: bare, inside `data`, or under the name of its resource.
 *
 * @param body - The parsed body.
 * @param resource - The resource's name on the wire, such as `project`.
 * @param telltale - A plain field that every bare object has: an object with it is no envelope, even if it grows a
 *   `data`.
 */
export function unwrapObject(body: unknown, resource: string, telltale: string): unknown {
  if (!isRecord(body) || (telltale in body && !isRecord(body[telltale]))) return body;
  return [body['data'], body[resource]].find(isRecord) ?? body;
}

/** A list out of its envelope. */
export interface ListEnvelope {
  /** The items, or the whole body where no list was found. */
  readonly items: unknown;
  /** Where the items were found, as a path on the wire. */
  readonly path: string;
  /** How many the API counts. */
  readonly total: number | undefined;
  /** Whether the API says that more pages follow. */
  readonly hasMore: boolean | undefined;
  /** What else the envelope holds. */
  readonly rest: Readonly<Record<string, unknown>>;
}

/** Takes a list out of its envelope: `data`, the name of its resource, `items`, or a bare array. */
export function unwrapList(body: unknown, resource: string): ListEnvelope {
  if (!isRecord(body)) return { items: body, path: '', total: undefined, hasMore: undefined, rest: {} };
  const path = ['data', resource, 'items'].find((key) => Array.isArray(body[key])) ?? 'data';
  const { [path]: items, ...rest } = body;
  const paging = [body['page'], body['meta'], body].filter(isRecord);
  const total = paging.map((place) => place['total']).find((count) => typeof count === 'number');
  return { items, path, total, hasMore: paging.map(saysMore).find((more) => more !== undefined), rest };
}

/** What a paging object says about further pages, in whichever of the ways that sources show. */
function saysMore(paging: Readonly<Record<string, unknown>>): boolean | undefined {
  const { has_next_page, next_cursor, total_pages, total, page } = paging;
  if (typeof has_next_page === 'boolean') return has_next_page;
  if (next_cursor !== undefined) return next_cursor !== null;
  if (typeof page !== 'number') return undefined;
  if (typeof total_pages === 'number') return page < total_pages;
  const size = [paging['page_size'], paging['per_page'], paging['limit']].find((value) => typeof value === 'number');
  return typeof total === 'number' && size !== undefined ? page * size < total : undefined;
}
