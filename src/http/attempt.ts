import ky from 'ky';
import { MiosaConfigError } from '../errors/errors.ts';
import type { Call } from './call.ts';
import type { ClientConfig } from './config.ts';
import { isHeaderToken } from './headers.ts';
import type { CallObserver } from './hooks.ts';
import { isStream, passesThrough, toMiosaError } from './ky-errors.ts';
import type { WithResponse } from './promise.ts';
import { type Redact, redactKeyLike, redactor, safeCause } from './redact.ts';
import { untilAborted } from './timing.ts';

/** What an attempt needs beside its call. */
interface Attempt {
  readonly config: ClientConfig;
  readonly observer: CallObserver | undefined;
  /** Ends it early; `undefined` if the caller gave none. */
  readonly signal: AbortSignal | undefined;
  /** What the attempt before it failed with. */
  readonly lastError: unknown;
}

/**
 * Sends the request of a call once, and reads, parses and validates the response.
 *
 * @throws {@link MiosaError} Any of its subclasses, converted from what ky throws.
 */
export async function sendOnce<T>(call: Call<T>, attempt: Attempt): Promise<WithResponse<T>> {
  const { config, observer, signal, lastError } = attempt;
  let redact: Redact = redactor(call.headers['authorization']?.replace(/^\S+\s+/, ''));
  let requestId: string | undefined;
  let response: Response | undefined;
  let text: string | undefined;
  let isJson = false;
  /** Sends what ky has built. */
  const send = async ({ url, method, signal: ends }: Request): Promise<Response> => {
    const key = await keyOf(call, config);
    // A key or a response may come after the end of the attempt: nothing is sent or reported then.
    ends.throwIfAborted();
    if (key !== undefined) redact = redactor(key);
    const headers = key === undefined ? call.headers : { ...call.headers, authorization: `Bearer ${key}` };
    const { isBrowser, fetch = globalThis.fetch } = config;
    // Browsers hide redirects from scripts, and remove the key when a redirect leads to another origin.
    const redirect: RequestRedirect = isBrowser ? 'follow' : 'manual';
    const init = { method, headers, signal: ends, redirect, ...(call.body !== undefined && { body: call.body }) };
    observer?.onRequest();
    const received = checkResponse(await fetch(url, init));
    requestId = redact(received.headers.get('x-request-id') ?? '') || undefined;
    if (!ends.aborted) observer?.onResponse(received.status, requestId);
    return fitsKy(received, isBrowser) ? received : rebuilt(received);
  };
  try {
    const sent = ky<T>(call.url, {
      method: call.method,
      ...(signal && { signal }),
      // Retries are ours: they depend on the idempotency key, on Retry-After and on the rate limit of the whole client.
      retry: 0,
      timeout: false,
      totalTimeout: call.timeout,
      parseJson: (body, { response: { ok } }) => {
        // An error's is parsed once the key is taken out, whatever its content type is.
        if (!ok) return body;
        if (typeof body !== 'string') throw new MiosaConfigError('The fetch function must return a Response.');
        text = body;
        if (body === '') return undefined;
        const value: unknown = JSON.parse(body);
        isJson = true;
        return value;
      },
      // Headers, key and body do not pass through ky: users' functions get a URL string, since undici's own `fetch`
      // refuses the global `Request`, from which a body could only be read as a stream; and ky's errors hold their
      // request. ky calls it with nothing else than the request that it has built.
      fetch: (request) => untilAborted(() => send(request as Request), signal),
    });
    response = await sent;
    if (call.schema === undefined) {
      // Read, since an unread body costs its connection; even if reading fails, the request succeeded.
      await sent.text().catch(() => {});
      // An endpoint without a schema is declared with `void`.
      return { data: undefined as T, response, requestId };
    }
    if (isStream(response.headers)) {
      text = '';
      // Not awaited: it waits for whoever else reads a copy.
      response.body?.cancel().catch(() => {});
      throw new TypeError('the response is a stream');
    }
    // Every schema is a Standard Schema with this output.
    const data = (await sent.json(call.schema)) as T;
    return { data, response, requestId };
  } catch (error) {
    throw toMiosaError(error, { call, response, requestId, text, isJson, lastError, redact });
  }
}

/**
 * Whether ky can read a response. It tells success by `ok`, which plain JavaScript may get wrong, and reads the body of an
 * error with a reader: Chromium reports that as a request that failed, and Node streams, as node-fetch gives, have none.
 */
function fitsKy({ status, ok, body }: Response, isBrowser: boolean): boolean {
  const isSuccess = status >= 200 && status <= 299;
  return ok === isSuccess && (isSuccess || (!isBrowser && typeof body?.getReader === 'function'));
}

async function rebuilt(received: Response): Promise<Response> {
  const { status, headers } = received;
  const text = [204, 205, 304].includes(status) ? null : (await received.text()) || null;
  return new Response(text, { status, headers });
}

async function keyOf({ apiKey }: Call<unknown>, { checkSecret }: ClientConfig): Promise<string | undefined> {
  if (typeof apiKey !== 'function') return apiKey ?? undefined;
  let key: unknown;
  try {
    key = await apiKey();
  } catch (error) {
    if (passesThrough(error)) throw error;
    const cause = safeCause(error, redactKeyLike);
    throw new MiosaConfigError(`The apiKey function failed: ${cause.message}`, { cause });
  }
  // The message does not show the key.
  if (!isHeaderToken(key))
    throw new MiosaConfigError('The apiKey function must return a non-empty string without spaces.');
  checkSecret('apiKey', key);
  return key;
}

/** Plain JavaScript may return anything, and a response that was handed out before has no body any more. */
function checkResponse(response: Response | undefined): Response {
  const { status, headers, text } = Object(response) as Partial<Response>;
  const isStatus = status === 0 || (Number.isInteger(status) && Number(status) >= 200 && Number(status) <= 599);
  if (response === undefined || !isStatus || typeof text !== 'function' || typeof headers?.get !== 'function') {
    throw new MiosaConfigError('The fetch function must return a Response.');
  }
  if (response.bodyUsed || response.body?.locked) {
    throw new MiosaConfigError(
      'The fetch function must return a new Response each time: the body of this one has already been read.',
    );
  }
  // As `Response.error()` has, and what browsers hide from scripts.
  if (response.status === 0) throw new TypeError('the response has no status');
  return response;
}
