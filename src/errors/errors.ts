import type { JsonObject, OpenString } from '../json.ts';
import type { PreviewDomainCheck } from '../resources/preview-domain-check.ts';

/** Registered globally, so that two copies of the package in one process recognize each other's errors. */
const brand: unique symbol = Symbol.for('miosa-client.error');

/** What an error may be given beside its message. */
type MiosaErrorOptions = {
  readonly cause?: unknown;
  readonly code?: string | undefined;
};

/**
 * The base class of every error that this package throws. `name` is a literal on each class and survives minifiers, so
 * it can be compared and logged.
 *
 * @example
 * ```ts
 * import { MiosaClient, MiosaError } from 'miosa-client';
 *
 * const miosa = new MiosaClient();
 * try {
 *   await miosa.projects.list();
 * } catch (error) {
 *   if (error instanceof MiosaError) console.error(error.message);
 *   else throw error;
 * }
 * ```
 */
export class MiosaError extends Error {
  override name: string = 'MiosaError';
  /** The API's error code, such as `VALIDATION_FAILED`, where there is one. */
  readonly code: string | undefined;
  /** The cause: an error of this package, or a copy of another one with only its name, message, code and stack. */
  declare readonly cause?: unknown;

  constructor(message: string, options: MiosaErrorOptions = {}) {
    // An own `cause` that is undefined would be printed as one.
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    Object.defineProperty(this, brand, { value: true });
  }

  /**
   * The fields that are safe to log, as plain data. `JSON.stringify` calls it.
   *
   * @returns `name`, `message`, `code` and the fields of the class; never a key, a request or a response body.
   */
  toJSON(): JsonObject {
    return withoutUndefined({ name: this.name, message: this.message, code: this.code });
  }
}

/** A bad option or argument: nothing was sent. Also a `fetch` function that returns no usable `Response`. */
export class MiosaConfigError extends MiosaError {
  override name: 'MiosaConfigError' = 'MiosaConfigError';
}

/** No response arrived: the name did not resolve, the connection was refused, reset or cut. */
export class MiosaConnectionError extends MiosaError {
  override name: 'MiosaConnectionError' = 'MiosaConnectionError';
}

/** `timeout` or `totalTimeout` ran out. `cause` is what the last attempt failed with, where there was one. */
export class MiosaTimeoutError extends MiosaError {
  override name: 'MiosaTimeoutError' = 'MiosaTimeoutError';
  /** The last check, when the time ran out while waiting for DNS. */
  readonly lastCheck: PreviewDomainCheck | undefined;

  constructor(message: string, options: { cause?: unknown; lastCheck?: PreviewDomainCheck | undefined } = {}) {
    super(message, options);
    this.lastCheck = options.lastCheck;
  }
}

/** One thing that is wrong with one field, of a request or of a response. */
export interface Issue {
  /** The field as it is spelled on the wire; nested paths are joined with dots. Empty when no field is named. */
  readonly field: string;
  /** What is wrong with it, in words. */
  readonly message: string;
  /** The code of the issue, where the API gives one. */
  readonly code?: string;
}

/**
 * The request succeeded, but its response is not what the API promises. A mutation **was** processed: do not retry it
 * blindly.
 */
export class MiosaResponseError extends MiosaError {
  override name: 'MiosaResponseError' = 'MiosaResponseError';
  /** The HTTP status, a 2xx. */
  readonly status: number;
  /** The request id to quote to MIOSA's support. */
  readonly requestId: string | undefined;
  /** What was wrong: path on the wire and expected kind. */
  readonly issues: readonly Issue[];
  /** The start of the body, at most 500 characters, keys removed. */
  readonly bodyExcerpt: string;

  constructor(
    message: string,
    fields: Pick<MiosaResponseError, 'status' | 'requestId' | 'issues' | 'bodyExcerpt' | 'cause'>,
  ) {
    super(message, { cause: fields.cause });
    this.status = fields.status;
    this.requestId = fields.requestId;
    this.issues = fields.issues;
    this.bodyExcerpt = fields.bodyExcerpt;
  }

  override toJSON(): JsonObject {
    const { status, requestId, issues } = this;
    return { ...super.toJSON(), ...withoutUndefined({ status, requestId, issues }) };
  }
}

/** The error codes that MIOSA documents. The API may send others; the type stays open to them. */
export type MiosaErrorCode = OpenString<
  | 'WORKSPACE_REQUIRED'
  | 'WORKSPACE_NOT_FOUND'
  | 'VALIDATION_FAILED'
  | 'VALIDATION_ERROR'
  | 'INVALID_ID'
  | 'MISSING_PARAM'
  | 'invalid_token'
  | 'insufficient_scope'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'TENANT_RESOLUTION_FAILED'
  | 'rate_limit_exceeded'
  | 'INTERNAL_ERROR'
>;

/** The fields of a {@link MiosaApiError}. */
export type ApiErrorFields = Pick<MiosaApiError, 'status' | 'method' | 'path'> &
  Partial<Omit<MiosaApiError, Exclude<keyof MiosaError, 'code' | 'cause'>>>;

