import { isRecord } from '../errors/is-record.ts';
import type { JsonObject } from '../resources/json.ts';
import type { Page } from '../resources/page.ts';
import type { Workspace } from '../resources/workspace.ts';
import type { Decoder } from './decoder.ts';
import { unwrapObject } from './envelope.ts';
import {
  addUnknownFields,
  type ObjectDecoder,
  objectDecoder,
  type Reading,
  readMap,
  readNullableString,
  readString,
} from './object-decoder.ts';
import { pageDecoder } from './page.ts';

const decodeFields: ObjectDecoder<Workspace> = objectDecoder(
  {
    id: 'string',
    tenant_id: 'string?',
    external_workspace_id: 'string?',
    name: 'string',
    slug: 'string?',
    description: 'string?',
    metadata: 'map?',
    settings: 'map?',
    created_at: 'string?',
    updated_at: 'string?',
  },
  (wire): Reading<Workspace> => ({
    id: readString(wire.id),
    tenantId: readNullableString(wire.tenant_id),
    externalWorkspaceId: readNullableString(wire.external_workspace_id),
    name: readString(wire.name),
    slug: readNullableString(wire.slug),
    description: readNullableString(wire.description),
    metadata: readMap(wire.metadata),
    settings: readMap(wire.settings),
    createdAt: readNullableString(wire.created_at),
    updatedAt: readNullableString(wire.updated_at),
  }),
);

/** Decodes one workspace. */
export const decodeWorkspace: Decoder<Workspace> = (json) => decodeFields(unwrapObject(json, 'workspace', 'id'));

/** Decodes a list of workspaces. */
export const decodeWorkspacePage: Decoder<Page<Workspace>> = pageDecoder(decodeFields, 'workspaces');

/** Decodes an object whose fields nobody documents; an empty body has none. Its names are turned into camelCase. */
export const decodeOpenObject: Decoder<JsonObject> = (json) => {
  const decoded = decodeSettings(json, {});
  if ('issues' in decoded) return decoded;
  const renamed: JsonObject = {};
  addUnknownFields(renamed, decoded.value, {});
  return { value: renamed };
};

/** Decodes settings, whose names belong to whoever set them. */
export const decodeSettings: Decoder<JsonObject> = (json) => {
  const body = isEnvelope(json) ? json.data : json;
  if (body === undefined || body === null) return { value: {} };
  // It came out of `JSON.parse`.
  return isRecord(body) ? { value: body as JsonObject } : { issues: [{ field: '', message: 'expected object' }] };
};

/** A setting may be called `data`, too: only an object that holds nothing else is taken for an envelope. */
function isEnvelope(json: unknown): json is { readonly data: Record<string, unknown> } {
  return isRecord(json) && isRecord(json['data']) && Object.keys(json).length === 1;
}
