import { checkNames } from '../check-options.ts';
import { MiosaConfigError } from '../errors/errors.ts';
import type { PageRequest } from '../http/pagination.ts';
import { isPlainObject, isRecord } from '../json.ts';
import { snakeCase } from '../schemas/names.ts';

/** A map of the caller's own: any object but an array. Values of an `interface` type fit, too. */
export type JsonMap = Readonly<Record<string, unknown>> | (object & { readonly [Symbol.iterator]?: never });

/** The fields whose values are maps of the caller's own. */
const mapNames: readonly string[] = ['metadata', 'settings'];

/** Fields under their names on the wire. */
export type WireFields = Readonly<Record<string, unknown>>;

interface InputRules {
  /** What the input is, for messages. */
  readonly subject: string;
  /** Every field that the input may have, in camelCase. */
  readonly names: readonly string[];
  /** Whether `null` is sent. Elsewhere it counts as not given. */
  readonly keepsNull?: boolean;
}

/**
 * Renames the fields of an input for the wire. A field set to `undefined` is left out.
 *
 * @throws {@link MiosaConfigError} When the input is not an object, has a field that would silently be lost, or a map
 *   that JSON would not hold.
 */
export function wireFields(input: unknown, { subject, names, keepsNull }: InputRules): WireFields {
  checkNames(subject, 'field', input, names);
  const fields: Record<string, unknown> = {};
  for (const name of names) {
    const value = input[name];
    if (value === undefined || (value === null && !keepsNull)) continue;
    if (mapNames.includes(name)) checkMap(name, value);
    fields[snakeCase(name)] = value;
  }
  return fields;
}

/**
 * The fields of an update.
 *
 * @throws {@link MiosaConfigError} When it is not an object, has a field that would silently be lost, or changes
 *   nothing.
 */
export function changedFields(changes: unknown, names: readonly string[]): WireFields {
  const fields = wireFields(changes, { subject: 'The update', names, keepsNull: true });
  if (Object.keys(fields).length === 0) {
    throw new MiosaConfigError(`The update changes nothing: give at least one of ${names.join(', ')}.`);
  }
  return fields;
}

/**
 * Checks a map of the caller's own.
 *
 * @throws {@link MiosaConfigError} When it is an array, an instance of a class, or anything else but a plain object.
 */
export function checkMap(name: string, value: unknown): void {
  if (!isPlainObject(value)) throw new MiosaConfigError(`${name} must be a plain object, such as { plan: 'pro' }.`);
}

/**
 * The slug that something is found by.
 *
 * @throws {@link MiosaConfigError} When it is empty, or not a string.
 */
export function requireSlug(input: unknown, subject: string): string {
  const slug = isRecord(input) ? input['slug'] : undefined;
  if (typeof slug === 'string' && slug !== '') return slug;
  throw new MiosaConfigError(`slug must be a non-empty string: ensure looks for the ${subject} by its slug.`);
}

/** The query parameters that choose a page. */
export const pageNames = ['page', 'pageSize'] as const;

/**
 * The query of a list.
 *
 * @throws {@link MiosaConfigError} When the page or its size is not a whole number from 1.
 */
export function listQuery(filter: PageRequest, names: readonly string[] = pageNames): WireFields {
  const query = wireFields(filter, { subject: 'The filter', names, keepsNull: true });
  const { page, page_size: pageSize } = query;
  for (const [name, value] of Object.entries({ page, pageSize })) {
    if (value !== undefined && !(Number.isSafeInteger(value) && Number(value) >= 1)) {
      throw new MiosaConfigError(`${name} must be a whole number from 1.`);
    }
  }
  return query;
}
