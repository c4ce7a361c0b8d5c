import { MiosaClient } from 'miosa-client';
import { apiKey, type Connect } from '../support/peer.ts';

export const connect: Connect = ({ baseUrl, fetch }) => {
  const miosa = new MiosaClient({ apiKey, baseUrl, fetch });
  return () => miosa.projects.list();
};
