import { Vercel } from '@vercel/sdk';
import { HTTPClient } from '@vercel/sdk/lib/http.js';
import { apiKey, type Connect } from '../support/peer.ts';

/** Its own list of projects, which it checks and renames: it needs an answer of Vercel's, of about the same size. */
export const connect: Connect = ({ baseUrl, fetch }) => {
  const httpClient = fetch && new HTTPClient({ fetcher: fetch });
  const vercel = new Vercel({ bearerToken: apiKey, serverURL: baseUrl, ...(httpClient && { httpClient }) });
  return () => vercel.projects.getProjects({});
};
