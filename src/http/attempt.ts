import ky from 'ky';
import { MiosaConnectionError, MiosaResponseError } from '../errors/client-errors.ts';
import { errorFromResponse } from '../errors/from-response.ts';
import { type Issue, oneLine } from '../errors/issue.ts';
import { discard, readAlready, readErrorText } from './body.ts';
import type { Call } from './call.ts';
import type { Fetch } from './options.ts';
import { type Redact, redactEscaped, safeBody, safeCause, safeHeaders } from './redact.ts';
import { fetchWithRedirects } from './redirects.ts';

/** What one attempt of a call has of its own. */
export interface Attempt {
  readonly authorization: string | undefined;
  readonly fetch: Fetch;
  readonly redact: Redact;
  /** Ends the attempt, reading of the body included. */
  readonly signal: AbortSignal;
  /** Whether a 404 says that an earlier attempt succeeded. */
  readonly mayBeGone: boolean;
  /** Called when the headers of a response have arrived. */
  readonly onResponse: (response: Response) => void;
}

/** A response that says that the request succeeded. */
export interface SuccessResponse {
  readonly response: Response;
  readonly text: string;
  /** The parsed body, or `undefined` when it was empty or not wanted. */
  readonly json: unknown;
  readonly redact: Redact;
}

/** A 2xx response that is not JSON: it was damaged on the way, so that a read is worth retrying. */
export class NotJsonError extends MiosaResponseError {}

/**
 * Sends the request of a call once and reads the response.
 *
 * ky builds the request and sends it. Its retries and time-outs are turned off: retries depend on the method, the
 * idempotency key, the API's hints and the rate limits of the whole client, and a time-out has to span the body.
 *
 * @throws {MiosaConnectionError} When no complete response arrived.
 * @throws {MiosaApiError} When the API answered with a status that is not 2xx.
 * @throws {MiosaResponseError} When the response is 2xx but not JSON.
 */
export async function sendOnce(call: Call<unknown>, attempt: Attempt): Promise<SuccessResponse> {
  const { redact } = attempt;
  const response = await connect(call, attempt);
  attempt.onResponse(response);
  const isGone = response.status === 404 && attempt.mayBeGone;
  if (!response.ok && !isGone) {
    throw errorFromResponse({
      status: response.status,
      headers: safeHeaders(response.headers, redact),
      body: safeBody(await readErrorText(response), redact),
      method: call.method,
      path: call.path,
    });
  }
  if (isGone || call.schema === undefined) {
    discard(response.body);
    return { response, text: '', json: undefined, redact };
  }
  const text = await readText(call, response, redact);
  if (text === '' && call.mayBeEmpty) return { response, text, json: undefined, redact };
  try {
    return { response, text, json: JSON.parse(text), redact };
  } catch {
    const issues = [{ field: '', message: 'expected JSON' }];
    throw responseError(NotJsonError, call, { response, text, json: undefined, redact }, issues, 'expected JSON');
  }
}

type ResponseErrorClass = new (...parameters: ConstructorParameters<typeof MiosaResponseError>) => MiosaResponseError;

/**
 * The error for a 2xx response that cannot be used.
 *
 * @param description - Said in the message: the issues of a user's own schema may quote values.
 * @param cause - What a user's own schema has thrown.
 */
export function responseError(
  ErrorClass: ResponseErrorClass,
  { method, path }: Call<unknown>,
  { response, text, redact }: SuccessResponse,
  issues: readonly Issue[],
  description: string,
  cause?: Error,
): MiosaResponseError {
  const { status } = response;
  const requestId = requestIdOf(response, redact);
  const origin = [`${method} ${path}`, requestId].filter(Boolean).join(', ');
  const advice = method === 'GET' ? '' : ' It was processed: do not retry it blindly.';
  return new ErrorClass(
    `The request succeeded with ${status}, but its response cannot be used: ${redact(oneLine(description))}.${advice} [${origin}]`,
    {
      status,
      requestId,
      issues: issues.map((issue) => ({ ...issue, field: redact(issue.field), message: redact(issue.message) })),
      bodyExcerpt: redactEscaped(text, redact).slice(0, 500),
      cause,
    },
  );
}

/** The request id of a response, where there is one. */
export function requestIdOf(response: Response, redact: Redact): string | undefined {
  return redact(response.headers.get('x-request-id') ?? '') || undefined;
}

async function connect(call: Call<unknown>, attempt: Attempt): Promise<Response> {
  const { method, url, headers, body } = call;
  const { authorization, fetch, signal, redact } = attempt;
  try {
    return await ky(url, {
      method,
      headers,
      timeout: false,
      retry: 0,
      throwHttpErrors: false,
      // Body, key and signal are added to what ky has built: a body could only be read back as a stream, its errors
      // hold its request, and it would bridge the signal with `AbortSignal.any`. Users' functions get a URL string:
      // undici's own `fetch` refuses the global `Request`.
      fetch: (input) => {
        // ky calls it with nothing else than the request that it has built.
        const request = input as Request;
        const sent = Object.fromEntries(request.headers);
        if (authorization !== undefined) sent['authorization'] = authorization;
        const init = { method: request.method, headers: sent, signal, ...(body !== undefined && { body }) };
        return fetchWithRedirects(checkedFetch(fetch), request.url, init);
      },
    });
  } catch (error) {
    throw connectionError(call, error, redact);
  }
}

/** Plain JavaScript may return anything, which ky and the redirects would trip over. */
function checkedFetch(fetch: Fetch): Fetch {
  return async (url, init) => {
    const response = await fetch(url, init);
    if (typeof response?.status !== 'number' || typeof response.headers?.get !== 'function') {
      throw new TypeError('fetch returned no Response');
    }
    return response;
  };
}

/** Not with a reader, as those of errors: what succeeded is wanted whole. */
async function readText(call: Call<unknown>, response: Response, redact: Redact): Promise<string> {
  if (response.bodyUsed) {
    const success = { response, text: '', json: undefined, redact };
    throw responseError(MiosaResponseError, call, success, [{ field: '', message: readAlready }], readAlready);
  }
  try {
    return await response.text();
  } catch (error) {
    throw connectionError(call, error, redact);
  }
}

function connectionError({ method, path }: Call<unknown>, error: unknown, redact: Redact): MiosaConnectionError {
  const cause = safeCause(unwrapCause(error), redact);
  const details = [cause.message, deepestCode(cause)].filter(Boolean).join(', ') || 'no reason given';
  return new MiosaConnectionError(`${method} ${path}: no complete response arrived (${details})`, { cause });
}

/** ky wraps network errors in one that holds the request. */
function unwrapCause(error: unknown): unknown {
  return error instanceof Error && error.name === 'NetworkError' && error.cause !== undefined ? error.cause : error;
}

function deepestCode(error: Error): string | undefined {
  const own = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return (error.cause instanceof Error ? deepestCode(error.cause) : undefined) ?? own;
}
