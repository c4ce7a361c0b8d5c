import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { RequestOptions } from '../config/options.ts';
import { MiosaConfigError } from '../errors/client-errors.ts';
import type { Endpoint, HttpMethod } from './endpoint.ts';
import { checkPath } from './path.ts';

/** Options of `miosa.request`. */
export interface CustomRequestOptions extends RequestOptions {
  /** Query parameters, under their names on the wire. One that is `undefined` is left out. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  /** The body, sent as JSON, with its names as they are. */
  readonly body?: unknown;
}

/** Options of `miosa.request` with a schema for the answer. */
export interface SchemaRequestOptions<Schema extends StandardSchemaV1> extends CustomRequestOptions {
  /** Any Standard Schema: zod, valibot, arktype and others. */
  readonly schema: Schema;
}

const methods: readonly HttpMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * The endpoint of a request that the caller wrote.
 *
 * @throws {MiosaConfigError} When the method is unknown, the path may leave `baseUrl`, or a GET has a body.
 */
export function customEndpoint(
  method: HttpMethod,
  path: string,
  { body, schema }: CustomRequestOptions & { readonly schema?: StandardSchemaV1 | undefined },
): Endpoint<unknown> {
  const known = methods.find((candidate) => candidate === String(method).toUpperCase());
  if (known === undefined) throw new MiosaConfigError(`The method must be one of ${methods.join(', ')}.`);
  if (known === 'GET' && body !== undefined) {
    throw new MiosaConfigError('A GET request has no body: pass its parameters in query.');
  }
  if (schema !== undefined && typeof schema?.['~standard']?.validate !== 'function') {
    throw new MiosaConfigError('schema must be a Standard Schema, such as one of zod, valibot or arktype.');
  }
  const decode = schema ? schemaDecoder(schema) : (json: unknown) => ({ value: json });
  return { method: known, path: checkPath(path), decode, mayBeEmpty: true };
}

function schemaDecoder(schema: StandardSchemaV1): NonNullable<Endpoint<unknown>['decode']> {
  return async (json) => {
    const result = await validate(schema, json);
    if (!result.issues) return { value: result.value };
    const issues = result.issues.map(({ path = [], message }) => ({
      field: path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.'),
      message,
    }));
    return {
      issues,
      description: `it does not match the schema at ${issues.map(({ field }) => field || 'the top').join(', ')}`,
    };
  };
}

/** A schema that throws must not hide that the request itself succeeded. */
async function validate(schema: StandardSchemaV1, json: unknown): Promise<StandardSchemaV1.Result<unknown>> {
  try {
    return await schema['~standard'].validate(json);
  } catch {
    return { issues: [{ message: 'the schema threw an error' }] };
  }
}
