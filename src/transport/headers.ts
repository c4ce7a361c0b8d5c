import { isBrowser } from '../config/environment.ts';
import type { HeaderOverrides } from '../config/options.ts';
import { MiosaConfigError } from '../errors/client-errors.ts';
import { version } from '../version.ts';

/**
 * Lays headers over each other; later ones win, and `null` takes a header away.
 *
 * @throws {MiosaConfigError} When a header cannot be sent. The platform's own message would show the value.
 */
export function mergeHeaders(...layers: readonly HeaderOverrides[]): Headers {
  const headers = new Headers();
  for (const [name, value] of layers.flatMap((layer) => Object.entries(layer))) {
    if (value === undefined) continue;
    try {
      if (value === null) headers.delete(name);
      else headers.set(name, value);
    } catch {
      throw new MiosaConfigError(`The header ${JSON.stringify(name)} has a name or value that HTTP does not allow.`);
    }
  }
  return headers;
}

/** What every request says about its sender. A browser's own `User-Agent` must stay: setting it breaks CORS in some. */
export function senderHeaders(tenant: string | undefined): HeaderOverrides {
  return {
    accept: 'application/json',
    'user-agent': isBrowser() ? undefined : `miosa-client/${version}`,
    'x-miosa-tenant': tenant,
  };
}
