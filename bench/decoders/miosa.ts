import { MiosaClient } from 'miosa-client';
import type { MakeDecode } from '../support/decode.ts';
import { apiKey } from '../support/peer.ts';
import { stubBaseUrl } from '../support/stub.ts';

/** From outside, decoding is a whole call. What the rest of the call costs is measured by one for an empty list. */
export const makeDecode: MakeDecode = (text) => {
  const response = new Response(null, { headers: { 'content-type': 'application/json' } });
  // Without a stream the text is asked for whole: it is handed over, not encoded and read in pieces.
  Object.defineProperty(response, 'text', { value: async () => text });
  const miosa = new MiosaClient({ apiKey, baseUrl: stubBaseUrl, fetch: async () => response });
  return () => miosa.projects.list();
};
