import OpenAI from 'openai';
import { apiKey, type Connect } from '../support/peer.ts';

export const connect: Connect = ({ baseUrl, fetch }) => {
  const openai = new OpenAI({ apiKey, baseURL: baseUrl, ...(fetch && { fetch }) });
  return () => openai.get('/projects');
};
