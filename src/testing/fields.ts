import { isRecord, type JsonObject } from '../json.ts';
import { ApiFailure, validationFailed, type WireFields } from './responses.ts';
import type { RecordFields } from './store.ts';

/** Whether a value may stand in a field. */
export const fieldChecks: Readonly<Record<keyof RecordFields, (value: unknown) => boolean>> = {
  name: isNonEmptyString,
  slug: isSlug,
  description: isNullableString,
  external_workspace_id: isNullableString,
  external_project_id: isNullableString,
  metadata: isRecord,
  settings: isRecord,
};

/** What the fields of a body must be. */
export interface FieldRules {
  /** What the fields describe, for messages. */
  readonly subject: string;
  /** The fields that the endpoint reads. It ignores all others. */
  readonly names: readonly (keyof RecordFields)[];
  /** The slugs that the field `slug` must not have. */
  readonly takenSlugs: ReadonlySet<unknown>;
}

/**
 * Checks the fields of a body.
 *
 * @returns Those that were sent and are not ignored.
 * @throws {@link ApiFailure} `VALIDATION_FAILED`, with everything that is wrong at once.
 */
export function checkFields(fields: WireFields, { subject, names, takenSlugs }: FieldRules): RecordFields {
  const sent = names.map((name) => [name, fields[name]] as const).filter(([, value]) => value !== undefined);
  const errors: Record<string, string[]> = {};
  for (const [name, value] of sent) {
    const isBlank = value === '' || (name === 'name' && value === null);
    if (!fieldChecks[name](value)) errors[name] = [isBlank ? "can't be blank" : 'is invalid'];
    else if (name === 'slug' && takenSlugs.has(value)) errors[name] = ['has already been taken'];
  }
  if (Object.keys(errors).length > 0) throw validationFailed(subject, errors);
  // Each value has passed the check of its field.
  return Object.fromEntries(sent) as RecordFields;
}

/** The same for a new record, which needs a name. */
export function checkNewFields(fields: WireFields, rules: FieldRules): RecordFields & { readonly name: string } {
  // The empty name never stays: a name of `null` is rejected.
  return { name: '', ...checkFields({ name: null, ...fields }, rules) };
}

/**
 * The fields of a request's JSON body. An empty body has none.
 *
 * @throws {@link ApiFailure} `BAD_REQUEST` when it is not a JSON object.
 */
export function parseFields(text: string): JsonObject {
  const body = text === '' ? {} : parseJson(text);
  if (!isRecord(body)) throw new ApiFailure(400, 'BAD_REQUEST', 'the body must be a JSON object');
  // JSON.parse returns nothing but JSON.
  return body as JsonObject;
}

/** What a text holds; the text itself where it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * A URL-safe slug from any text: `Dr. Smith Clinic` becomes `dr-smith-clinic`.
 *
 * MIOSA's own rule is not documented; this one gives what the documented example shows.
 *
 * @param fallback - The result where the text has no letter or digit.
 * @param taken - The slugs that it must not be: it gets a number then.
 */
export function deriveSlug(text: string, fallback: string, taken: ReadonlySet<unknown>): string {
  const ascii = text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();
  const slug = ascii.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || fallback;
  let free = slug;
  for (let number = 2; taken.has(free); number++) free = `${slug}-${number}`;
  return free;
}

/** Whether a value is a slug that needs no encoding in a URL. */
export function isSlug(value: unknown): boolean {
  return typeof value === 'string' && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(value);
}

/** Whether a value is a string that is not blank. */
export function isNonEmptyString(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function isNullableString(value: unknown): boolean {
  return value === null || typeof value === 'string';
}
