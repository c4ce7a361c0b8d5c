import * as z from 'zod/mini';
import type { MakeDecode } from '../support/decode.ts';

const project = z.object({
  id: z.string(),
  tenant_id: z.string(),
  workspace_id: z.string(),
  external_workspace_id: z.nullish(z.string()),
  external_project_id: z.nullish(z.string()),
  name: z.string(),
  slug: z.string(),
  description: z.nullish(z.string()),
  metadata: z.record(z.string(), z.unknown()),
  settings: z.record(z.string(), z.unknown()),
  created_at: z.string(),
  updated_at: z.string(),
});

/** The page that a user of ky and zod/mini would describe. */
export const projectPage: z.ZodMiniType<unknown> = z.object({ data: z.array(project), total: z.number() });

export const makeDecode: MakeDecode = (text) => () => projectPage.parse(JSON.parse(text));
