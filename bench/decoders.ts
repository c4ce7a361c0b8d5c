/** As in `clients.ts`, a program is compiled with one of the decoders alone. */
import { MiosaClient } from 'miosa-client';
import * as z from 'zod';
import * as mini from 'zod/mini';
import { apiKey, stubBaseUrl, type WireProjectPage } from './documents.ts';

/** Prepares for a text, and returns what decodes it. */
export type MakeDecode = (text: string) => () => unknown;

/** What no client of a JSON API can avoid. */
export const parse: MakeDecode = (text) => () => JSON.parse(text);

/** From outside, decoding is a whole call. What the rest of the call costs is measured by one for an empty list. */
export const miosa: MakeDecode = (text) => {
  const response = new Response(null, { headers: { 'content-type': 'application/json' } });
  // Without a stream, the body is read by `text()`: the string is returned, not encoded and read in pieces.
  Object.defineProperty(response, 'text', { value: async () => text });
  const client = new MiosaClient({ apiKey, baseUrl: stubBaseUrl, fetch: async () => response });
  return () => client.projects.list();
};

/** Nothing is checked and nothing unknown is kept: what camelCase names cost anybody. */
export const rename: MakeDecode = (text) => () => {
  // Not checked: that is the point of this candidate.
  const { data, total } = JSON.parse(text) as WireProjectPage;
  return {
    total,
    data: data.map((wire) => ({
      id: wire.id,
      tenantId: wire.tenant_id,
      workspaceId: wire.workspace_id,
      externalWorkspaceId: wire.external_workspace_id,
      externalProjectId: wire.external_project_id,
      name: wire.name,
      slug: wire.slug,
      description: wire.description,
      metadata: wire.metadata,
      settings: wire.settings,
      createdAt: wire.created_at,
      updatedAt: wire.updated_at,
    })),
  };
};

export const zodMini: MakeDecode = (text) => {
  const schema = miniPageSchema();
  return () => schema.parse(JSON.parse(text));
};

export const zod: MakeDecode = (text) => {
  const schema = pageSchema();
  return () => schema.parse(JSON.parse(text));
};

/** The page that a user of zod/mini would describe. */
export function miniPageSchema(): mini.ZodMiniType<unknown> {
  const project = mini.object({
    id: mini.string(),
    tenant_id: mini.string(),
    workspace_id: mini.string(),
    external_workspace_id: mini.nullish(mini.string()),
    external_project_id: mini.nullish(mini.string()),
    name: mini.string(),
    slug: mini.string(),
    description: mini.nullish(mini.string()),
    metadata: mini.record(mini.string(), mini.unknown()),
    settings: mini.record(mini.string(), mini.unknown()),
    created_at: mini.string(),
    updated_at: mini.string(),
  });
  return mini.object({ data: mini.array(project), total: mini.number() });
}

/** The same for a user of zod. */
function pageSchema(): z.ZodType {
  const project = z.object({
    id: z.string(),
    tenant_id: z.string(),
    workspace_id: z.string(),
    external_workspace_id: z.string().nullish(),
    external_project_id: z.string().nullish(),
    name: z.string(),
    slug: z.string(),
    description: z.string().nullish(),
    metadata: z.record(z.string(), z.unknown()),
    settings: z.record(z.string(), z.unknown()),
    created_at: z.string(),
    updated_at: z.string(),
  });
  return z.object({ data: z.array(project), total: z.number() });
}
