import createClient from 'openapi-fetch';
import { apiKey, type Connect } from '../support/peer.ts';
import type { WireProjectList } from '../support/project.ts';

/** What openapi-typescript would generate. */
interface Paths {
  '/projects': { get: { responses: { 200: { content: { 'application/json': WireProjectList } } } } };
}

export const connect: Connect = ({ baseUrl, fetch }) => {
  const headers = { authorization: `Bearer ${apiKey}` };
  const client = createClient<Paths>({ baseUrl, headers, ...(fetch && { fetch }) });
  return async () => (await client.GET('/projects')).data;
};
