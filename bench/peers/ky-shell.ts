import ky from 'ky';
import { apiKey, type Connect } from '../support/peer.ts';

/** As `miosa-client` calls it: only to carry a call to a `fetch` that has the rest. */
export const connect: Connect = ({ baseUrl, fetch = globalThis.fetch }) => {
  const url = `${baseUrl}/projects`;
  const init = { headers: { accept: 'application/json', authorization: `Bearer ${apiKey}` } };
  return async () => {
    const response = await ky(url, {
      method: 'GET',
      timeout: false,
      retry: 0,
      throwHttpErrors: false,
      fetch: () => fetch(url, init),
    });
    return JSON.parse(await response.text());
  };
};
