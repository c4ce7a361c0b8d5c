import ky from 'ky';
import { projectPage } from '../decoders/zod-mini.ts';
import { apiKey, type Connect } from '../support/peer.ts';

export const connect: Connect = ({ baseUrl, fetch }) => {
  const headers = { authorization: `Bearer ${apiKey}` };
  const client = ky.create({ prefix: baseUrl, headers, ...(fetch && { fetch }) });
  return () => client.get('projects').json(projectPage);
};
