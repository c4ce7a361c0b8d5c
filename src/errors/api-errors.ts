import type { JsonObject } from '../json.ts';
import type { OpenString } from '../open-string.ts';
import type { Issue } from './issue.ts';
import { MiosaError, withoutUndefined } from './miosa-error.ts';

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

/** What a {@link MiosaApiError} is made of. */
export interface MiosaApiErrorFields {
  /** The HTTP status. */
  readonly status: number;
  /** The API's error code, where there is one. */
  readonly code?: MiosaErrorCode | undefined;
  /** The request id to quote to MIOSA's support. */
  readonly requestId?: string | undefined;
  /** The field errors, in the API's order. */
  readonly issues?: readonly Issue[] | undefined;
  /** The API's `details`, as sent. */
  readonly details?: unknown;
  /** The body: parsed when it was JSON, else its text; keys removed. */
  readonly body?: unknown;
  /** The response headers; keys and cookies removed. */
  readonly headers?: Headers | undefined;
  /** The HTTP method of the request. */
  readonly method: string;
  /** The path of the request, relative to `baseUrl`, without its query. */
  readonly path: string;
  /** Whether the same request may succeed later. */
  readonly retryable?: boolean | undefined;
  /** How long the API asked to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/** The API answered with a status that is not 2xx. Subclasses tell the common statuses and codes apart. */
export class MiosaApiError extends MiosaError {
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
  /** How long the API asked to wait, in milliseconds, where it said so. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, fields: MiosaApiErrorFields) {
    super(message, { code: fields.code });
    this.status = fields.status;
    this.requestId = fields.requestId;
    this.issues = fields.issues ?? [];
    this.details = fields.details;
    this.method = fields.method;
    this.path = fields.path;
    this.retryable = fields.retryable ?? false;
    this.retryAfterMs = fields.retryAfterMs;
    // Loggers print and serialise what is enumerable.
    Object.defineProperty(this, 'body', { value: fields.body });
    Object.defineProperty(this, 'headers', { value: fields.headers ?? new Headers() });
  }

  override get name(): string {
    return 'MiosaApiError';
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
  override get name(): 'BadRequestError' | 'WorkspaceRequiredError' {
    return 'BadRequestError';
  }
}

/** `WORKSPACE_REQUIRED`: a project must be given a workspace. Thrown without a request when none was chosen. */
export class WorkspaceRequiredError extends BadRequestError {
  declare readonly code: 'WORKSPACE_REQUIRED';

  override get name(): 'WorkspaceRequiredError' {
    return 'WorkspaceRequiredError';
  }
}

/** 401: the key is missing, malformed, expired or revoked. */
export class AuthenticationError extends MiosaApiError {
  override get name(): 'AuthenticationError' {
    return 'AuthenticationError';
  }
}

/** 403: the key is valid but may not do this. */
export class PermissionDeniedError extends MiosaApiError {
  override get name(): 'PermissionDeniedError' {
    return 'PermissionDeniedError';
  }
}

/** 404: it does not exist, or it belongs to another organization. */
export class NotFoundError extends MiosaApiError {
  override get name(): 'NotFoundError' | 'WorkspaceNotFoundError' {
    return 'NotFoundError';
  }
}

/** `WORKSPACE_NOT_FOUND`: the selector did not resolve inside the organization. */
export class WorkspaceNotFoundError extends NotFoundError {
  declare readonly code: 'WORKSPACE_NOT_FOUND';

  override get name(): 'WorkspaceNotFoundError' {
    return 'WorkspaceNotFoundError';
  }
}

/** 409: it clashes with what is already there. */
export class ConflictError extends MiosaApiError {
  override get name(): 'ConflictError' {
    return 'ConflictError';
  }
}

/** `VALIDATION_FAILED` and every other 422: `issues` says which fields were refused, and why. */
export class ValidationFailedError extends MiosaApiError {
  override get name(): 'ValidationFailedError' {
    return 'ValidationFailedError';
  }
}

/** 429: too many requests. `retryAfterMs` says how long the API asked to wait. */
export class RateLimitError extends MiosaApiError {
  override get name(): 'RateLimitError' {
    return 'RateLimitError';
  }
}

/** 5xx: the API failed. */
export class ServerError extends MiosaApiError {
  override get name(): 'ServerError' {
    return 'ServerError';
  }
}
