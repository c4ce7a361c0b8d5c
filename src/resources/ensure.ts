import {
  AuthenticationError,
  ConflictError,
  MiosaApiError,
  PermissionDeniedError,
  RateLimitError,
  WorkspaceNotFoundError,
} from '../errors/api-errors.ts';
import { MiosaConfigError, MiosaResponseError } from '../errors/client-errors.ts';
import { isMiosaError } from '../errors/is-miosa-error.ts';
import { sleep } from '../http/abort.ts';
import type { WithResponse } from '../http/miosa-promise.ts';

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

/** The steps that finding or creating takes. */
export interface EnsureSteps<T> {
  readonly wanted: Wanted;
  /** Whether to look before the first create. */
  readonly looksFirst: boolean;
  /** Whether all callers send the same idempotency key the first time. */
  readonly sharesKey: boolean;
  /** Looks for it once. */
  readonly find: (moment: Moment) => Promise<Search<T>>;
  /** @param isFresh - Whether to send another idempotency key than the first time. */
  readonly create: (isFresh: boolean) => Promise<WithResponse<T>>;
  /** Called when the API turns out not to refuse taken slugs. */
  readonly onDuplicate: () => void;
  readonly identify: (item: T) => Identity & { readonly id: string };
  readonly signal: AbortSignal | undefined;
}

/** What was found or created. */
export interface Ensured<T> {
  readonly item: T;
  readonly created: boolean;
}

/** The waits between looks where lists lag behind writes, in milliseconds: five seconds in all. */
const lookAgainAfter = [250, 500, 1000, 1500, 1750];

/**
 * Finds something or creates it, so that any number of callers end with the same: of callers that race, one creates, and
 * the others are refused and find what it created.
 */
export async function ensure<T>(steps: EnsureSteps<T>): Promise<WithResponse<Ensured<T>>> {
  if (steps.looksFirst) {
    const found = await findFirst(steps);
    if (found !== undefined) return ensured(found, false);
  }
  for (let isFresh = false; ; isFresh = true) {
    let made: WithResponse<T>;
    try {
      made = await steps.create(isFresh);
    } catch (error) {
      // What has ended the whole operation needs no look.
      steps.signal?.throwIfAborted();
      const found = mayExistAfter(error) ? await findAfter(error, steps) : undefined;
      if (found !== undefined) return ensured(found, false);
      // A key that all callers share may have been answered with a refusal that is remembered, though its cause is gone.
      if (isFresh || !steps.sharesKey || !isProcessed(error)) throw error;
      continue;
    }
    checkSlug(made, steps);
    return ensured(made, true);
  }
}

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
    const [wanted, actual] = [normalise(slug), normalise(other.slug)];
    // Where the slug is another one, a neighbour must not be taken for it: `lead` for `lead-magnet`, or `muller`, whose
    // external id is not shown, for `müller`.
    if (actual === wanted) return other.name === name || externalId === undefined;
    const isTaken = this.#moment === 'taken';
    return isTaken && other.name === name && (isSameWithoutHyphens(actual, wanted) || isBeginning(actual, wanted));
  }

  /** Where longer slugs are there, one that is only a beginning was not shortened, or by the hyphen that it would end in. */
  #isAsLongAsAllowed(item: T): boolean {
    const actual = this.#identify(item).slug ?? '';
    const isSame = isSameWithoutHyphens(normalise(actual), normalise(this.#wanted.slug ?? ''));
    return isSame || actual.length + 1 >= this.#maxSlugLength;
  }
}

