import { redactor } from '../http/redact.ts';
import type { EmulatorRateLimit } from './options.ts';
import { ApiFailure, type EmulatedResponse } from './replies.ts';

/** A request that arrived at the emulator. It contains no key. */
export interface RecordedRequest {
  /** The HTTP method. */
  readonly method: string;
  /** The path below `/api/v1`, as it was sent; the whole path of a request elsewhere. */
  readonly path: string;
  /** The query parameters. */
  readonly query: Readonly<Record<string, string>>;
  /** The headers, names in lower case. Values that look like credentials are redacted. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body: parsed where it was JSON, else its text; `undefined` where there was none. */
  readonly body: unknown;
}

/** The key of a request, or `undefined`. */
export function bearerToken(headers: Headers): string | undefined {
  return /^Bearer (\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
}

/** Records a request, without its key. */
export function recordRequest(request: Request, path: string, text: string): RecordedRequest {
  const token = bearerToken(request.headers);
  const redact = redactor(token === undefined ? [] : [token]);
  const headers = [...request.headers].map(([name, value]) => [name, redactHeader(name, redact(value))]);
  const query = [...new URL(request.url).searchParams].map(([name, value]) => [name, redact(value)]);
  return {
    method: request.method,
    path: redact(path),
    query: Object.fromEntries(query),
    headers: Object.fromEntries(headers),
    body: parseBody(redact(text)),
  };
}

/** Names of headers whose values are secrets, in whatever scheme or length. */
const secretNames = /auth|cookie|credential|key|passw|secret|session|signature|token/;

function redactHeader(name: string, value: string): string {
  if (name === 'authorization') return 'Bearer [redacted]';
  return secretNames.test(name) && name !== 'idempotency-key' ? '[redacted]' : value;
}

function parseBody(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

/** Counts the requests of each key in fixed windows. */
export class RateLimiter {
  readonly #limit: EmulatorRateLimit;
  readonly #windows: Map<string, { readonly end: number; requests: number }> = new Map();

  constructor(limit: EmulatorRateLimit) {
    this.#limit = limit;
  }

  /**
   * Counts a request, if its endpoint is limited.
   *
   * @throws {ApiFailure} `rate_limit_exceeded` when the key has used up its window.
   */
  admit(apiKey: string, endpoint: string | undefined): void {
    const { requests, windowMs, endpoint: limited = endpoint } = this.#limit;
    if (endpoint !== limited) return;
    const now = Date.now();
    let window = this.#windows.get(apiKey);
    if (window === undefined || now >= window.end) {
      window = { end: now + windowMs, requests: 0 };
      this.#windows.set(apiKey, window);
    }
    if (window.requests >= requests) {
      // Rounded down, the wait would end inside the window.
      const seconds = Math.ceil((window.end - now) / 1000);
      throw new ApiFailure(429, 'rate_limit_exceeded', `too many requests, try again in ${seconds} s`, {
        headers: { 'retry-after': String(seconds) },
      });
    }
    window.requests += 1;
  }
}

/** How long a response is remembered, in milliseconds. */
const retentionMs = 24 * 60 * 60 * 1000;

/** What makes two mutations the same one. */
export interface IdempotencyScope {
  readonly apiKey: string;
  readonly method: string;
  readonly path: string;
  /** The `Idempotency-Key`. */
  readonly key: string;
  /** Everything else that was sent: the query and the body. */
  readonly payload: string;
}

/** Remembers the responses to mutations, so that none is processed twice. */
export class IdempotencyCache {
  readonly #responses: Map<string, { readonly payload: string; readonly response: EmulatedResponse; until: number }> =
    new Map();

  /**
   * Processes a mutation, or returns the response that it got before.
   *
   * Handlers are synchronous: no duplicate can arrive between the change and the moment its response is remembered.
   *
   * @throws {ApiFailure} When the key was used with another payload. MIOSA's response to that is not documented; a 422
   *   with a code of its own keeps it from being mistaken for anything else.
   */
  once({ apiKey, method, path, key, payload }: IdempotencyScope, run: () => EmulatedResponse): EmulatedResponse {
    const id = JSON.stringify([apiKey, method, path, key]);
    const now = Date.now();
    const remembered = this.#responses.get(id);
    if (remembered !== undefined && now < remembered.until) {
      if (remembered.payload === payload) return remembered.response;
      throw new ApiFailure(422, 'IDEMPOTENCY_KEY_REUSED', 'the Idempotency-Key was used for another request');
    }
    const response = run();
    this.#responses.set(id, { payload, response, until: now + retentionMs });
    return response;
  }
}
