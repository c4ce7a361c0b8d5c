import { pageFor } from './documents.ts';

/** A `fetch` without a network: a new `Response` each time, as every real one is. */
export function stubFor(peer: string): typeof globalThis.fetch {
  const page = pageFor(peer);
  const headers = { 'content-type': 'application/json' };
  return async () => new Response(page, { headers });
}

export const stubBaseUrl = 'https://api.example.com';
