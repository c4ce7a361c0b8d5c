import type { MiosaHooks } from './hooks.ts';

/** Returns the key to send, for key rotation and for browser sessions with short-lived tokens. */
export type ApiKeyProvider = () => string | Promise<string>;

/** The part of the standard `fetch` that the client needs. It is always called with a URL string. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Header names and values. `null` removes a default header. */
export type HeaderOverrides = Readonly<Record<string, string | null | undefined>>;

/** Options of `MiosaClient`. */
export interface MiosaClientOptions {
  /**
   * Sent as `Authorization: Bearer …`. A function is called before every attempt, whose `timeout` covers it. `null` sends
   * no such header, for a same-origin proxy that adds it. Default: `MIOSA_API_KEY` from the environment.
   */
  readonly apiKey?: string | null | ApiKeyProvider | undefined;
  /**
   * Where the API is, `/api/v1` included. In a browser it may be relative. Default: `MIOSA_BASE_URL` from the
   * environment, else `https://api.miosa.ai/api/v1`.
   */
  readonly baseUrl?: string | URL | undefined;
  /**
   * The organization to act in, sent as `X-MIOSA-Tenant`; `null` for none, whatever the environment says. Default:
   * `MIOSA_TENANT` from the environment.
   */
  readonly tenant?: string | null | undefined;
  /** How long one attempt may take until its body is read, in milliseconds. Default: 30,000. */
  readonly timeout?: number | undefined;
  /** How long a whole call may take, in milliseconds, retries and waits included. Default: `false`, no limit. */
  readonly totalTimeout?: number | false | undefined;
  /** How often a failed attempt is retried. 0 turns retries off, and waiting for a rate limit too. Default: 3. */
  readonly maxRetries?: number | undefined;
  /**
   * Added to every request. `null` removes a default one, such as `{ 'idempotency-key': null }` for a page whose API
   * origin does not allow that header through CORS.
   */
  readonly headers?: HeaderOverrides | undefined;
  /** Used instead of the global `fetch`, for proxies, instrumentation and tests. */
  readonly fetch?: Fetch | undefined;
  /** Functions that are called for requests, responses, retries and ends of calls, for logs and metrics. */
  readonly hooks?: MiosaHooks | undefined;
  /** Allows an `msk_` key in a browser, where every visitor can read it. Default: `false`. */
  readonly dangerouslyAllowBrowser?: boolean | undefined;
}

/** Options of one call. They win over the client's. */
export interface RequestOptions {
  /** Aborts the call at any point; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | null | undefined;
  /** How long one attempt may take until its body is read, in milliseconds. */
  readonly timeout?: number | undefined;
  /**
   * How long the whole call may take, in milliseconds, retries and waits included: all of an `ensure` or a wait, one page
   * of a list.
   */
  readonly totalTimeout?: number | false | undefined;
  /** How often a failed attempt is retried. 0 turns retries off, and waiting for a rate limit too. */
  readonly maxRetries?: number | undefined;
  /** Added to the request. `null` removes a default header. */
  readonly headers?: HeaderOverrides | undefined;
  /** Sent as `Idempotency-Key` by a mutation instead of a generated one. */
  readonly idempotencyKey?: string | undefined;
  /** The organization to act in; `null` for none, even where the client has one. */
  readonly tenant?: string | null | undefined;
}
