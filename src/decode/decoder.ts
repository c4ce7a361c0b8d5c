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

/**
 * Asks a schema what is wrong with a value. The texts of the issues are ours: zod's follow the host's locale and quote
 * values.
 */
export function findIssues(schema: z.ZodMiniType, value: unknown): readonly Issue[] {
  return safeParse(schema, value).error?.issues.map(toIssue) ?? [];
}

function toIssue(issue: z.core.$ZodIssue): Issue {
  // Our schemas raise nothing but wrong kinds; the rest of zod's issues have no `expected`.
  const expected = 'expected' in issue ? issue.expected : issue.code;
  return { field: issue.path.map(String).join('.'), message: `expected ${expected}` };
}
