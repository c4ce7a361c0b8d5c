import { apiKey, type Connect } from '../support/peer.ts';

/** The floor: what nobody who speaks HTTP and JSON can avoid. */
export const connect: Connect = ({ baseUrl, fetch = globalThis.fetch }) => {
  const headers = { accept: 'application/json', authorization: `Bearer ${apiKey}` };
  return async () => {
    const response = await fetch(`${baseUrl}/projects`, { headers });
    return JSON.parse(await response.text());
  };
};
