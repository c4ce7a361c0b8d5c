import { isRecord } from '../../json.ts';
import type { EmulatorConfig } from '../options.ts';
import { type Reply, validationFailed, type WireFields } from '../replies.ts';
import { acceptSlug } from '../slug.ts';
import type { Store } from '../store.ts';

/** An endpoint of the emulator. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`, with `{id}` in place of a UUID. */
  readonly path: string;
  readonly handler: Handler;
}

/** Replies to the requests of one endpoint. It throws an `ApiFailure` to respond with an error. */
export type Handler = (context: Context) => Reply;

/** One request, as far as a handler needs to know it. */
export interface Context {
  readonly store: Store;
  readonly config: EmulatorConfig;
  /** The UUID in the path, or `''` where the path has none. */
  readonly id: string;
  readonly query: URLSearchParams;
  /** The fields of the JSON body. */
  readonly fields: WireFields;
  /** A record as responses show it. */
  readonly show: (record: object) => WireFields;
  /** The body of a list of records. */
  readonly list: (records: readonly object[]) => WireFields;
}

/** What the fields of a body must be. */
export interface FieldRules {
  /** What the fields describe, for messages. */
  readonly subject: string;
  /** The fields that must be there. */
  readonly required?: readonly string[];
  /** The fields that the endpoint ignores. */
  readonly ignored: readonly string[];
  /** The slugs that the field `slug` must not have. */
  readonly takenSlugs: ReadonlySet<string>;
}

/**
 * Checks the fields of a body.
 *
 * @returns Those that were sent and are not ignored.
 * @throws {ApiFailure} `VALIDATION_FAILED`, with everything that is wrong at once.
 */
export function checkFields(
  { fields, config }: Pick<Context, 'fields' | 'config'>,
  { subject, required = [], ignored, takenSlugs }: FieldRules,
): WireFields {
  const errors: Record<string, string[]> = {};
  const checked: Record<string, unknown> = {};
  for (const name of required) if (fields[name] == null) errors[name] = ["can't be blank"];
  for (const [name, value] of Object.entries(fields)) {
    if (ignored.includes(name) || Object.hasOwn(errors, name)) continue;
    if (name === 'slug') {
      const result = acceptSlug(value, takenSlugs, config);
      if ('slug' in result) checked[name] = result.slug;
      else errors[name] = [result.message];
    } else if (validators.get(name)?.(value) ?? true) checked[name] = value;
    else errors[name] = [value === '' ? "can't be blank" : 'is invalid'];
  }
  if (Object.keys(errors).length > 0) throw validationFailed(subject, errors);
  return checked;
}

/** Other fields are left to the schema of the resource. */
const validators: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ['name', isNonEmptyString],
  ['description', isNullableString],
  ['external_workspace_id', isNullableString],
  ['external_project_id', isNullableString],
  ['metadata', isRecord],
  ['settings', isRecord],
]);

/** Whether a value is a string that is not blank. */
export function isNonEmptyString(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function isNullableString(value: unknown): boolean {
  return value === null || typeof value === 'string';
}
