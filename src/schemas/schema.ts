import type { StandardSchemaV1 } from '@standard-schema/spec';
import { isRecord, type JsonObject } from '../json.ts';
import { addUnknownFields } from './names.ts';

/** The result of validating a value: the public type, or issues with their paths. */
export type Result<T> = StandardSchemaV1.Result<T>;

/**
 * A schema that follows the Standard Schema specification and validates synchronously: takes what the API sends, gives
 * the public type.
 */
export interface Schema<T> extends StandardSchemaV1<unknown, T> {
  readonly '~standard': Omit<StandardSchemaV1.Props<unknown, T>, 'validate'> & {
    readonly validate: (value: unknown) => Result<T>;
  };
}

/** Marks the schemas of this package, whose messages never quote a value. */
export const vendor = 'miosa-client';

/** Makes a schema from a function. */
export function schema<T>(validate: (value: unknown) => Result<T>): Schema<T> {
  return { '~standard': { version: 1, vendor, validate } };
}

/** The result for a value of another kind. */
export function expected(kind: string, ...path: readonly PropertyKey[]): StandardSchemaV1.FailureResult {
  return { issues: [{ message: `expected ${kind}`, path }] };
}

/** An object with its names as they are, bare or in `data`: its fields belong to whoever set them. */
export const settingsObject: Schema<JsonObject> = schema((value): Result<JsonObject> => {
  // A setting may be called `data`, too: only an object that holds nothing else is taken for an envelope.
  const isEnvelope = isRecord(value) && isRecord(value['data']) && Object.keys(value).length === 1;
  const body = isEnvelope ? value['data'] : value;
  // An empty body has no fields.
  if (body === undefined || body === null) return { value: {} };
  // It came out of `JSON.parse`.
  return isRecord(body) ? { value: body as JsonObject } : expected('object');
});

/** The same for an object whose fields are not documented: its names become camelCase. */
export const openObject: Schema<JsonObject> = schema((value): Result<JsonObject> => {
  const result = settingsObject['~standard'].validate(value);
  if (result.issues !== undefined) return result;
  const renamed: JsonObject = {};
  addUnknownFields(renamed, result.value);
  return { value: renamed };
});
