import { type Checks, functionOf } from '../check-options.ts';
import { MiosaError } from '../errors/errors.ts';
import type { Call } from './call.ts';
import { reasonOf, redactKeyLike, safeCause } from './redact.ts';

/**
 * What all events of a call have. Never the key, the body or the query. A call is one request with its attempts: each
 * page of a list, and each request of an `ensure` or a wait, is one of its own.
 */
export interface CallEvent {
  /** The same in all events of one call, and unique within this copy of the package. */
  readonly callId: string;
  /** The method that was called, such as `projects.create` or `projects.ensure`; `request` for `miosa.request`. */
  readonly operation: string;
  /** The HTTP method. */
  readonly method: string;
  /** The path without its ids, such as `/projects/{id}`: a label for metrics. */
  readonly route: string;
  /** The path, relative to `baseUrl`. */
  readonly path: string;
  /** The organization that the call acts in, if one is set. */
  readonly tenant: string | undefined;
}

/** An attempt. */
export interface RequestEvent extends CallEvent {
  /** Which attempt of the call it is, from 1. */
  readonly attempt: number;
}

/** A response, when its headers have arrived. */
export interface ResponseEvent extends RequestEvent {
  /** The HTTP status. */
  readonly status: number;
  /** How long the response took, from sending the request to its headers, in milliseconds. */
  readonly durationMs: number;
  /** The request id to quote to MIOSA's support, where the API sent one. */
  readonly requestId: string | undefined;
}

/** An attempt that failed and will be retried. */
export interface RetryEvent extends RequestEvent {
  /** How long until the next attempt, in milliseconds. A rate limit may make it later. */
  readonly delayMs: number;
  /** What the attempt failed with. */
  readonly error: MiosaError;
}

/** The end of a call. */
export interface EndEvent extends CallEvent {
  /** How many requests were sent; 0 when none was. */
  readonly attempts: number;
  /** How long the call took, in milliseconds, waits included. */
  readonly durationMs: number;
  /** The HTTP status of the last response, where there was one. */
  readonly status?: number;
  /** The request id of the last response, where the API sent one. */
  readonly requestId?: string;
  /** What the call rejected with. If that is an abort reason or another foreign error, it is the `cause`. */
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
  /** Called exactly once for each call that has started, when it ends. */
  readonly onEnd?: ((event: EndEvent) => void) | undefined;
}

export const hookChecks: Checks<MiosaHooks> = {
  onRequest: functionOf('the event'),
  onResponse: functionOf('the event'),
  onRetry: functionOf('the event'),
  onEnd: functionOf('the event'),
};

let calls = 0;

/** Calls the hooks with what happens to one call. */
export class CallObserver {
  readonly #hooks: MiosaHooks;
  readonly #event: CallEvent;
  readonly #start: number = performance.now();
  #attempt = 0;
  #sent = 0;
  #sentAt = 0;
  #lastResponse: Pick<EndEvent, 'status' | 'requestId'> = {};

  constructor(hooks: MiosaHooks, { operation, method, route, path, headers }: Call<unknown>) {
    this.#hooks = hooks;
    calls += 1;
    // Counted, since frameworks that render ahead of time refuse random values before a request.
    this.#event = { callId: String(calls), operation, method, route, path, tenant: headers['x-miosa-tenant'] };
  }

  onAttempt(): void {
    this.#attempt += 1;
    this.#lastResponse = {};
  }

  onRequest(): void {
    this.#sent += 1;
    this.#sentAt = performance.now();
    notify(() => this.#hooks.onRequest?.({ ...this.#event, attempt: this.#attempt }));
  }

  onResponse(status: number, requestId: string | undefined): void {
    this.#lastResponse = { status, ...(requestId !== undefined && { requestId }) };
    const durationMs = performance.now() - this.#sentAt;
    const event = { ...this.#event, attempt: this.#attempt, status, durationMs, requestId };
    notify(() => this.#hooks.onResponse?.(event));
  }

  onRetry(delayMs: number, error: MiosaError): void {
    notify(() => this.#hooks.onRetry?.({ ...this.#event, attempt: this.#attempt, delayMs, error }));
  }

  onEnd(failure?: { readonly error: unknown }): void {
    const durationMs = performance.now() - this.#start;
    const error = failure && { error: toLoggable(failure.error) };
    const event = { ...this.#event, attempts: this.#sent, durationMs, ...this.#lastResponse, ...error };
    notify(() => this.#hooks.onEnd?.(event));
  }
}

/** Calls a user's function that only observes: if it fails, the call goes on. */
export function notify(call: () => unknown): void {
  try {
    // An async function fails later, and its rejection would be unhandled.
    Promise.resolve(call()).catch(() => {});
  } catch {}
}

/** `JSON.stringify` omits the fields of most errors; errors of this package have a `toJSON` that is safe to log. */
function toLoggable(reason: unknown): MiosaError {
  if (reason instanceof MiosaError) return reason;
  return new MiosaError(`the call was ended early (${reasonOf(safeCause(reason, redactKeyLike))})`, { cause: reason });
}
