import type { ResourceKind } from '../records.ts';
import type { Handler } from './handler.ts';
import { resolveOwner, splitOwnership } from './ownership.ts';

/** `POST` to the collection of a resource: whose it is, and whatever else the caller sent. */
export function createResource(kind: ResourceKind): Handler {
  return ({ state, fields }) => {
    const { sent, others } = splitOwnership(fields);
    const { workspace, project } = resolveOwner(state, sent);
    workspace.resources[kind] += 1;
    return {
      status: 201,
      body: {
        ...others,
        id: crypto.randomUUID(),
        workspace_id: workspace.wire.id,
        project_id: project.wire.id,
        external_workspace_id: sent.external_workspace_id ?? project.wire.external_workspace_id,
        external_project_id: sent.external_project_id ?? project.wire.external_project_id,
        external_user_id: sent.external_user_id ?? null,
      },
    };
  };
}
