import type { StandardSchemaV1 } from '@standard-schema/spec';
import { MiosaConfigError } from '../errors/errors.ts';
import { isPlainObject } from '../json.ts';
import { randomUuid } from '../uuid.ts';
import { type ClientConfig, checkCallOptions, type Target } from './config.ts';
import { type CheckedHeaders, checkHeaders } from './headers.ts';
import type { RequestOptions } from './options.ts';
import { checkPath, fillRoute, routeOf, withQuery } from './url.ts';

/** The HTTP methods of the API. */
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** An endpoint, as data. */
export interface Endpoint<T> {
  /** The method of the client that calls it, such as `projects.create`. */
  readonly operation: string;
  readonly method: HttpMethod;
  /** Relative to `baseUrl`, with parameters in braces: `/projects/{id}`. */
  readonly route: string;
  /** What its response holds; `undefined` where only success counts, whatever the body is. */
  readonly schema: StandardSchemaV1<unknown, T> | undefined;
}

/** The endpoints of a resource, by the method that calls them. */
export type Endpoints = Readonly<Record<string, Endpoint<unknown>>>;

/** The input of an endpoint. */
export interface RequestInput<T> {
  readonly endpoint: Endpoint<T>;
  readonly options: SharedOptions | undefined;
  /** What stands for `{id}` in the route. */
  readonly id?: unknown;
  /** A path that the caller wrote whole, instead of the route. */
  readonly path?: string;
  /** Query parameters. One that is `undefined` is left out. */
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  /** The body, to be sent as JSON. */
  readonly body?: unknown;
}

/** The operation that a request is part of. Internal; a symbol cannot collide with a user's option. */
const partOf: unique symbol = Symbol('partOf');

/** The options of several requests that are one operation: they have its name in events, and one end. */
export interface SharedOptions extends RequestOptions {
  readonly [partOf]?: { readonly name: string; readonly endsAt: number | undefined };
}

/** What was asked for: one call, checked and ready to be attempted any number of times. It never changes. */
export interface Call<T> {
  readonly operation: string;
  readonly method: HttpMethod;
  readonly route: string;
  /** Relative to `baseUrl`, without its query: for messages and hooks. */
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>> | undefined;
  readonly url: string;
  /** All headers but the one that holds the key. */
  readonly headers: Readonly<Record<string, string>>;
  /** `null` for no `Authorization` header, or where the caller's own stands in the headers. */
  readonly apiKey: Target['apiKey'];
  /** The JSON text of the body. */
  readonly body: string | undefined;
  /** Whether the API processes it once, however often it arrives. */
  readonly isIdempotent: boolean;
  readonly schema: StandardSchemaV1<unknown, T> | undefined;
  readonly timeout: number;
  readonly totalTimeout: number | false;
  /** When the operation ends that it belongs to. */
  readonly endsAt: number | undefined;
  readonly maxRetries: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Makes a call of an endpoint. Everything that the caller gave is read here.
 *
 * @throws {@link MiosaConfigError} When a part of it cannot be sent.
 */
export function prepareCall<T>(input: RequestInput<T>, config: ClientConfig): Call<T> {
  const { endpoint, options = {} } = input;
  checkCallOptions(options);
  const { method, route, schema } = endpoint;
  const body = serialize(input.body);
  const target = config.target();
  // Plain JavaScript may give `undefined` as the path.
  const path = 'path' in input ? checkPath(input.path, target.baseUrl) : fillRoute(route, input.id);
  const isMutation = method !== 'GET';
  const { tenant, idempotencyKey } = options;
  const callHeaders = options.headers === undefined ? undefined : checkHeaders(options.headers);
  const headers = mergeHeaders(
    config.defaultHeaders,
    body === undefined ? undefined : { 'content-type': 'application/json' },
    target.tenant === null ? undefined : { 'x-miosa-tenant': target.tenant },
    isMutation && idempotencyKey === undefined ? { 'idempotency-key': randomUuid() } : undefined,
    config.headers,
    tenant === undefined ? undefined : { 'x-miosa-tenant': tenant },
    isMutation && idempotencyKey !== undefined ? { 'idempotency-key': idempotencyKey } : undefined,
    callHeaders,
  );
  if (headers['authorization']) config.checkSecret('headers.authorization', headers['authorization']);
  const [pathname = path] = path.split('?', 1);
  return {
    operation: options[partOf]?.name ?? endpoint.operation,
    method,
    route: 'path' in input ? routeOf(pathname) : route,
    path: pathname,
    query: input.query,
    url: target.baseUrl + withQuery(path, input.query),
    headers,
    apiKey: 'authorization' in { ...config.headers, ...callHeaders } ? null : target.apiKey,
    body,
    isIdempotent: !['POST', 'PATCH'].includes(method) || 'idempotency-key' in headers,
    schema,
    timeout: options.timeout ?? config.timeout,
    totalTimeout: options.totalTimeout ?? config.totalTimeout,
    endsAt: options[partOf]?.endsAt,
    maxRetries: options.maxRetries ?? config.maxRetries,
    signal: options.signal ?? undefined,
  };
}

/** The same call for another page of a list. */
export function withPage<T>(call: Call<T>, page: number): Call<T> {
  const query = { ...call.query, page };
  const [address = ''] = call.url.split('?', 1);
  return { ...call, query, url: withQuery(address, query) };
}

/**
 * The options of several requests that are one operation: a copy, since the caller may change them before the last one.
 *
 * @param name - The method that was called, such as `projects.ensure`.
 * @throws {@link MiosaConfigError} When an option is invalid.
 */
export function shareOptions(name: string, options: RequestOptions, config: ClientConfig): SharedOptions {
  checkCallOptions(options);
  const total = options.totalTimeout ?? config.totalTimeout;
  return {
    ...options,
    ...(options.headers !== undefined && { headers: checkHeaders(options.headers) }),
    [partOf]: { name, endsAt: total === false ? undefined : performance.now() + total },
  };
}

/** How long an operation may still take, in milliseconds. */
export function remainingTime(options: SharedOptions): number {
  return (options[partOf]?.endsAt ?? Number.POSITIVE_INFINITY) - performance.now();
}

/** Later headers win over earlier ones, and `null` removes a header. */
function mergeHeaders(...layers: readonly (CheckedHeaders | undefined)[]): Record<string, string> {
  const headers: Record<string, string | null> = Object.assign({}, ...layers);
  for (const name in headers) if (headers[name] === null) delete headers[name];
  // Headers set to null are removed.
  return headers as Record<string, string>;
}

function serialize(body: unknown): string | undefined {
  if (body === undefined) return undefined;
  let text: string | undefined;
  try {
    text = holdsOtherData(body) ? undefined : JSON.stringify(body);
  } catch {
    // What cannot be serialized has no text.
  }
  if (text === undefined || (text === '{}' && !isPlainObject(body))) {
    throw new MiosaConfigError(
      'The body cannot be sent as JSON: pass plain data, without cycles, BigInts or functions; no bytes, forms or streams.',
    );
  }
  return text;
}

/** Bytes and streams, of which JSON would hold the fields: `{"0":104,"1":105}`. A form of Node's is a stream. */
function holdsOtherData(body: unknown): boolean {
  const { pipe, getReader, [Symbol.asyncIterator]: iterate } = Object(body);
  return ArrayBuffer.isView(body) || [pipe, getReader, iterate].some((each) => typeof each === 'function');
}
