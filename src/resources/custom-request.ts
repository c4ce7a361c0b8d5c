import type { StandardSchemaV1 } from '@standard-schema/spec';
import { MiosaConfigError } from '../errors/client-errors.ts';
import type { HttpClient } from '../http/client.ts';
import type { Endpoint, HttpMethod, RequestInput } from '../http/endpoint.ts';
import type { MiosaPromise } from '../http/miosa-promise.ts';
import type { RequestOptions } from '../http/options.ts';
import { routeOf } from '../http/url.ts';
import { schema } from '../schemas/schema.ts';

/** Options of `miosa.request`. */
export interface CustomRequestOptions extends RequestOptions {
  /** Query parameters, under their names on the wire. One that is `undefined` or `null` is left out. */
  readonly query?: Readonly<Record<string, string | number | boolean | null | undefined>> | undefined;
  /** The body, sent as JSON, with its names as they are. */
  readonly body?: unknown;
}

/** Options of `miosa.request` with a schema for the response. */
export interface SchemaRequestOptions<Schema extends StandardSchemaV1> extends CustomRequestOptions {
  /** Any Standard Schema: zod, valibot, arktype and others. */
  readonly schema: Schema;
}

const methods: readonly HttpMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const anything = schema((value) => ({ value }));

/** Sends a request that the caller wrote. */
export function customRequest(
  http: HttpClient,
  method: HttpMethod,
  path: string,
  options: CustomRequestOptions & { readonly schema?: StandardSchemaV1 | undefined },
): MiosaPromise<unknown> {
  // Plain JavaScript may pass anything, and not everything can be turned into a string.
  const [pathname = ''] = typeof path === 'string' ? path.split('?') : [];
  const endpoint: Endpoint<unknown> = {
    operation: 'request',
    method: typeof method === 'string' ? (method.toUpperCase() as HttpMethod) : method,
    route: routeOf(pathname.replace(/^\/?/, '/')),
    schema: anything,
    mayBeEmpty: true,
  };
  const input = (): RequestInput<unknown> => {
    // `null` is rejected with the options that every call has.
    const { query, body, schema } = options ?? {};
    if (!methods.includes(endpoint.method)) {
      throw new MiosaConfigError(`The method must be one of ${methods.join(', ')}.`);
    }
    if (endpoint.method === 'GET' && body !== undefined) {
      throw new MiosaConfigError('A GET request has no body: pass its parameters in query.');
    }
    if (schema !== undefined && typeof schema?.['~standard']?.validate !== 'function') {
      throw new MiosaConfigError('schema must be a Standard Schema, such as one of zod, valibot or arktype.');
    }
    return { path, query, body, schema };
  };
  return http.request(endpoint, input, options);
}
