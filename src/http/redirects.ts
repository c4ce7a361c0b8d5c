import { discard } from './body.ts';
import { isBrowser } from './environment.ts';
import type { Fetch } from './options.ts';

const maxRedirects = 5;

/** A request as it is handed to `fetch`. */
export interface OutgoingRequest extends RequestInit {
  readonly method: string;
  readonly headers: Record<string, string>;
}

/**
 * Sends a request and follows redirects that are safe to follow.
 *
 * Runtimes differ in which headers they carry to another origin, so none but `accept` goes there. A mutation goes to
 * no other origin at all, and follows only the redirects that keep its method and body. A redirect that is not
 * followed is returned as it is. Browsers hide redirects from scripts, and take the key away themselves.
 */
export async function fetchWithRedirects(fetch: Fetch, url: string, request: OutgoingRequest): Promise<Response> {
  if (isBrowser()) return fetch(url, request);
  let address = url;
  let headers = request.headers;
  for (let redirects = 0; ; redirects++) {
    const response = await fetch(address, { ...request, headers, redirect: 'manual' });
    const next = redirects < maxRedirects ? redirectTarget(response, address) : undefined;
    if (next === undefined) return response;

    const keepsMethod = response.status === 307 || response.status === 308;
    const keepsOrigin = next.origin === new URL(address).origin;
    if (request.method !== 'GET' && !(keepsMethod && keepsOrigin)) return response;
    discard(response.body);
    if (!keepsOrigin) headers = { accept: 'application/json' };
    address = next.href;
  }
}

function redirectTarget(response: Response, base: string): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(response.status)) return undefined;
  const location = response.headers.get('location');
  if (location === null) return undefined;
  try {
    const target = new URL(location, base);
    // Runtimes can open `data:` and `file:` addresses, too, and no API has reason to send there.
    return /^https?:$/.test(target.protocol) ? target : undefined;
  } catch {
    return undefined;
  }
}
