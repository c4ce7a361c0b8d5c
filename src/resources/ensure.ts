import { MiosaApiError, MiosaResponseError } from '../errors/errors.ts';
import type { WithResponse } from '../http/promise.ts';

/** What can be found by its slug. */
interface Item {
  readonly id: string;
  readonly slug: string | null;
}

/** How something is found or created. */
interface EnsureSteps<T> {
  /** What it is found by. */
  readonly slug: string;
  /** The caller's own id for it, where one was given. */
  readonly externalId: string | null | undefined;
  readonly create: () => Promise<WithResponse<T>>;
  /** All candidates. */
  readonly list: () => AsyncIterable<T>;
  readonly externalIdOf: (item: T) => string | null;
  /** Waits between two lookups. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** The wait before each lookup, in milliseconds: lists may lag behind writes. */
const lookupDelays = [0, 500, 1000, 2000];

/**
 * Creates something or, where the API rejects that, finds it by its slug. Slugs are unique, so of callers that race, one
 * creates it, and the others are rejected and find it.
 */
export async function ensure<T extends Item>(
  steps: EnsureSteps<T>,
): Promise<{ readonly item: T; readonly created: boolean }> {
  const { slug, externalId, create, list, externalIdOf, pause } = steps;
  let result: WithResponse<T>;
  try {
    result = await create();
  } catch (error) {
    if (!mayExist(error)) throw error;
    for (const delay of mayBeTaken(error) ? lookupDelays : [0]) {
      await pause(delay);
      for await (const item of list()) {
        if (item.slug !== slug) continue;
        const foundId = externalIdOf(item);
        // It belongs to somebody else.
        if (externalId && foundId && foundId !== externalId) throw error;
        return { item, created: false };
      }
    }
    throw error;
  }
  const { data: item } = result;
  if (item.slug !== null && item.slug !== slug) throw slugNotKept(slug, item.slug, result);
  return { item, created: true };
}

/** Whether it may exist although creating it failed: the API rejected it, or its response could not be read. */
function mayExist(error: unknown): boolean {
  if (error instanceof MiosaResponseError) return true;
  return (
    error instanceof MiosaApiError && [400, 409, 422].includes(error.status) && error.code !== 'WORKSPACE_REQUIRED'
  );
}

/** Whether the failure leaves open that the slug is taken. A composite index may blame its first column. */
function mayBeTaken(error: unknown): boolean {
  if (!(error instanceof MiosaApiError) || error.status === 409 || error.issues.length === 0) return true;
  return error.issues.some(({ field }) => ['slug', 'workspace_id', 'tenant_id'].includes(field));
}

/** An API that rewrites slugs, or numbers those that are taken, would create another one at every call. */
function slugNotKept(slug: string, returned: string, result: WithResponse<Item>): MiosaResponseError {
  const { data, response, requestId } = result;
  const message =
    `The API created ${data.id} with the slug "${returned}" instead of "${slug}". It cannot be found again by the slug ` +
    'that was sent: delete or rename it, and pass a slug that the API keeps, of a-z, 0-9 and hyphens.';
  const issues = [{ field: 'slug', message: `expected "${slug}", not "${returned}"` }];
  return new MiosaResponseError(message, { status: response.status, requestId, issues, bodyExcerpt: '' });
}
