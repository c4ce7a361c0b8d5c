import type { IsEqual } from 'type-fest';
import * as z from 'zod/mini';
import { isRecord } from '../errors/is-record.ts';
import type { JsonObject } from '../resources/json.ts';
import type { Page } from '../resources/page.ts';
import type { Workspace } from '../resources/workspace.ts';
import { camelCaseFields } from './camel-case.ts';
import { check, type Decoder, inCamelCase, jsonMap, nullableString } from './decoder.ts';
import { unwrapObject } from './envelope.ts';
import { pageDecoder } from './page.ts';

const workspaceSchema = inCamelCase(
  z.looseObject({
    id: z.string(),
    tenant_id: nullableString,
    external_workspace_id: nullableString,
    name: z.string(),
    slug: nullableString,
    description: nullableString,
    metadata: jsonMap,
    settings: jsonMap,
    created_at: nullableString,
    updated_at: nullableString,
  }),
);
true satisfies IsEqual<z.output<typeof workspaceSchema>, Workspace>;

/** Decodes one workspace. */
export const decodeWorkspace: Decoder<Workspace> = (json) =>
  check(workspaceSchema, unwrapObject(json, 'workspace', 'id'));

/** Decodes a list of workspaces. */
export const decodeWorkspacePage: Decoder<Page<Workspace>> = pageDecoder(workspaceSchema, 'workspaces');

/** Decodes an object whose fields nobody documents; an empty body has none. Its names are turned into camelCase. */
export const decodeOpenObject: Decoder<JsonObject> = (json) => {
  const decoded = decodeSettings(json, {});
  // Renaming fields leaves JSON what it is.
  return 'value' in decoded ? { value: camelCaseFields(decoded.value) as JsonObject } : decoded;
};

/** Decodes settings, whose names belong to whoever set them. */
export const decodeSettings: Decoder<JsonObject> = (json) => {
  const body = isRecord(json) && isRecord(json['data']) ? json['data'] : json;
  return check(jsonMap, body);
};