/** How servers that correct slugs do it: `Lead Magnet` becomes `lead-magnet`. */
function normalise(slug: string): string {
  const ascii = slug.normalize('NFKD').replace(/\p{Mark}/gu, '');
  return ascii
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** Some servers delete what others replace: `Smith's` becomes `smiths`. */
function isSameWithoutHyphens(actual: string, wanted: string): boolean {
  return actual.replaceAll('-', '') === wanted.replaceAll('-', '');
}

function isBeginning(actual: string, wanted: string): boolean {
  return actual !== '' && wanted.startsWith(actual);
}

/** Whether it may be there although creating it failed: somebody else's, or this caller's own. */
function mayExistAfter(error: unknown): boolean {
  if (!isMiosaError(error) || error instanceof MiosaConfigError) return false;
  return isProcessed(error) ? !(error instanceof WorkspaceNotFoundError) : !isRejection(error);
}

/** Whether the API has answered that it will not create it. */
function isRejection(error: unknown): error is MiosaApiError {
  return error instanceof MiosaApiError && error.status < 500;
}

/** Whether it has looked at the request to say so: not where the key is wrong, or has sent too many. */
function isProcessed(error: unknown): boolean {
  return isRejection(error) && !(error instanceof AuthenticationError || error instanceof RateLimitError);
}

/** A key that may not look may still create: a slug that is taken is refused then. */
async function findFirst<T>(steps: EnsureSteps<T>): Promise<WithResponse<T> | undefined> {
  try {
    return (await steps.find('before')).result;
  } catch (error) {
    if (error instanceof PermissionDeniedError && steps.wanted.slug !== undefined) return undefined;
    throw error;
  }
}

/** What the create ended with says more than why looking for its result failed. */
async function findAfter<T>(error: unknown, steps: EnsureSteps<T>): Promise<WithResponse<T> | undefined> {
  for (const delay of mayBeTaken(error) ? [0, ...lookAgainAfter] : [0]) {
    if (delay > 0) await sleep(delay, steps.signal);
    try {
      const { result, isClaimed } = await steps.find(saysTaken(error) ? 'taken' : 'after');
      if (result !== undefined || isClaimed) return result;
    } catch (failure) {
      // Looking ends with an abort, too, which must not be told as a refusal.
      steps.signal?.throwIfAborted();
      if (isRejection(failure)) return undefined;
    }
  }
  return undefined;
}

/** Whether the API has said that the slug is taken. A composite index may blame its first column. */
function saysTaken(error: unknown): boolean {
  if (error instanceof ConflictError) return true;
  return (
    isRejection(error) &&
    error.issues.some(({ field, message }) => field === 'tenant_id' || (field === 'slug' && !isMalformed(message)))
  );
}

/** A slug that is only malformed cannot be there: looking for it again would keep whoever mistyped it waiting. */
function isMalformed(message: string): boolean {
  return /invalid|blank|format|character|too (long|short)/i.test(message) && !/taken|already|exist/i.test(message);
}

/** Whether it may have been created: not where only other fields are said to be wrong. */
function mayBeTaken(error: unknown): boolean {
  if (!isRejection(error) || saysTaken(error)) return true;
  return (error.status === 400 || error.status === 422) && error.issues.length === 0;
}

/** An API that creates `lead-magnet-2` where `lead-magnet` is taken would make a new one at every call. */
function checkSlug<T>(
  { data, response, requestId }: WithResponse<T>,
  { wanted, identify, onDuplicate }: EnsureSteps<T>,
): void {
  const { id, slug } = identify(data);
  if (wanted.slug === undefined || slug === null || slug === wanted.slug) return;
  const [expected, actual] = [normalise(wanted.slug), normalise(slug)];
  if (isSameWithoutHyphens(actual, expected) || isBeginning(actual, expected)) return;
  onDuplicate();
  const message =
    `The API created ${id} with the slug "${slug}" instead of refusing "${wanted.slug}", which seems to be taken: ` +
    'one of the two has to go. From now on this client looks for what exists before it creates.';
  const issues = [{ field: 'slug', message: 'expected the slug that was sent' }];
  throw new MiosaResponseError(message, { status: response.status, requestId, issues, bodyExcerpt: '' });
}

function ensured<T>({ data: item, ...rest }: WithResponse<T>, created: boolean): WithResponse<Ensured<T>> {
  return { ...rest, data: { item, created } };
}
