import { MiosaConfigError } from '../errors/errors.ts';
import { isPlainObject } from '../json.ts';

/** Headers by their name in lower case. `null` removes a default one. */
export type CheckedHeaders = Readonly<Record<string, string | null>>;

/**
 * Checks headers that a user gave.
 *
 * @throws {@link MiosaConfigError} When one cannot be sent. The platform's own message would show the value.
 */
export function checkHeaders(headers: unknown): CheckedHeaders {
  if (!isPlainObject(headers)) {
    throw new MiosaConfigError('headers must be a plain object of names and values: Object.fromEntries makes one.');
  }
  const checked: Record<string, string | null> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || !(value === null || isHeaderValue(value))) {
      throw new MiosaConfigError(`headers: ${JSON.stringify(name)} has a name or value that HTTP does not allow.`);
    }
    // As `fetch` sends it: a key with a space behind it would not be recognised in a response.
    checked[name.toLowerCase()] = value?.trim() ?? null;
  }
  return checked;
}

/** Visible ASCII only: anything else is refused by `fetch`, in an error that shows the value. */
export function isHeaderToken(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value);
}

/** Bytes without line breaks: what a header may hold. */
function isHeaderValue(value: unknown): value is string {
  return typeof value === 'string' && /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}
