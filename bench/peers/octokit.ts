import { Octokit } from '@octokit/core';
import { apiKey, type Connect } from '../support/peer.ts';

export const connect: Connect = ({ baseUrl, fetch }) => {
  const octokit = new Octokit({ auth: apiKey, baseUrl, request: { fetch } });
  return async () => (await octokit.request('GET /projects')).data;
};
