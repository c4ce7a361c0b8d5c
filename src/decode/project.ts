import type { Page } from '../resources/page.ts';
import type { Project } from '../resources/project.ts';
import type { Decoder } from './decoder.ts';
import { unwrapObject } from './envelope.ts';
import { type ObjectDecoder, objectDecoder } from './object-decoder.ts';
import { pageDecoder } from './page.ts';

const decodeFields: ObjectDecoder<Project> = objectDecoder(
  {
    id: 'string',
    tenant_id: 'string',
    workspace_id: 'string',
    external_workspace_id: 'string?',
    external_project_id: 'string?',
    name: 'string',
    slug: 'string',
    description: 'string?',
    metadata: 'map?',
    settings: 'map?',
    created_at: 'string',
    updated_at: 'string',
  },
  (wire): Project => ({
    id: wire.id,
    tenantId: wire.tenant_id,
    workspaceId: wire.workspace_id,
    externalWorkspaceId: wire.external_workspace_id ?? null,
    externalProjectId: wire.external_project_id ?? null,
    name: wire.name,
    slug: wire.slug,
    description: wire.description ?? null,
    metadata: wire.metadata ?? {},
    settings: wire.settings ?? {},
    createdAt: wire.created_at,
    updatedAt: wire.updated_at,
  }),
);

/** Decodes one project. */
export const decodeProject: Decoder<Project> = (json) => decodeFields(unwrapObject(json, 'project', 'id'));

/** Decodes a list of projects. */
export const decodeProjectPage: Decoder<Page<Project>> = pageDecoder(decodeFields, 'projects');
