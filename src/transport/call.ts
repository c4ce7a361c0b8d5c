import { checkHeaders } from '../config/headers.ts';
import type { RequestOptions } from '../config/options.ts';
import { type CallLimits, type ClientConfig, resolveLimits } from '../config/resolve.ts';
import { MiosaConfigError } from '../errors/client-errors.ts';
import { isRecord } from '../errors/is-record.ts';
import { isMiosaError } from '../errors/miosa-error.ts';
import type { Endpoint, EndpointInput } from './endpoint.ts';
import { layHeaders, type SentHeaders } from './headers.ts';
import { chooseIdempotencyKey, newIdempotencyKey } from './idempotency-key.ts';
import { fillPath } from './path.ts';

/** One call, checked and ready to be attempted any number of times. */
export interface Call {
  readonly method: string;
  /** Relative to `baseUrl`, without its query: for messages and hooks. */
  readonly path: string;
  readonly url: string;
  /** All headers, the key included. */
  readonly headers: (authorization: string | undefined) => SentHeaders;
  readonly hasIdempotencyKey: boolean;
  /** The JSON text of the body. */
  readonly body: string | undefined;
  /** Whether the answer is read, or only its status counts. */
  readonly readsBody: boolean;
  /** Whether an empty body is an answer, too. */
  readonly mayBeEmpty: boolean;
  readonly limits: CallLimits;
}

/**
 * Makes a call of an endpoint.
 *
 * @throws {MiosaConfigError} When something in it cannot be sent.
 */
export function prepareCall(
  endpoint: Endpoint<unknown>,
  { parameters = {}, query, body: content, idempotencyKey }: EndpointInput,
  options: RequestOptions,
  config: ClientConfig,
): Call {
  const { method } = endpoint;
  const path = fillPath(endpoint.path, parameters);
  const body = serialize(content);
  const makeKey = () => (config.idempotencyKeys ? (idempotencyKey ?? newIdempotencyKey()) : undefined);
  const key = method === 'GET' ? undefined : chooseIdempotencyKey(options.idempotencyKey, makeKey);
  const ownHeaders = checkHeaders(options.headers);
  const headers = layHeaders(
    body === undefined ? undefined : { 'content-type': 'application/json' },
    key === undefined ? undefined : { 'idempotency-key': key },
    config.headers,
    ownHeaders,
  );
  const ownsAuthorization = 'authorization' in config.headers || 'authorization' in ownHeaders;
  return {
    method,
    path: path.split('?', 1)[0] ?? path,
    url: config.baseUrl + withQuery(path, query),
    headers: (authorization) =>
      authorization === undefined || ownsAuthorization ? headers : { ...headers, authorization },
    hasIdempotencyKey: 'idempotency-key' in headers,
    body,
    readsBody: endpoint.decode !== undefined,
    mayBeEmpty: endpoint.mayBeEmpty ?? false,
    limits: resolveLimits(options, config),
  };
}

function serialize(body: unknown): string | undefined {
  if (body === undefined) return undefined;
  let text: string | undefined;
  try {
    text = JSON.stringify(body, refuseWhatJsonLoses);
  } catch (error) {
    if (isMiosaError(error)) throw error;
    throw new MiosaConfigError('The body cannot be sent as JSON: it has a cycle, a BigInt, or is nested too deeply.');
  }
  if (text === undefined) throw new MiosaConfigError('The body cannot be sent as JSON: it is a function or a symbol.');
  return text;
}

/** JSON has an empty object for all of these, as if they had held nothing. */
const lostInJson = [
  'Map',
  'Set',
  'FormData',
  'Blob',
  'File',
  'Promise',
  'URLSearchParams',
  'Headers',
  'ReadableStream',
];

function refuseWhatJsonLoses(_: string, value: unknown): unknown {
  const kind = Object.prototype.toString.call(value).slice('[object '.length, -1);
  if (!lostInJson.includes(kind)) return value;
  throw new MiosaConfigError(
    `The body cannot be sent as JSON: it is or holds a ${kind}, of which nothing would arrive.`,
  );
}

function withQuery(path: string, query: Readonly<Record<string, unknown>> = {}): string {
  if (!isRecord(query) || typeof query['entries'] === 'function') {
    throw new MiosaConfigError('query must be a plain object of names and values: Object.fromEntries makes one.');
  }
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  if (given.length === 0) return path;
  const misfit = given.find(([, value]) => typeof value === 'object');
  if (misfit) throw new MiosaConfigError(`query.${misfit[0]} must be a string, a number or a boolean.`);
  const parameters = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return `${path}${path.includes('?') ? '&' : '?'}${parameters}`;
}
