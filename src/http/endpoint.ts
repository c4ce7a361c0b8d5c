import type { StandardSchemaV1 } from '@standard-schema/spec';

/** The HTTP methods of the API. */
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** An endpoint, as data. */
export interface Endpoint<T> {
  /** The method of the client that calls it, such as `projects.create`. */
  readonly operation: string;
  readonly method: HttpMethod;
  /** Relative to `baseUrl`, with parameters in braces: `/projects/{id}`. */
  readonly route: string;
  /** What its response holds; `undefined` where only success counts, whatever the body is. */
  readonly schema: StandardSchemaV1<unknown, T> | undefined;
  /** Whether an empty body is a response, too. Elsewhere it is one that was lost on the way. */
  readonly mayBeEmpty?: boolean;
}

/** The endpoints of a resource, by the method that calls them. */
export type Endpoints = Readonly<Record<string, Endpoint<unknown>>>;

/** What one call of an endpoint fills in. */
export interface RequestInput<T> {
  /** Path parameters. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** A path that the caller wrote whole, instead of the route. */
  readonly path?: string;
  /** Query parameters. One that is `undefined` is left out. */
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  /** The body, to be sent as JSON. */
  readonly body?: unknown;
  /** The schema of this call's response, where it depends on the input. */
  readonly schema?: StandardSchemaV1<unknown, T> | undefined;
  /** Sent instead of a random key, unless the caller gives one or wants none. */
  readonly idempotencyKey?: string | undefined;
  /** Whether a 404 after an attempt with an unknown outcome means that the attempt succeeded. */
  readonly succeedsWhenGone?: boolean;
}
