import type { MiosaError } from '../errors/miosa-error.ts';

/** Gives the key to send, for keys that rotate and for browser sessions with short-lived tokens. */
export type ApiKeyProvider = () => string | Promise<string>;

/** The part of the standard `fetch` that the client needs. It is always called with a URL string. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Header names and values. `null` takes a default header away. */
export type HeaderOverrides = Readonly<Record<string, string | null | undefined>>;

/** What a hook is told about a request. Never the key, the body or the query. */
export interface RequestEvent {
  /** The HTTP method. */
  readonly method: string;
  /** The path, relative to `baseUrl`. */
  readonly path: string;
  /** Which attempt of the call it is, from 1. */
  readonly attempt: number;
}

/** What a hook is told about a response, when its headers have arrived. */
export interface ResponseEvent extends RequestEvent {
  /** The HTTP status. */
  readonly status: number;
  /** How long the response took, from sending the request to its headers, in milliseconds. */
  readonly durationMs: number;
  /** The request id to quote to MIOSA's support, where the API sent one. */
  readonly requestId: string | undefined;
}

/** What a hook is told about an attempt that failed and will be repeated. */
export interface RetryEvent extends RequestEvent {
  /** How long until the next attempt, in milliseconds. A rate limit may make it later. */
  readonly delayMs: number;
  /** What the attempt ended with. */
  readonly error: MiosaError;
}

/** Functions that watch. What they return is not waited for, and what they throw is ignored. */
export interface MiosaHooks {
  /** Called before each attempt. */
  readonly onRequest?: ((event: RequestEvent) => void) | undefined;
  /** Called for each response, whatever its status. */
  readonly onResponse?: ((event: ResponseEvent) => void) | undefined;
  /** Called before the wait for the next attempt. */
  readonly onRetry?: ((event: RetryEvent) => void) | undefined;
}

/** Options of {@link MiosaClient}. */
export interface MiosaClientOptions {
  /**
   * Sent as `Authorization: Bearer …`. A function is asked before every attempt. `null` sends no such header, for a
   * same-origin proxy that adds it. Default: `MIOSA_API_KEY` from the environment.
   */
  readonly apiKey?: string | null | ApiKeyProvider | undefined;
  /**
   * Where the API is, `/api/v1` included. In a browser it may be relative. Default: `MIOSA_BASE_URL` from the
   * environment, else `https://api.miosa.ai/api/v1`.
   */
  readonly baseUrl?: string | URL | undefined;
  /** The organization to act in, sent as `X-MIOSA-Tenant`. Default: `MIOSA_TENANT` from the environment. */
  readonly tenant?: string | undefined;
  /** Whether mutations carry an `Idempotency-Key`. Default: `true`. */
  readonly idempotencyKeys?: boolean | undefined;
  /** How long one attempt may take, in milliseconds, until its body is read. Default: 30,000. */
  readonly timeout?: number | undefined;
  /** How long a whole call may take, in milliseconds, retries and waits included. Default: `false`, no limit. */
  readonly totalTimeout?: number | false | undefined;
  /** How often a failed attempt is repeated. Default: 3. */
  readonly maxRetries?: number | undefined;
  /** Added to every request. */
  readonly headers?: HeaderOverrides | undefined;
  /** Used instead of the global `fetch`, for proxies, instrumentation and tests. */
  readonly fetch?: Fetch | undefined;
  /** Watch requests, responses and retries, for logs and metrics. */
  readonly hooks?: MiosaHooks | undefined;
  /** Allows an `msk_` key in a browser, where every visitor can read it. Default: `false`. */
  readonly dangerouslyAllowBrowser?: boolean | undefined;
}

/** Options of one call. They win over the client's. */
export interface RequestOptions {
  /** Aborts the call at any point; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** How long one attempt may take, in milliseconds, until its body is read. */
  readonly timeout?: number | undefined;
  /** How long the whole call may take, in milliseconds, retries and waits included. */
  readonly totalTimeout?: number | false | undefined;
  /** How often a failed attempt is repeated. */
  readonly maxRetries?: number | undefined;
  /** Added to the request. `null` takes a default header away. */
  readonly headers?: HeaderOverrides | undefined;
  /** Sent as `Idempotency-Key` by a mutation instead of a generated one; `false` leaves the header out. */
  readonly idempotencyKey?: string | false | undefined;
}
