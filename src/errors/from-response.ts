import {
  AuthenticationError,
  BadRequestError,
  ConflictError,
  MiosaApiError,
  type MiosaApiErrorFields,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ServerError,
  ValidationFailedError,
  WorkspaceNotFoundError,
  WorkspaceRequiredError,
} from './api-errors.ts';
import { readErrorBody } from './error-body.ts';
import { describeIssues } from './issue.ts';
import { readRetryAfter } from './retry-after.ts';

type ApiErrorClass = new (message: string, fields: MiosaApiErrorFields) => MiosaApiError;

/** Codes that decide the class whatever the status is. */
const classByCode = new Map<string | undefined, ApiErrorClass>([
  ['WORKSPACE_REQUIRED', WorkspaceRequiredError],
  ['WORKSPACE_NOT_FOUND', WorkspaceNotFoundError],
  ['VALIDATION_FAILED', ValidationFailedError],
  ['VALIDATION_ERROR', ValidationFailedError],
]);

const classByStatus = new Map<number, ApiErrorClass>([
  [400, BadRequestError],
  [401, AuthenticationError],
  [403, PermissionDeniedError],
  [404, NotFoundError],
  [409, ConflictError],
  [422, ValidationFailedError],
  [429, RateLimitError],
]);

function isRetryableStatus(status: number): boolean {
  // 520 to 527 are what proxies say of the server behind them.
  return [408, 425, 429, 500, 502, 503, 504].includes(status) || (status >= 520 && status <= 527);
}

/** A response that is not 2xx, with everything that could identify the caller's key already taken out. */
export interface FailedResponse {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, or the text of a body that is not JSON. */
  readonly body: unknown;
  readonly method: string;
  readonly path: string;
}

/** Turns a response that is not 2xx into the error that names it. */
export function errorFromResponse(response: FailedResponse): MiosaApiError {
  const { status, headers, body, method, path } = response;
  const { code, message, issues, details, retryable, ...parsed } = readErrorBody(body, status);
  const requestId = headers.get('x-request-id') || parsed.requestId;
  const ErrorClass =
    classByCode.get(code) ?? classByStatus.get(status) ?? (status >= 500 ? ServerError : MiosaApiError);

  const title = [status, code].filter(Boolean).join(' ');
  const text = message ?? (issues.length > 0 ? 'the request was refused' : 'the response has no readable message');
  const fields = issues.length > 0 ? ` (${describeIssues(issues)})` : '';
  const origin = [`${method} ${path}`, requestId].filter(Boolean).join(', ');

  return new ErrorClass(`${title}: ${text}${fields} [${origin}]`, {
    status,
    code,
    requestId,
    issues,
    details,
    body,
    headers,
    method,
    path,
    retryable: retryable || isRetryableStatus(status),
    retryAfterMs: readRetryAfter(headers, body),
  });
}
