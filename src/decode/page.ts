import type { Issue } from '../errors/issue.ts';
import type { Page } from '../resources/page.ts';
import type { Decoder } from './decoder.ts';
import { unwrapList } from './envelope.ts';
import { addUnknownFields, type ObjectDecoder } from './object-decoder.ts';

/**
 * Makes the decoder of a list.
 *
 * @param decodeItem - Decodes one item.
 * @param resource - The resource's plural name on the wire, such as `projects`.
 */
export function pageDecoder<Item>(decodeItem: ObjectDecoder<Item>, resource: string): Decoder<Page<Item>> {
  return (json) => {
    const { items, path, total, hasMore, rest } = unwrapList(json, resource);
    if (!Array.isArray(items)) return { issues: [{ field: path, message: 'expected array' }] };
    const issues: Issue[] = [];
    // A literal that grows by `push` is soon allocated as old by V8, and keeps its items alive until a full collection,
    // even when nobody has the list any more. `map` makes a young one.
    const data = items.map((item, index): Item => {
      const decoded = decodeItem(item);
      if ('value' in decoded) return decoded.value;
      issues.push(...decoded.issues.map((issue) => ({ ...issue, field: join(path, index, issue.field) })));
      // Nobody sees it: the issues are returned instead.
      return item as Item;
    });
    if (issues.length > 0) return { issues };
    const page: Page<Item> = { data, total, hasMore };
    addUnknownFields(page, rest, {});
    return { value: page };
  };
}

function join(...parts: readonly (string | number)[]): string {
  return parts.filter((part) => part !== '').join('.');
}
