import * as z from 'zod/mini';
import type { Page } from '../resources/page.ts';
import { camelCaseFields } from './camel-case.ts';
import { check, type Decoder } from './decoder.ts';
import { unwrapList } from './envelope.ts';

/**
 * Makes the decoder of a list.
 *
 * @param item - The schema of one item.
 * @param resource - The resource's plural name on the wire, such as `projects`.
 */
export function pageDecoder<Item>(item: z.ZodMiniType<Item>, resource: string): Decoder<Page<Item>> {
  const list = z.array(item);
  return (json) => {
    const { items, path, total, hasMore, rest } = unwrapList(json, resource);
    const decoded = check(list, items);
    if ('value' in decoded) return { value: { ...camelCaseFields(rest), data: decoded.value, total, hasMore } };
    const inEnvelope = (field: string) => [path, field].filter(Boolean).join('.');
    return { issues: decoded.issues.map((issue) => ({ ...issue, field: inEnvelope(issue.field) })) };
  };
}
