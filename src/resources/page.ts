/** Which page of a list is wanted. Sent only when given. */
export interface PageRequest {
  /** The page, from 1. */
  readonly page?: number | undefined;
  /** How many items a page has. */
  readonly pageSize?: number | undefined;
}

/** One page of a list. What else its envelope holds stays on it, under its name in camelCase. */
export interface Page<Item> {
  /** The items, in the API's order. */
  data: Item[];
  /** How many the API counts, or `undefined` when it does not say. Some APIs count the page, others the whole list. */
  total: number | undefined;
  /** Whether the API says that more pages follow, or `undefined` when it does not say. */
  hasMore: boolean | undefined;
}
