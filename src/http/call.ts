import type { StandardSchemaV1 } from '@standard-schema/spec';
import { MiosaConfigError } from '../errors/client-errors.ts';
import { isPlainObject, isRecord } from '../json.ts';
import { type CallLimits, type ClientConfig, checkSecret, checkTenant, resolveLimits, type Target } from './config.ts';
import type { Endpoint, HttpMethod, RequestInput } from './endpoint.ts';
import { checkHeaders, credentialsIn, isHeaderToken, mergeHeaders } from './headers.ts';
import type { CallEvent } from './hooks.ts';
import type { ApiKeyProvider, RequestOptions } from './options.ts';
import { checkPath, fillRoute, withQuery } from './url.ts';
import { randomUuid } from './uuid.ts';

/** What was asked for: one call, checked and ready to be attempted any number of times. It never changes. */
export interface Call<T> {
  /** What hooks are told about it. */
  readonly event: CallEvent;
  readonly method: HttpMethod;
  /** Relative to `baseUrl`, without its query: for messages and hooks. */
  readonly path: string;
  readonly url: string;
  /** All headers but the one that holds the key. */
  readonly headers: Readonly<Record<string, string>>;
  /** `undefined` for no `Authorization` header, or where the caller's own stands in the headers. */
  readonly apiKey: ApiKeyProvider | undefined;
  /** The JSON text of the body. */
  readonly body: string | undefined;
  /** Whether the API processes it once, however often it arrives. */
  readonly isIdempotent: boolean;
  readonly schema: StandardSchemaV1<unknown, T> | undefined;
  readonly mayBeEmpty: boolean;
  readonly succeedsWhenGone: boolean;
  readonly limits: CallLimits;
  readonly signal: AbortSignal | undefined;
}

/**
 * Makes a call of an endpoint. Everything that the caller gave is read here.
 *
 * @throws {MiosaConfigError} When something in it cannot be sent.
 */
export function prepareCall<T>(
  endpoint: Endpoint<T>,
  input: RequestInput<T>,
  options: RequestOptions,
  config: ClientConfig,
  parentCallId: string | undefined,
): Call<T> {
  checkOptions(options);
  const { method, route, operation } = endpoint;
  const body = serialize(input.body);
  const limits = resolveLimits(options, config.limits);
  const target = config.target();
  const path = 'path' in input ? checkPath(input.path, target.baseUrl) : fillRoute(route, input.parameters ?? {});
  const headers = headersOf(method, body, input, options, config, target);
  checkSecret('headers.authorization', credentialsIn(headers), config.dangerouslyAllowBrowser);
  const [pathname = path] = path.split('?', 1);
  return {
    event: {
      callId: newCallId(config),
      parentCallId,
      operation,
      method,
      route,
      path: pathname,
      tenant: headers['x-miosa-tenant'],
    },
    method,
    path: pathname,
    url: target.baseUrl + withQuery(path, input.query),
    headers,
    apiKey: ownsAuthorization(config, options) ? undefined : target.apiKey,
    body,
    isIdempotent: (method !== 'POST' && method !== 'PATCH') || 'idempotency-key' in headers,
    schema: input.schema ?? endpoint.schema,
    mayBeEmpty: endpoint.mayBeEmpty ?? false,
    succeedsWhenGone: input.succeedsWhenGone ?? false,
    limits,
    signal: options.signal ?? undefined,
  };
}

/**
 * A copy of the options for calls of several requests: what the caller changes later does not reach it.
 *
 * @throws {MiosaConfigError} When they are not an object, or have headers that cannot be sent.
 */
export function copyOptions(options: RequestOptions): RequestOptions {
  checkOptions(options);
  return { ...options, ...(options.headers !== undefined && { headers: checkHeaders(options.headers) }) };
}

/**
 * A copy of a body for calls of several requests, as JSON holds it.
 *
 * @throws {MiosaConfigError} When JSON cannot hold it.
 */
export function copyBody(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return JSON.parse(serialize(body) ?? '{}');
}

/** The id that hooks see; without hooks, nobody does. */
export function newCallId({ isObserved }: ClientConfig): string {
  return isObserved ? randomUuid() : '';
}

/** Plain JavaScript may pass anything, which would otherwise be found out by a crash. */
function checkOptions(options: unknown): void {
  if (!isRecord(options)) throw new MiosaConfigError('The options of a call must be an object.');
  const { signal } = options;
  if (signal !== undefined && signal !== null && typeof Object(signal).addEventListener !== 'function') {
    throw new MiosaConfigError('signal must be an AbortSignal.');
  }
}

function headersOf(
  method: HttpMethod,
  body: string | undefined,
  input: RequestInput<unknown>,
  { headers, tenant, idempotencyKey }: RequestOptions,
  config: ClientConfig,
  target: Target,
): Record<string, string> {
  if (tenant !== undefined && tenant !== null) checkTenant(tenant);
  if (idempotencyKey !== undefined && idempotencyKey !== false && !isHeaderToken(idempotencyKey)) {
    throw new MiosaConfigError('idempotencyKey must be a non-empty string without spaces, or false for none.');
  }
  const isMutation = method !== 'GET';
  return mergeHeaders(
    config.defaultHeaders,
    body === undefined ? undefined : { 'content-type': 'application/json' },
    target.tenant === undefined ? undefined : { 'x-miosa-tenant': target.tenant },
    isMutation && config.idempotencyKeys ? { 'idempotency-key': input.idempotencyKey ?? randomUuid() } : undefined,
    config.headers,
    tenant === undefined ? undefined : { 'x-miosa-tenant': tenant },
    isMutation && idempotencyKey !== undefined ? { 'idempotency-key': idempotencyKey || null } : undefined,
    headers === undefined ? undefined : checkHeaders(headers),
  );
}

function ownsAuthorization(config: ClientConfig, { headers = {} }: RequestOptions): boolean {
  return 'authorization' in config.headers || Object.keys(headers).some((name) => /^authorization$/i.test(name));
}

function serialize(body: unknown): string | undefined {
  if (body === undefined) return undefined;
  let text: string | undefined;
  try {
    text = JSON.stringify(body);
  } catch {
    throw new MiosaConfigError('The body cannot be sent as JSON: it has a cycle, a BigInt, or is nested too deeply.');
  }
  if (text === undefined) throw new MiosaConfigError('The body cannot be sent as JSON: it is a function or a symbol.');
  if (text === '{}' && !isPlainObject(body)) {
    throw new MiosaConfigError('The body cannot be sent as JSON: nothing of it would arrive. Pass a plain object.');
  }
  return text;
}
