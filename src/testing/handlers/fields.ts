import { isRecord } from '../../errors/is-record.ts';
import type { JsonObject } from '../../resources/json.ts';
import { validationFailed } from '../replies.ts';
import { isSlug } from '../slug.ts';

/** Tells whether a value is of one kind. */
type Kind<Value> = (value: unknown) => value is Value;

/** The kind of each field. */
export type FieldKinds<Fields> = { readonly [Name in keyof Fields]: Kind<Fields[Name]> };

/** What the fields of a body must be. */
export interface FieldRules<Fields> {
  /** What the fields describe, for messages. */
  readonly subject: string;
  /** Every field that is read. Others are ignored. */
  readonly kinds: FieldKinds<Fields>;
  /** The fields that must be there. */
  readonly required: readonly (keyof Fields & string)[];
  /** The slugs that the field `slug` must not have. */
  readonly takenSlugs: ReadonlySet<string>;
}

/**
 * Checks the fields of a body.
 *
 * @returns Those that were sent.
 * @throws {ApiFailure} `VALIDATION_FAILED`, with everything that is wrong at once.
 */
export function checkedFields<Fields>(
  sent: Readonly<Record<string, unknown>>,
  { subject, kinds, required, takenSlugs }: FieldRules<Fields>,
): Partial<Fields> {
  const errors: Record<string, string[]> = {};
  const checked: Record<string, unknown> = {};
  for (const [name, isValid] of Object.entries<(value: unknown) => boolean>(kinds)) {
    const value = sent[name];
    const isRequired = required.some((field) => field === name);
    if (value === undefined && !isRequired) continue;
    if (isRequired && value == null) errors[name] = ["can't be blank"];
    else if (!isValid(value)) errors[name] = [value === '' ? "can't be blank" : 'is invalid'];
    else if (name === 'slug' && takenSlugs.has(String(value))) errors[name] = ['has already been taken'];
    else checked[name] = value;
  }
  if (Object.keys(errors).length > 0) throw validationFailed(subject, errors);
  // Each value was checked by the guard of its own name.
  return checked as Partial<Fields>;
}

/** The kinds of value that fields hold. */
export const kind: FieldKinds<{ slug: string; filled: string; nullableString: string | null; map: JsonObject }> = {
  slug: isSlug,
  filled: (value): value is string => typeof value === 'string' && value.trim() !== '',
  nullableString: (value) => value === null || typeof value === 'string',
  // It came out of `JSON.parse`.
  map: (value): value is JsonObject => isRecord(value),
};
