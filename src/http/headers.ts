import { MiosaConfigError } from '../errors/client-errors.ts';
import { isRecord } from '../json.ts';
import type { HeaderOverrides } from './options.ts';

/** Headers by their name in lower case. `null` removes a default one. */
export type CheckedHeaders = Readonly<Record<string, string | null>>;

/**
 * Checks headers that a user gave.
 *
 * @throws {MiosaConfigError} When one cannot be sent. The platform's own message would show the value.
 */
export function checkHeaders(headers: HeaderOverrides): CheckedHeaders {
  if (!isRecord(headers) || typeof headers['entries'] === 'function') {
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

/** Later headers win over earlier ones, and `null` removes a header. */
export function mergeHeaders(...layers: readonly (CheckedHeaders | undefined)[]): Record<string, string> {
  const headers: Record<string, string | null> = Object.assign({}, ...layers);
  for (const name in headers) if (headers[name] === null) delete headers[name];
  // Those that were null are gone.
  return headers as Record<string, string>;
}

/** What stands behind the scheme of an `Authorization` header that the user wrote. */
export function credentialsIn({ authorization }: CheckedHeaders): string | undefined {
  return authorization?.replace(/^\S+\s+/, '');
}

/** Visible ASCII only: anything else is refused by `fetch`, in an error that shows the value. */
export function isHeaderToken(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value);
}

/** Bytes without line breaks: what a header may hold. */
function isHeaderValue(value: unknown): boolean {
  return typeof value === 'string' && /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}
