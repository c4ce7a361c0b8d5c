import { createFetch } from 'ofetch';
import { apiKey, type Connect } from '../support/peer.ts';

export const connect: Connect = ({ baseUrl, fetch }) => {
  const headers = { authorization: `Bearer ${apiKey}` };
  const client = createFetch({ defaults: { baseURL: baseUrl, headers }, ...(fetch && { fetch }) });
  return () => client('/projects');
};
