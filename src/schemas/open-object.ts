import { isRecord, type JsonObject } from '../json.ts';
import { addUnknownFields } from './resource.ts';
import { expected, type Result, type Schema, schema } from './schema.ts';

/** An object whose fields nobody documents, bare or in `data`; an empty body has none. Its names become camelCase. */
export const openObject: Schema<JsonObject> = schema((value): Result<JsonObject> => {
  const result = settingsObject['~standard'].validate(value);
  if (result.issues !== undefined) return result;
  const renamed: JsonObject = {};
  addUnknownFields(renamed, result.value);
  return { value: renamed };
});

/** The same, with its names as they are: they belong to whoever set them. */
export const settingsObject: Schema<JsonObject> = schema((value): Result<JsonObject> => {
  // A setting may be called `data`, too: only an object that holds nothing else is taken for an envelope.
  const isEnvelope = isRecord(value) && isRecord(value['data']) && Object.keys(value).length === 1;
  const body = isEnvelope ? value['data'] : value;
  if (body === undefined || body === null) return { value: {} };
  // It came out of `JSON.parse`.
  return isRecord(body) ? { value: body as JsonObject } : expected('object');
});
