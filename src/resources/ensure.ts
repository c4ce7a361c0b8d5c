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
import { isOutcomeUnknown } from '../http/retry-policy.ts';
import type { Identity, Moment, Search, Wanted } from './search.ts';
import { hasSameLetters, isShortened } from './slugs.ts';

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

/** Whether it may be there although creating it failed: somebody else's, or this caller's own. */
function mayExistAfter(error: unknown): boolean {
  if (!isMiosaError(error) || error instanceof MiosaConfigError) return false;
  if (isRejection(error)) return isProcessed(error) && !(error instanceof WorkspaceNotFoundError);
  return true;
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
      // What the API has answered it would answer again.
      if (!isOutcomeUnknown(failure)) return undefined;
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
  if (hasSameLetters(slug, wanted.slug) || isShortened(slug, wanted.slug)) return;
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
