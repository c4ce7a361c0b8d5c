import type { EmulatorPaging } from './options.ts';

/** Turns the items of a whole list into the body that was asked for. */
export type Paginate = (items: readonly unknown[]) => Readonly<Record<string, unknown>>;

const defaultPageSize = 20;
const largestPageSize = 100;

/** Makes the {@link Paginate} for one request. */
export function paginator(paging: EmulatorPaging, query: URLSearchParams): Paginate {
  const page = wholeNumber(query.get('page')) ?? 1;
  const size = wholeNumber(query.get('page_size') ?? query.get('per_page')) ?? defaultPageSize;
  return (items) => envelopes[paging](items, page, Math.min(size, largestPageSize));
}

type Envelope = (items: readonly unknown[], page: number, size: number) => Readonly<Record<string, unknown>>;

const envelopes: Readonly<Record<EmulatorPaging, Envelope>> = {
  none: (items) => ({ data: items, total: items.length }),
  page: (items, page, size) => ({
    data: slice(items, page, size),
    page: { page, page_size: size, total: items.length },
  }),
  meta: (items, page, size) => ({
    data: slice(items, page, size),
    meta: { total: items.length, page, per_page: size },
  }),
  cursor: (items, page, size) => ({
    data: slice(items, page, size),
    next_cursor: page * size < items.length ? String(page + 1) : null,
  }),
};

/** The known ways to answer with a list. */
export const pagings: readonly string[] = Object.keys(envelopes);

function slice(items: readonly unknown[], page: number, size: number): readonly unknown[] {
  return items.slice((page - 1) * size, page * size);
}

/** What is no page number is not documented; here it counts as left out. */
function wholeNumber(value: string | null): number | undefined {
  const number = Number(value);
  return Number.isSafeInteger(number) && number >= 1 ? number : undefined;
}
