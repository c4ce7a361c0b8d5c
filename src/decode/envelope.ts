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
}

/** Takes a list out of its envelope: `data`, the name of its resource, `items`, or a bare array. */
export function unwrapList(body: unknown, resource: string): ListEnvelope {
  if (!isRecord(body)) return { items: body, path: '', total: undefined };
  const path = ['data', resource, 'items'].find((key) => Array.isArray(body[key])) ?? 'data';
  const counts = [body, body['page'], body['meta']].filter(isRecord).map((place) => place['total']);
  return { items: body[path], path, total: counts.find((count) => typeof count === 'number') };
}
