import type { Decoded } from '../decode/decoder.ts';

/** The HTTP methods of the API. */
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** An endpoint, as data. */
export interface Endpoint<T> {
  readonly method: HttpMethod;
  /** Relative to `baseUrl`, with parameters in braces: `/projects/{id}`. */
  readonly path: string;
  /** Decodes the answer. `undefined` where only success counts, whatever the body is. */
  readonly decode:
    | ((json: unknown, parameters: Readonly<Record<string, string>>) => Decoded<T> | Promise<Decoded<T>>)
    | undefined;
  /** Whether an empty body is an answer, too. Elsewhere it is one that was lost on the way. */
  readonly mayBeEmpty?: boolean;
}

/** What one call of an endpoint fills in. */
export interface EndpointInput {
  /** Path parameters. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Query parameters. One that is `undefined` is left out. */
  readonly query?: Readonly<Record<string, unknown>>;
  /** The body, to be sent as JSON. */
  readonly body?: unknown;
  /** Sent instead of a random key, unless the caller gives one of its own or wants none. */
  readonly idempotencyKey?: string | undefined;
}
