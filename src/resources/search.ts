import type { WithResponse } from '../http/miosa-promise.ts';
import { hasSameLetters, isSameSlug, isShortened } from './slugs.ts';

/** By what a project or workspace is recognised. */
export interface Identity {
  readonly slug: string | null;
  readonly externalId: string | null;
  readonly name: string;
}

/** What is found or created. */
export interface Wanted {
  readonly slug: string | undefined;
  readonly externalId: string | undefined;
  readonly name: string;
}

/**
 * When it is looked for: before the API was asked, after a create that failed, or after one of which the API has said
 * that the slug is taken.
 */
export type Moment = 'before' | 'after' | 'taken';

/** Compares what lists hold with what is wanted, and keeps the best match. */
export class Search<T> {
  /** Whether the slug was seen with another external id: it belongs to somebody else. */
  isClaimed = false;
  readonly #wanted: Wanted;
  readonly #identify: (item: T) => Identity;
  readonly #moment: Moment;
  readonly #byExternalId: T[] = [];
  readonly #bySlug: T[] = [];
  readonly #byNormalisedSlug: T[] = [];
  #maxSlugLength = 0;
  #result: WithResponse<T> | undefined;

  constructor(wanted: Wanted, identify: (item: T) => Identity, moment: Moment) {
    this.#wanted = wanted;
    this.#identify = identify;
    this.#moment = moment;
  }

  /** What was found, with the response to show for it. */
  get result(): WithResponse<T> | undefined {
    return this.#result;
  }

  /** @returns Whether no other item can be a better match. */
  add(item: T): boolean {
    const { slug, externalId } = this.#wanted;
    const other = this.#identify(item);
    if (externalId !== undefined && other.externalId === externalId) {
      this.#byExternalId.push(item);
      return true;
    }
    this.#maxSlugLength = Math.max(this.#maxSlugLength, other.slug?.length ?? 0);
    const isOthers = externalId !== undefined && other.externalId !== null;
    if (slug !== undefined && other.slug === slug) {
      if (isOthers) this.isClaimed = true;
      else this.#bySlug.push(item);
      return externalId === undefined;
    }
    if (other.externalId === null && this.#isNormalised(other)) this.#byNormalisedSlug.push(item);
    return false;
  }

  /** The best match: the external id decides, then the slug, then the only one whose slug is the normalised one. */
  get match(): T | undefined {
    const [normalised, ...more] = this.#byNormalisedSlug.filter((item) => this.#isAsLongAsAllowed(item));
    return this.#byExternalId[0] ?? this.#bySlug[0] ?? (more.length === 0 && !this.isClaimed ? normalised : undefined);
  }

  /** The match, where it is the only one. */
  get onlyMatch(): T | undefined {
    return Math.max(this.#byExternalId.length, this.#bySlug.length) > 1 ? undefined : this.match;
  }

  /** Ends the search. */
  async settle(item: T | undefined, list: { withResponse(): Promise<WithResponse<unknown>> }): Promise<this> {
    if (item !== undefined) this.#result = { ...(await list.withResponse()), data: item };
    return this;
  }

  /** Before the API was asked, only the slug itself will do: it may tell `a_b` from `a-b`. */
  #isNormalised(other: Identity): boolean {
    const { slug, externalId, name } = this.#wanted;
    if (this.#moment === 'before' || slug === undefined || other.slug === null) return false;
    // Where the slug is another one, a neighbour must not be taken for it: `lead` for `lead-magnet`, or `muller`, whose
    // external id is not shown, for `müller`.
    if (isSameSlug(other.slug, slug)) return other.name === name || externalId === undefined;
    const isTaken = this.#moment === 'taken';
    return isTaken && other.name === name && (hasSameLetters(other.slug, slug) || isShortened(other.slug, slug));
  }

  /** Where longer slugs are there, one that is only a beginning was not shortened, or by the hyphen that it would end in. */
  #isAsLongAsAllowed(item: T): boolean {
    const actual = this.#identify(item).slug ?? '';
    return hasSameLetters(actual, this.#wanted.slug ?? '') || actual.length + 1 >= this.#maxSlugLength;
  }
}
