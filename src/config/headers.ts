import { MiosaConfigError } from '../errors/client-errors.ts';
import { isRecord } from '../errors/is-record.ts';
import type { HeaderOverrides } from './options.ts';

/** Headers by their name in lower case. `null` takes a default one away. */
export type CheckedHeaders = Readonly<Record<string, string | null>>;

/**
 * Checks headers that a user gave.
 *
 * @throws {MiosaConfigError} When one cannot be sent. The platform's own message would show the value.
 */
export function checkHeaders(headers: HeaderOverrides = {}): CheckedHeaders {
  if (!isRecord(headers)) throw new MiosaConfigError('headers must be an object of names and values.');
  const checked: Record<string, string | null> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || !(value === null || isHeaderValue(value))) {
      throw new MiosaConfigError(`headers: ${JSON.stringify(name)} has a name or value that HTTP does not allow.`);
    }
    checked[name.toLowerCase()] = value;
  }
  return checked;
}

/** Bytes without line breaks: what a header may hold. */
function isHeaderValue(value: unknown): boolean {
  return typeof value === 'string' && /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}
