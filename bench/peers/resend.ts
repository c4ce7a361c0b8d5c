import { Resend } from 'resend';
import { apiKey, type Connect } from '../support/peer.ts';

export const connect: Connect = ({ baseUrl, fetch }) => {
  // It always calls the global one.
  if (fetch !== undefined) globalThis.fetch = fetch;
  const resend = new Resend(apiKey, { baseUrl });
  return async () => (await resend.get('/projects')).data;
};
