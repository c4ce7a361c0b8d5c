import type { MiosaError } from '../errors/miosa-error.ts';

/** What a hook is told about a call. Never the key, the body or the query. */
export interface CallEvent {
  /** The same in all events of one call, whatever its number of attempts. */
  readonly callId: string;
  /** Of a request that `ensure`, `waitUntilReady` or a list sends: the id of that. */
  readonly parentCallId: string | undefined;
  /** The method of the client, such as `projects.create`; `request` for `miosa.request`. */
  readonly operation: string;
  /** The HTTP method. */
  readonly method: string;
  /** The path without its ids, such as `/projects/{id}`: a label for metrics. */
  readonly route: string;
  /** The path, relative to `baseUrl`. */
  readonly path: string;
  /** The organization that the call acts in, where one is named. */
  readonly tenant: string | undefined;
}

/** What a hook is told about an attempt. */
export interface RequestEvent extends CallEvent {
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

/** What a hook is told about an attempt that failed and will be retried. */
export interface RetryEvent extends RequestEvent {
  /** How long until the next attempt, in milliseconds. A rate limit may make it later. */
  readonly delayMs: number;
  /** What the attempt ended with. */
  readonly error: MiosaError;
}

/** What a hook is told about the end of a call. */
export interface EndEvent extends CallEvent {
  /** How many requests were sent; 0 when none was. */
  readonly attempts: number;
  /** How long the call took, in milliseconds, waits included. */
  readonly durationMs: number;
  /** The HTTP status of the last response, where there was one. */
  readonly status?: number;
  /** The request id of the last response, where the API sent one. */
  readonly requestId?: string;
  /** What the call rejected with. A reason to abort that is no `Error` is wrapped in one, as its `cause`. */
  readonly error?: Error;
}

/** Functions that observe calls. What they return is not awaited, and what they throw is ignored. */
export interface MiosaHooks {
  /** Called before each attempt. */
  readonly onRequest?: ((event: RequestEvent) => void) | undefined;
  /** Called for each response, whatever its status. */
  readonly onResponse?: ((event: ResponseEvent) => void) | undefined;
  /** Called before the wait for the next attempt. */
  readonly onRetry?: ((event: RetryEvent) => void) | undefined;
  /** Called exactly once for each call that was begun, when it has ended. */
  readonly onEnd?: ((event: EndEvent) => void) | undefined;
}

/** Calls a user's function that only observes: whatever goes wrong in it, the call goes on. */
export function notify<Event>(hook: ((event: Event) => unknown) | undefined, event: Event): void {
  if (hook === undefined) return;
  try {
    // An async function fails later, and nobody else would handle that.
    Promise.resolve(hook(event)).catch(() => {});
  } catch {}
}
