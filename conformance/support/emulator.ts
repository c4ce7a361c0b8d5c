import { createMiosaEmulator, type MiosaEmulator } from 'miosa-client/testing';
import { Api, type ApiOptions } from './api.ts';
import { Lab } from './lab.ts';
import type { Context } from './types.ts';

/** The key that a server of one's own accepts. */
export const apiKey = 'msk_test_conformance';

/** A key that it accepts, for a rate limit of its own. */
export const limitedKey = 'msk_test_limited';

/** A key of another organization there. */
export const foreignKey = 'msk_test_foreign';

/** A project of that organization. */
export const foreignProject = '660e8400-e29b-41d4-a716-446655440001';

const foreignWorkspace = '550e8400-e29b-41d4-a716-446655440000';

/** An emulator for the suite: an emulator is one organization, so another one holds what must not be found. */
export function openEmulator(): Pick<MiosaEmulator, 'handle'> {
  const own = createMiosaEmulator({
    apiKeys: [apiKey, limitedKey],
    rateLimit: { requests: 30, windowMs: 60_000, endpoint: 'GET /tenant/preview-domain' },
  });
  const foreign = createMiosaEmulator({
    apiKeys: [foreignKey],
    workspaces: [{ id: foreignWorkspace, name: 'Foreign' }],
    projects: [{ id: foreignProject, workspaceId: foreignWorkspace, name: 'Foreign' }],
  });
  return {
    handle: (request) =>
      (request.headers.get('authorization') === `Bearer ${foreignKey}` ? foreign : own).handle(request),
  };
}

/** What the suite needs to run against a server on which it may do anything, with the keys and ids above. */
export function ownContext(server: Partial<Pick<ApiOptions, 'baseUrl' | 'fetch' | 'signal'>>): Context {
  const { baseUrl = 'https://api.miosa.ai/api/v1', fetch = globalThis.fetch } = server;
  const { signal = new AbortController().signal } = server;
  const api = new Api({ baseUrl, fetch, apiKey, signal });
  return { api, lab: new Lab(api, false), isOwn: true, foreignProject };
}

/** The same for an emulator in memory. */
export function emulatorContext({ handle }: Pick<MiosaEmulator, 'handle'> = openEmulator()): Context {
  return ownContext({ fetch: (url, init) => handle(new Request(url, init)) });
}
