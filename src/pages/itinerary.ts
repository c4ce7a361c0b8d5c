import type { Page } from '../resources/page.ts';

/** How often in a row a page may bring nothing new where the API promises more. */
const patience = 3;

/**
 * Decides which page of a list comes next.
 *
 * How MIOSA pages its lists is not documented, so nothing is taken for granted: the API may ignore paging and send
 * everything each time, count the page or the whole list, or not count at all; and the list may grow or shrink on the
 * way, which moves items to other pages. Where the API does not count and the list grows in front by exactly one page,
 * the page looks as if paging were ignored, and what follows is missed: that alone cannot be told apart.
 */
export class Itinerary {
  readonly #start: number;
  readonly #size: number;
  #page: number;
  #furthest: number;
  #found = 0;
  #pageSize = 1;
  /** How many items the list had at last, and how many it has lost since the walk began. */
  #announced: number | undefined;
  #lost = 0;
  #barrenPages = 0;
  #returns = 0;
  #foundAtRestart = 0;

  /**
   * @param start - The page the walk begins with.
   * @param size - How many items were asked for; the API documents a default of 20.
   */
  constructor(start: number, size = 20) {
    this.#size = size;
    this.#start = start;
    this.#page = start;
    this.#furthest = start;
  }

  /**
   * Decides what to do after a page.
   *
   * @param page - The page that was read.
   * @param found - How many different items the walk has found, those of this page included.
   * @returns The number of the page to read, or that the walk is at its end, or that it is and items are missing.
   */
  next(page: Page<unknown>, found: number): number | 'end' | 'incomplete' {
    const { data, total, hasMore } = page;
    const isBarren = found === this.#found;
    this.#recordProgress(isBarren, data.length, found);
    // A count of the whole list says nothing about a walk that begins in the middle.
    const announced = this.#start === 1 ? announcedTotal(page) : undefined;
    const shrunkBy = this.#recordTotal(announced);
    if (shrunkBy > 0 && this.#page > this.#start && this.#returns < patience) {
      // Items that were still to come have moved to pages that were read already.
      this.#returns += 1;
      return this.#goTo(this.#page - Math.ceil(shrunkBy / this.#pageSize));
    }

    // Whether `total` counts the page or the list, a first page that is not full and holds as many is all there is.
    const isFull = data.length >= this.#size;
    if (this.#furthest === 1 && hasMore === undefined && data.length === total && !isFull) return 'end';
    const isMissing = announced === undefined ? hasMore === true : found < announced;
    const mayFollow = hasMore ?? !this.#accountsForAll(announced);
    if (!isMissing && !mayFollow) return 'end';
    const isExhausted = data.length === 0 || (isBarren && (!isMissing || this.#barrenPages >= patience));
    if (!isExhausted || this.#page < this.#furthest) return this.#goTo(this.#page + 1);
    if (!isMissing) return 'end';
    if (announced === undefined || found === this.#foundAtRestart) return 'incomplete';
    // What is missing may have been added to pages that were read already.
    this.#foundAtRestart = found;
    return this.#goTo(this.#start);
  }

  #goTo(page: number): number {
    this.#page = Math.max(this.#start, page);
    return this.#page;
  }

  #recordProgress(isBarren: boolean, length: number, found: number): void {
    this.#found = found;
    this.#pageSize = Math.max(this.#pageSize, length);
    if (!isBarren) {
      this.#barrenPages = 0;
      this.#returns = 0;
    } else if (this.#page >= this.#furthest) {
      this.#barrenPages += 1;
    }
    this.#furthest = Math.max(this.#furthest, this.#page);
  }

  #recordTotal(announced: number | undefined): number {
    if (announced === undefined) return 0;
    const shrunkBy = Math.max(0, (this.#announced ?? announced) - announced);
    this.#announced = announced;
    this.#lost += shrunkBy;
    return shrunkBy;
  }

  /** Whether all that is announced was found, even if everything the list has lost was found before it was lost. */
  #accountsForAll(announced: number | undefined): boolean {
    return announced !== undefined && this.#found >= announced + this.#lost;
  }
}

/** How many items the whole list has. A bare `total` that equals the page's length may count only the page. */
function announcedTotal({ data, total, hasMore }: Page<unknown>): number | undefined {
  return total !== undefined && (hasMore !== undefined || total > data.length) ? total : undefined;
}
