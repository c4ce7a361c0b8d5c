import { isBrowser } from '../config/environment.ts';
import type { CheckedHeaders } from '../config/headers.ts';
import { version } from '../version.ts';

/** Headers that are ready to be sent, by their name in lower case. */
export type SentHeaders = Record<string, string>;

/** Lays headers over each other: later ones win, and `null` takes a header away. */
export function layHeaders(...layers: readonly Readonly<Record<string, string | null | undefined>>[]): SentHeaders {
  const headers: SentHeaders = {};
  for (const layer of layers) {
    for (const name in layer) {
      const value = layer[name];
      if (value === null) delete headers[name];
      else if (value !== undefined) headers[name] = value;
    }
  }
  return headers;
}

/** What every request says about its sender. A browser's own `User-Agent` must stay: setting it breaks CORS in some. */
export function senderHeaders(tenant: string | undefined): CheckedHeaders {
  return {
    accept: 'application/json',
    ...(!isBrowser() && { 'user-agent': `miosa-client/${version}` }),
    ...(tenant !== undefined && { 'x-miosa-tenant': tenant }),
  };
}
