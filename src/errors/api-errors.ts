import type { JsonObject } from '../resources/json.ts';
import type { OpenString } from '../resources/open-string.ts';
import type { Issue } from './issue.ts';
import { MiosaError, publishName, withoutUndefined } from './miosa-error.ts';

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

  static {
    publishName(this, 'MiosaApiError');
  }

  constructor(message: string, fields: MiosaApiErrorFields) {
    super(message, { code: fields.code });
    this.status = fields.status;
    this.requestId = fields.requestId;
    this.issues = fields.issues ?? [];
    this.details = fields.details;
    this.method = fields.method;
    this.path = fields.path;
    this.retryable = fields.retryable ?? false;
    // Loggers print and serialise what is enumerable.
    Object.defineProperty(this, 'body', { value: fields.body });
    Object.defineProperty(this, 'headers', { value: fields.headers ?? new Headers() });
  }

  override toJSON(): JsonObject {
    const { status, requestId, issues, details, method, path, retryable } = this;
    return {
      ...super.toJSON(),
      ...withoutUndefined({ status, requestId, issues, details, method, path, retryable }),
    };
  }
}

/** 400: the request is malformed. */
export class BadRequestError extends MiosaApiError {
  declare readonly name: 'BadRequestError' | 'WorkspaceRequiredError';

  static {
    publishName(this, 'BadRequestError');
  }
}

/** `WORKSPACE_REQUIRED`: a project must be given a workspace. Thrown without a request when none was chosen. */
export class WorkspaceRequiredError extends BadRequestError {
  declare readonly name: 'WorkspaceRequiredError';
  declare readonly code: 'WORKSPACE_REQUIRED';

  static {
    publishName(this, 'WorkspaceRequiredError');
  }
}

/** 401: the key is missing, malformed, expired or revoked. */
export class AuthenticationError extends MiosaApiError {
  declare readonly name: 'AuthenticationError';

  static {
    publishName(this, 'AuthenticationError');
  }
}

/** 403: the key is valid but may not do this. */
export class PermissionDeniedError extends MiosaApiError {
  declare readonly name: 'PermissionDeniedError';

  static {
    publishName(this, 'PermissionDeniedError');
  }
}

/** 404: it does not exist, or it belongs to another organization. */
export class NotFoundError extends MiosaApiError {
  declare readonly name: 'NotFoundError' | 'WorkspaceNotFoundError';

  static {
    publishName(this, 'NotFoundError');
  }
}

/** `WORKSPACE_NOT_FOUND`: the selector did not resolve inside the organization. */
export class WorkspaceNotFoundError extends NotFoundError {
  declare readonly name: 'WorkspaceNotFoundError';
  declare readonly code: 'WORKSPACE_NOT_FOUND';

  static {
    publishName(this, 'WorkspaceNotFoundError');
  }
}

/** 409: it clashes with what is already there. */
export class ConflictError extends MiosaApiError {
  declare readonly name: 'ConflictError';

  static {
    publishName(this, 'ConflictError');
  }
}

/** `VALIDATION_FAILED` and every other 422: `issues` says which fields were refused, and why. */
export class ValidationFailedError extends MiosaApiError {
  declare readonly name: 'ValidationFailedError';

  static {
    publishName(this, 'ValidationFailedError');
  }
}

/** 429: too many requests. */
export class RateLimitError extends MiosaApiError {
  declare readonly name: 'RateLimitError';
  /** How long the API asked to wait, in milliseconds, where it said so. */
  readonly retryAfterMs: number | undefined;

  static {
    publishName(this, 'RateLimitError');
  }

  constructor(message: string, fields: MiosaApiErrorFields) {
    super(message, fields);
    this.retryAfterMs = fields.retryAfterMs;
  }

  override toJSON(): JsonObject {
    return { ...super.toJSON(), ...withoutUndefined({ retryAfterMs: this.retryAfterMs }) };
  }
}

/** 5xx: the API failed. */
export class ServerError extends MiosaApiError {
  declare readonly name: 'ServerError';

  static {
    publishName(this, 'ServerError');
  }
}
