/** Each client creates a project, in the way that somebody would write by hand with it. */
import ky from 'ky';
import { MiosaClient } from 'miosa-client';
import type { Connect } from './clients.ts';
import { apiKey, authorization } from './documents.ts';

const input = { workspace_slug: 'dr-smith-clinic', name: 'Lead Magnet', slug: 'lead-magnet' };

export const rawFetch: Connect = (baseUrl) => async () => {
  const idempotencyKey = { 'idempotency-key': crypto.randomUUID() };
  const headers = { authorization, 'content-type': 'application/json', ...idempotencyKey };
  const response = await fetch(`${baseUrl}/projects`, { method: 'POST', headers, body: JSON.stringify(input) });
  return JSON.parse(await response.text());
};

export const miosa: Connect = (baseUrl) => {
  const client = new MiosaClient({ apiKey, baseUrl });
  return () => client.projects.create({ workspaceSlug: input.workspace_slug, name: input.name, slug: input.slug });
};

/** A time-out of 10 s and two retries. */
export const kyWithDefaults: Connect = (baseUrl) => {
  const client = ky.create({ prefix: baseUrl, headers: { authorization } });
  return () => client.post('projects', { json: input, headers: { 'idempotency-key': crypto.randomUUID() } }).json();
};
