import type { CamelCasedProperties, OmitIndexSignature } from 'type-fest';
import * as z from 'zod/mini';
import { isRecord } from '../errors/is-record.ts';
import type { Issue } from '../errors/issue.ts';
import type { JsonObject } from '../resources/json.ts';
import { camelCaseFields } from './camel-case.ts';

/** A value, or what was wrong with the JSON that should have been one. */
export type Decoded<T> = { readonly value: T } | Undecodable;

/** What was wrong with the JSON. */
export interface Undecodable {
  readonly issues: readonly Issue[];
  /** Said in the error's message instead of the issues, whose texts may quote values when they are not ours. */
  readonly description?: string;
}

/**
 * Turns parsed JSON into a value of the public types. Never throws.
 *
 * @param json - The parsed body.
 * @param parameters - The path parameters of the request, for answers that leave out what was asked for.
 */
export type Decoder<T> = (json: unknown, parameters: Readonly<Record<string, string>>) => Decoded<T>;

/** Checks a value against a schema. The texts of the issues are ours: zod's follow the host's locale and quote values. */
export function check<T>(schema: z.ZodMiniType<T>, value: unknown): Decoded<T> {
  const result = z.safeParse(schema, value);
  return result.success ? { value: result.data } : { issues: result.error.issues.map(toIssue) };
}

function toIssue(issue: z.core.$ZodIssue): Issue {
  // Only our own custom checks lack `expected`; their message is the kind they expect.
  const expected = 'expected' in issue ? issue.expected : issue.message;
  return { field: issue.path.map(String).join('.'), message: `expected ${expected}` };
}

/** A string that may be missing or null. */
export const nullableString: z.ZodMiniType<string | null> = z._default(z.nullable(z.string()), null);

/** A map whose content is the caller's own: only its kind is checked. Missing or null, it is empty. */
export const jsonMap: z.ZodMiniType<JsonObject> = z.pipe(
  z.transform((value: unknown) => value ?? {}),
  z.custom<JsonObject>(isRecord, 'object'),
);

/** A schema in wire names, turned into one whose output has TypeScript's names. Unknown fields stay. */
export function inCamelCase<Wire extends Record<string, unknown>>(
  schema: z.ZodMiniType<Wire>,
): z.ZodMiniType<CamelCasedProperties<OmitIndexSignature<Wire>>> {
  type CamelCased = CamelCasedProperties<OmitIndexSignature<Wire>>;
  // The type and the function follow the same rule for names, one for the compiler and one at run time.
  return z.pipe(
    schema,
    z.transform((wire: Wire) => camelCaseFields(wire) as CamelCased),
  );
}