/** The API answered with a status that is not 2xx. Subclasses tell the common statuses and codes apart. */
export class MiosaApiError extends MiosaError {
  override name: string = 'MiosaApiError';
  /** The HTTP status. */
  readonly status: number;
  declare readonly code: MiosaErrorCode | undefined;
  /** The request id to quote to MIOSA's support. */
  readonly requestId: string | undefined;
  /** The field errors, in the API's order. Empty when none were given. */
  readonly issues: readonly Issue[];
  /** The API's `details`, as sent. */
  readonly details: unknown;
  /** The body: parsed when it was JSON, else its text. Kept out of logs: it may hold your customers' data. */
  declare readonly body: unknown;
  /** The response headers. Kept out of logs. */
  declare readonly headers: Headers;
  /** The HTTP method of the request. */
  readonly method: string;
  /** The path of the request, relative to `baseUrl`, without its query. */
  readonly path: string;
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;
  /** How long the API asked to wait, in milliseconds, or `undefined`. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, fields: ApiErrorFields) {
    super(message, { code: fields.code, cause: fields.cause });
    this.status = fields.status;
    this.requestId = fields.requestId;
    this.issues = fields.issues ?? [];
    this.details = fields.details;
    this.method = fields.method;
    this.path = fields.path;
    this.retryable = fields.retryable ?? false;
    this.retryAfterMs = fields.retryAfterMs;
    // Loggers print and serialize what is enumerable.
    Object.defineProperty(this, 'body', { value: fields.body });
    Object.defineProperty(this, 'headers', { value: fields.headers ?? new Headers() });
  }

  override toJSON(): JsonObject {
    const { status, requestId, issues, details, method, path, retryable, retryAfterMs } = this;
    return {
      ...super.toJSON(),
      ...withoutUndefined({ status, requestId, issues, details, method, path, retryable, retryAfterMs }),
    };
  }
}

/** 400: the request is malformed. */
export class BadRequestError extends MiosaApiError {
  override name: 'BadRequestError' | 'WorkspaceRequiredError' = 'BadRequestError';
}

/** `WORKSPACE_REQUIRED`: a project must be given a workspace. Thrown without a request when none was chosen. */
export class WorkspaceRequiredError extends BadRequestError {
  override name: 'WorkspaceRequiredError' = 'WorkspaceRequiredError';
  declare readonly code: 'WORKSPACE_REQUIRED';
}

/** 401: the key is missing, malformed, expired or revoked. */
export class AuthenticationError extends MiosaApiError {
  override name: 'AuthenticationError' = 'AuthenticationError';
}

/** 403: the key is valid but may not do this. */
export class PermissionDeniedError extends MiosaApiError {
  override name: 'PermissionDeniedError' = 'PermissionDeniedError';
}

/** 404: it does not exist, or it belongs to another organization. */
export class NotFoundError extends MiosaApiError {
  override name: 'NotFoundError' | 'WorkspaceNotFoundError' = 'NotFoundError';
}

/** `WORKSPACE_NOT_FOUND`: the selector did not resolve inside the organization. */
export class WorkspaceNotFoundError extends NotFoundError {
  override name: 'WorkspaceNotFoundError' = 'WorkspaceNotFoundError';
  declare readonly code: 'WORKSPACE_NOT_FOUND';
}

/** 409: it conflicts with what already exists, such as a slug that is taken. */
export class ConflictError extends MiosaApiError {
  override name: 'ConflictError' = 'ConflictError';
}

/** `VALIDATION_FAILED` and every other 422: `issues` says which fields are invalid, and why. */
export class ValidationFailedError extends MiosaApiError {
  override name: 'ValidationFailedError' = 'ValidationFailedError';
}

/** 429: too many requests. `retryAfterMs` says how long the API asked to wait. */
export class RateLimitError extends MiosaApiError {
  override name: 'RateLimitError' = 'RateLimitError';
}

/** 5xx: the API failed. */
export class ServerError extends MiosaApiError {
  override name: 'ServerError' = 'ServerError';
}
/** Every error that this package throws, told apart by `name`. */
export type AnyMiosaError =
  | MiosaConfigError
  | MiosaConnectionError
  | MiosaTimeoutError
  | MiosaResponseError
  | (MiosaApiError & { readonly name: 'MiosaApiError' })
  | (BadRequestError & { readonly name: 'BadRequestError' })
  | WorkspaceRequiredError
  | AuthenticationError
  | PermissionDeniedError
  | (NotFoundError & { readonly name: 'NotFoundError' })
  | WorkspaceNotFoundError
  | ConflictError
  | ValidationFailedError
  | RateLimitError
  | ServerError;

/**
 * Tells whether a value is an error of this package, of any copy or build of it.
 *
 * @param value - Anything, typically what a `catch` clause received.
 * @returns `true` for every error of this package; `switch (error.name)` then narrows to its class.
 *
 * @example
 * ```ts
 * import { isMiosaError } from 'miosa-client';
 *
 * function report(error: unknown): string {
 *   if (!isMiosaError(error)) return 'unexpected';
 *   switch (error.name) {
 *     case 'ValidationFailedError':
 *       return error.issues.map(({ field, message }) => `${field} ${message}`).join(', ');
 *     case 'RateLimitError':
 *       return `try again in ${error.retryAfterMs ?? 1000} ms`;
 *     default:
 *       return error.message;
 *   }
 * }
 * ```
 */
export function isMiosaError(value: unknown): value is AnyMiosaError {
  return typeof value === 'object' && value !== null && brand in value;
}

/** JSON has no `undefined`; leaving such keys out keeps logs short. */
function withoutUndefined(fields: Readonly<Record<string, unknown>>): JsonObject {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  // Callers pass strings, numbers, booleans and parsed JSON only.
  return Object.fromEntries(present) as JsonObject;
}
