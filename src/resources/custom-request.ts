import type { StandardSchemaV1 } from '@standard-schema/spec';
import { type Checks, checkOptions, unchecked } from '../check-options.ts';
import { MiosaConfigError } from '../errors/errors.ts';
import type { HttpMethod, RequestInput } from '../http/call.ts';
import { callChecks } from '../http/config.ts';
import type { RequestOptions } from '../http/options.ts';
import { schema } from '../schemas/schema.ts';

/** Options of `miosa.request`. */
export interface CustomRequestOptions extends RequestOptions {
  /** Query parameters, under their names on the wire. One that is `undefined` or `null` is left out. */
  readonly query?: Readonly<Record<string, string | number | boolean | null | undefined>> | undefined;
  /** The body, sent as JSON, with its names as they are. */
  readonly body?: unknown;
}

/** Options of `miosa.request` with a schema for the response. */
export interface SchemaRequestOptions<S extends StandardSchemaV1> extends CustomRequestOptions {
  /** Any Standard Schema: zod, valibot, arktype and others. */
  readonly schema: S;
}

const methods: readonly HttpMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const requestChecks: Checks<CustomRequestOptions & { schema: unknown }> = {
  ...callChecks,
  query: unchecked,
  body: unchecked,
  schema: (value) =>
    typeof Object(value)['~standard']?.validate === 'function'
      ? undefined
      : 'must be a Standard Schema, such as one of zod, valibot or arktype',
};
const anything = schema((value) => ({ value }));

/**
 * The call of `miosa.request`.
 *
 * @throws {@link MiosaConfigError} When it cannot be sent.
 */
export function customRequest(
  method: HttpMethod,
  path: string,
  given: CustomRequestOptions & { readonly schema?: StandardSchemaV1 | undefined },
): RequestInput<unknown> {
  checkOptions('A request', given, requestChecks);
  const { query, body, schema: responseSchema = anything, ...options } = given;
  // Plain JavaScript may pass anything.
  const upperCase = typeof method === 'string' ? method.toUpperCase() : method;
  const known = methods.find((each) => each === upperCase);
  if (known === undefined) throw new MiosaConfigError(`The method must be one of ${methods.join(', ')}.`);
  if (known === 'GET' && body !== undefined) {
    throw new MiosaConfigError('A GET request has no body: pass its parameters in query.');
  }
  const endpoint = { operation: 'request', method: known, route: '', schema: responseSchema };
  return { endpoint, options, path, query, body };
}
