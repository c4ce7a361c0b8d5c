import type { MakeDecode } from '../support/decode.ts';
import type { WireProjectList } from '../support/project.ts';

/** Nothing is checked and nothing unknown is kept: what camelCase names cost anybody. */
export const makeDecode: MakeDecode = (text) => () => {
  const { data, total } = JSON.parse(text) as WireProjectList;
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
