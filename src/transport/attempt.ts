import ky from 'ky';
import type { Fetch } from '../config/options.ts';
import type { Undecodable } from '../decode/decoder.ts';
import type { MiosaApiError } from '../errors/api-errors.ts';
import { MiosaConnectionError, MiosaResponseError } from '../errors/client-errors.ts';
import { errorFromResponse } from '../errors/from-response.ts';
import { type Redact, safeCause, safeHeaders } from '../errors/redact.ts';
import type { Call } from './call.ts';
import type { SentHeaders } from './headers.ts';
import { fetchWithRedirects } from './redirects.ts';
import { BodyTooLarge, discard, parseJson, readText } from './response-body.ts';

/** A list of 100,000 projects is about 50 MB. */
const largestBody = 256 * 1024 * 1024;
const largestErrorBody = 1024 * 1024;

/** What an attempt to carry out a call has of its own. */
export interface Attempt {
  readonly headers: SentHeaders;
  readonly fetch: Fetch;
  readonly redact: Redact;
  readonly signal: AbortSignal;
  /** Called when the headers of a response have arrived. */
  readonly onResponse: (response: Response) => void;
}

/** A 2xx answer. */
export interface Answer {
  readonly response: Response;
  readonly requestId: string | undefined;
  readonly text: string;
  /** The parsed body, or `undefined` when it was empty or not wanted. */
  readonly json: unknown;
  readonly redact: Redact;
}

/**
 * Sends the request of a call and reads its answer.
 *
 * @throws {MiosaConnectionError} When no complete answer arrived.
 * @throws {MiosaApiError} When the API answered with a status that is not 2xx.
 * @throws {MiosaResponseError} When the answer is 2xx but not JSON.
 */
export async function send(call: Call, attempt: Attempt): Promise<Answer> {
  const { redact } = attempt;
  const response = await connect(call, attempt);
  attempt.onResponse(response);
  if (!response.ok) throw await readApiError(call, response, attempt);
  const requestId = requestIdOf(response, redact);
  if (!call.readsBody) {
    discard(response.body);
    return { response, requestId, text: '', json: undefined, redact };
  }

  const text = await readBody(call, response, attempt);
  const parsed = text === '' && call.mayBeEmpty ? { json: undefined } : parseJson(text);
  if (parsed === undefined) {
    throw undecodable(call, response, text, redact, { issues: [{ field: '', message: 'expected JSON' }] });
  }
  return { response, requestId, text, json: parsed.json, redact };
}

const longestExcerpt = 500;

/** The error for a 2xx answer that cannot be used. */
export function undecodable(
  { method, path }: Pick<Call, 'method' | 'path'>,
  response: Response,
  text: string,
  redact: Redact,
  { issues, description = describe(issues) }: Undecodable,
): MiosaResponseError {
  const { status } = response;
  // A user's own schema may quote what it refuses.
  const safeIssues = issues.map((issue) => ({ ...issue, field: redact(issue.field), message: redact(issue.message) }));
  const requestId = requestIdOf(response, redact);
  const origin = [`${method} ${path}`, requestId].filter(Boolean).join(', ');
  const consequence = method === 'GET' ? '' : ' It was carried out: do not repeat it blindly.';
  return new MiosaResponseError(
    `The request succeeded with ${status}, but its answer cannot be used: ${redact(description)}.${consequence} [${origin}]`,
    { status, requestId, issues: safeIssues, bodyExcerpt: redact(text).slice(0, longestExcerpt) },
  );
}

/** The request id of a response, where there is one. */
export function requestIdOf(response: Response, redact: Redact): string | undefined {
  return redact(response.headers.get('x-request-id') ?? '') || undefined;
}

function describe(issues: MiosaResponseError['issues']): string {
  const shown = issues.slice(0, 5).map(({ field, message }) => (field ? `${field} ${message}` : message));
  return shown.join('; ');
}

async function connect(call: Call, { headers, fetch, signal, redact }: Attempt): Promise<Response> {
  const { method, url, body } = call;
  const request = { method, headers, signal, ...(body !== undefined && { body }) };
  try {
    const response = await ky(url, {
      method,
      // Deadlines and retries span the body too, which ky's end before.
      timeout: false,
      retry: 0,
      throwHttpErrors: false,
      // Users' functions get a URL string and an init: undici's own `fetch` refuses the global `Request`, and ky is not
      // given the rest only to build one that is never sent.
      fetch: () => fetchWithRedirects(fetch, url, request),
    });
    if (typeof response?.status !== 'number' || typeof response.headers?.get !== 'function') {
      throw new TypeError('fetch returned no Response');
    }
    return response;
  } catch (error) {
    throw connectionError(call, error, redact);
  }
}

async function readBody(call: Call, response: Response, { signal, redact }: Attempt): Promise<string> {
  try {
    return await readText(response, largestBody, signal);
  } catch (error) {
    if (error instanceof BodyTooLarge) {
      throw undecodable(call, response, '', redact, { issues: [{ field: '', message: error.message }] });
    }
    throw connectionError(call, error, redact);
  }
}

async function readApiError(call: Call, response: Response, { redact, signal }: Attempt): Promise<MiosaApiError> {
  const text = await readText(response, largestErrorBody, signal).catch(() => '');
  return errorFromResponse({
    status: response.status,
    headers: safeHeaders(response.headers, redact),
    body: readErrorText(redact(text), redact),
    method: call.method,
    path: call.path,
  });
}

function connectionError(
  { method, path }: Pick<Call, 'method' | 'path'>,
  error: unknown,
  redact: Redact,
): MiosaConnectionError {
  const source = innermost(error);
  const cause = safeCause(source, redact);
  const details = [cause.message, deepestCode(cause)].filter(Boolean).join(', ');
  return new MiosaConnectionError(`${method} ${path}: no complete response arrived (${details})`, { cause });
}

/** ky wraps network errors in one that holds the request, and with it the key. */
function innermost(error: unknown): unknown {
  return error instanceof Error && error.name === 'NetworkError' && error.cause !== undefined ? error.cause : error;
}

function deepestCode(error: Error): string | undefined {
  const own = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return (error.cause instanceof Error ? deepestCode(error.cause) : undefined) ?? own;
}

function readErrorText(text: string, redact: Redact): unknown {
  if (text === '') return undefined;
  try {
    // JSON can spell a key in escapes, which only show once it is parsed.
    return JSON.parse(text, (_, value) => (typeof value === 'string' ? redact(value) : value));
  } catch {
    return text;
  }
}
