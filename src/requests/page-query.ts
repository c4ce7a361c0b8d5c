import { MiosaConfigError } from '../errors/client-errors.ts';
import type { PageRequest } from '../resources/page.ts';
import { snakeCase, wireFields } from './wire-fields.ts';

/** The query parameters that choose a page. */
export const pageNames = ['page', 'pageSize'] as const;

/**
 * The query that asks for a page.
 *
 * @throws {MiosaConfigError} When the page or its size is no whole number from 1.
 */
export function pageQuery(page: PageRequest): Record<string, unknown> {
  return checkedPage(wireFields(page, pageNames, 'The page'));
}

/** Checks the page parameters of a query that has others, too. */
export function checkedPage(query: Record<string, unknown>): Record<string, unknown> {
  for (const name of pageNames) {
    const value = query[snakeCase(name)];
    if (value !== undefined && !(Number.isSafeInteger(value) && Number(value) >= 1)) {
      throw new MiosaConfigError(`${name} must be a whole number from 1.`);
    }
  }
  return query;
}
