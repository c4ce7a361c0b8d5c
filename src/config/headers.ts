import { MiosaConfigError } from '../errors/client-errors.ts';
import { isRecord } from '../errors/is-record.ts';
import { version } from '../version.ts';
import { isBrowser } from './environment.ts';
import type { HeaderOverrides } from './options.ts';

/** Headers by their name in lower case. `null` takes a default one away. */
export type CheckedHeaders = Readonly<Record<string, string | null>>;

/**
 * Checks headers that a user gave.
 *
 * @throws {MiosaConfigError} When one cannot be sent. The platform's own message would show the value.
 */
export function checkHeaders(headers: HeaderOverrides = {}): CheckedHeaders {
  if (!isRecord(headers) || typeof headers['entries'] === 'function') {
    throw new MiosaConfigError('headers must be a plain object of names and values: Object.fromEntries makes one.');
  }
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

/** What every request says about its sender. A browser's own `User-Agent` must stay: setting it breaks CORS in some. */
export function senderHeaders(tenant: string | undefined): CheckedHeaders {
  return {
    accept: 'application/json',
    ...(!isBrowser() && { 'user-agent': `miosa-client/${version}` }),
    ...(tenant !== undefined && { 'x-miosa-tenant': tenant }),
  };
}
