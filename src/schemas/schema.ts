import type { StandardSchemaV1 } from '@standard-schema/spec';

/** What came of validating a value: the public type, or what was wrong where. */
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

/** Makes a schema of a function. */
export function schema<T>(validate: (value: unknown) => Result<T>): Schema<T> {
  return { '~standard': { version: 1, vendor, validate } };
}

/** The result for a value of another kind. */
export function expected(kind: string, ...path: readonly PropertyKey[]): StandardSchemaV1.FailureResult {
  return { issues: [{ message: `expected ${kind}`, path }] };
}
