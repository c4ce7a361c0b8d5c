import ky from 'ky';
import { apiKey, type Connect } from '../support/peer.ts';

/** With its defaults: a time-out of 10 s and two retries. */
export const connect: Connect = ({ baseUrl, fetch }) => {
  const headers = { authorization: `Bearer ${apiKey}` };
  const client = ky.create({ prefix: baseUrl, headers, ...(fetch && { fetch }) });
  return () => client.get('projects').json();
};
