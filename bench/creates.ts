/** Each client creates a project, in the way that somebody would write by hand with it. */
import ky from 'ky';
import { MiosaClient } from 'miosa-client';
import type { Connect } from './clients.ts';
import { apiKey, projectStub } from './documents.ts';

const input = { workspace_slug: 'dr-smith-clinic', name: 'Lead Magnet', slug: 'lead-magnet' };

export const rawFetch: Connect = ({ baseUrl }) => {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  return async () => {
    const idempotencyKey = { 'idempotency-key': crypto.randomUUID() };
    const init = { method: 'POST', headers: { ...headers, ...idempotencyKey }, body: JSON.stringify(input) };
    return JSON.parse(await (await projectStub(`${baseUrl}/projects`, init)).text());
  };
};

export const miosa: Connect = ({ baseUrl }) => {
  const client = new MiosaClient({ apiKey, baseUrl, fetch: projectStub });
  return () => client.projects.create({ workspaceSlug: input.workspace_slug, name: input.name, slug: input.slug });
};

/** A time-out of 10 s and two retries. */
export const kyWithDefaults: Connect = ({ baseUrl }) => {
  const client = ky.create({ prefix: baseUrl, headers: { authorization: `Bearer ${apiKey}` }, fetch: projectStub });
  return () => client.post('projects', { json: input, headers: { 'idempotency-key': crypto.randomUUID() } }).json();
};
