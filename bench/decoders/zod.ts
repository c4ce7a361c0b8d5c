import * as z from 'zod';
import type { MakeDecode } from '../support/decode.ts';

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
const projectPage = z.object({ data: z.array(project), total: z.number() });

export const makeDecode: MakeDecode = (text) => () => projectPage.parse(JSON.parse(text));
