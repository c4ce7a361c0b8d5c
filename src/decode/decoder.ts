import type * as z from 'zod/mini';
import { safeParse } from 'zod/mini';
import type { Issue } from '../errors/issue.ts';

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
  const result = safeParse(schema, value);
  return result.success ? { value: result.data } : { issues: result.error.issues.map(toIssue) };
}

function toIssue(issue: z.core.$ZodIssue): Issue {
  // Only our own custom checks lack `expected`; their message is the kind they expect.
  const expected = 'expected' in issue ? issue.expected : issue.message;
  return { field: issue.path.map(String).join('.'), message: `expected ${expected}` };
}
