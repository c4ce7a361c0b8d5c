import type { Page } from '../resources/page.ts';
import type { Project } from '../resources/project.ts';
import type { Decoder } from './decoder.ts';
import { unwrapObject } from './envelope.ts';
import {
  type ObjectDecoder,
  objectDecoder,
  type Reading,
  readMap,
  readNullableString,
  readString,
} from './object-decoder.ts';
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
  (wire): Reading<Project> => ({
    id: readString(wire.id),
    tenantId: readString(wire.tenant_id),
    workspaceId: readString(wire.workspace_id),
    externalWorkspaceId: readNullableString(wire.external_workspace_id),
    externalProjectId: readNullableString(wire.external_project_id),
    name: readString(wire.name),
    slug: readString(wire.slug),
    description: readNullableString(wire.description),
    metadata: readMap(wire.metadata),
    settings: readMap(wire.settings),
    createdAt: readString(wire.created_at),
    updatedAt: readString(wire.updated_at),
  }),
);

/** Decodes one project. */
export const decodeProject: Decoder<Project> = (json) => decodeFields(unwrapObject(json, 'project', 'id'));

/** Decodes a list of projects. */
export const decodeProjectPage: Decoder<Page<Project>> = pageDecoder(decodeFields, 'projects');
