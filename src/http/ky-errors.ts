import type { StandardSchemaV1 } from '@standard-schema/spec';
import { HTTPError, NetworkError, SchemaValidationError, TimeoutError } from 'ky';
import { oneLine } from '../errors/error-body.ts';
import {
  type Issue,
  isMiosaError,
  MiosaConnectionError,
  type MiosaError,
  MiosaResponseError,
  MiosaTimeoutError,
} from '../errors/errors.ts';
import { errorFromResponse, type FailedResponse } from '../errors/from-response.ts';
import { vendor } from '../schemas/schema.ts';
import type { Call } from './call.ts';
import { type Redact, reasonOf, safeCause, safeHeaders } from './redact.ts';
import { isTransientStatus, notJson, readRetryAfter } from './retry.ts';

/** What is known of an attempt that failed. */
interface FailedAttempt {
  readonly call: Call<unknown>;
  /** A 2xx response, where one has arrived. */
  readonly response: Response | undefined;
  readonly requestId: string | undefined;
  /** Its body, where it was read. */
  readonly text: string | undefined;
  /** Whether its body was JSON. */
  readonly isJson: boolean;
  /** What the attempt before it failed with. */
  readonly lastError: unknown;
  readonly redact: Redact;
}

/** Converts what ky, `fetch` or a schema has thrown to an error of this package. */
export function toMiosaError(error: unknown, failed: FailedAttempt): unknown {
  const { call, response, text, redact } = failed;
  const { method, path, timeout } = call;
  // ky wraps network errors in one that holds the request, and tells them by their texts.
  const thrown = error instanceof NetworkError ? error.cause : error;
  if (passesThrough(thrown)) return thrown;
  // Made here, since engines keep ten frames, of which the caller's should be one.
  if (error instanceof HTTPError) return errorFromResponse(failedResponse(error.response, error.data, failed));
  if (response !== undefined && text !== undefined) return responseError(error, response, text, failed);
  if (error instanceof TimeoutError) {
    const message = `${method} ${path} took longer than its timeout of ${timeout} ms`;
    return new MiosaTimeoutError(message, { cause: failed.lastError });
  }
  const cause = safeCause(thrown, redact);
  const origin = new URL(call.url).origin;
  const message = `${method} ${path}: no complete response arrived from ${origin} (${reasonOf(cause)})`;
  return new MiosaConnectionError(message, { cause });
}

/** Whether to rethrow an error unchanged: one of this package, or one with a digest, which React and Next.js use. */
export function passesThrough(error: unknown): boolean {
  return isMiosaError(error) || typeof Object(error).digest === 'string';
}

function failedResponse(response: Response, data: unknown, { call, redact }: FailedAttempt): FailedResponse {
  const { status } = response;
  const headers = safeHeaders(response.headers, redact);
  const body = parseBody(data, redact);
  return {
    status,
    headers,
    body,
    method: call.method,
    path: call.path,
    isTransient: isTransientStatus(status),
    retryAfterMs: readRetryAfter(headers, body),
  };
}

/** The body of an error: parsed where it is JSON, else its text. */
function parseBody(data: unknown, redact: Redact): unknown {
  if (typeof data !== 'string' || data === '') return undefined;
  const text = redact(data);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The error for a 2xx response that cannot be used. */
function responseError(error: unknown, response: Response, text: string, failed: FailedAttempt): MiosaError {
  const { status, headers } = response;
  const { call, requestId, isJson, redact } = failed;
  const { method, path, schema } = call;
  const { issues, description, cause } = isJson
    ? describeFailure(error, schema?.['~standard'].vendor === vendor, redact)
    : describeOther(call, safeHeaders(headers, redact), text);
  const advice = method === 'GET' ? '' : ' It was processed: do not retry it blindly.';
  const origin = [`${method} ${path}`, requestId].filter(Boolean).join(', ');
  return new MiosaResponseError(
    `The request succeeded with ${status}, but its response cannot be used: ${redact(oneLine(description))}.${advice} [${origin}]`,
    { status, requestId, issues, bodyExcerpt: redact(text).slice(0, 500), cause },
  );
}

/** Whether a body is a stream, by its content type: it may have no end, and must not be read. */
export function isStream(headers: Headers): boolean {
  return /event-stream|ndjson|jsonl|json-seq|json-stream|stream\+json|mixed-replace|grpc|^(audio|video)\//i.test(
    typeOf(headers),
  );
}

function typeOf(headers: Headers): string {
  return headers.get('content-type')?.split(';', 1)[0]?.trim() ?? '';
}

/**
 * What came instead of JSON, and from where: a page of a development server, say, that lacks a proxy. A proxy's page and
 * JSON that broke off may be gone the next time; what the API calls a text, a file or a stream will not.
 */
function describeOther({ url }: Call<unknown>, headers: Headers, text: string): SchemaFailure {
  const type = typeOf(headers);
  const isMalformed = /json/i.test(type) && !isStream(headers);
  const what = isMalformed ? `malformed ${type}` : type || 'a body without a content type';
  const [address] = url.split('?', 1);
  // Damaged JSON and pages are told by their beginning, whatever they are called.
  const isDamaged =
    isMalformed || type === '' || /html/i.test(type) || (/^\s*([[{<]|$)/.test(text) && !isStream(headers));
  const message = isDamaged ? notJson : `${notJson}, not ${what}`;
  return { issues: [{ field: '', message }], description: `${notJson}, not ${what} from ${address}`, cause: undefined };
}

interface SchemaFailure {
  readonly issues: readonly Issue[];
  readonly description: string;
  readonly cause: Error | undefined;
}

/** What a schema has rejected or thrown. Issues of a user's schema may quote values, which messages must not show. */
function describeFailure(error: unknown, isOwn: boolean, redact: Redact): SchemaFailure {
  if (!(error instanceof SchemaValidationError)) {
    const message = 'the schema threw an error';
    return { issues: [{ field: '', message }], description: message, cause: safeCause(error, redact) };
  }
  const issues = error.issues.map(({ path, message }) => ({ field: redact(fieldOf(path)), message: redact(message) }));
  const shown = issues.slice(0, 5).map(({ field, message }) => (field ? `${field} ${message}` : message));
  const places = issues.map(({ field }) => field || 'the top').join(', ');
  const description = isOwn ? shown.join('; ') : `it does not match the schema at ${places}`;
  return { issues, description, cause: undefined };
}

function fieldOf(path: StandardSchemaV1.Issue['path'] = []): string {
  return path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
}
