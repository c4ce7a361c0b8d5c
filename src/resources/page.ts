/** One page of a list. */
export interface Page<Item> {
  /** The items, in the API's order. */
  data: Item[];
  /** How many the API counts, or `undefined` when it does not say. */
  total: number | undefined;
}
