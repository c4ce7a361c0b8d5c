import { oneLine, readErrorBody } from './error-body.ts';
import {
  type ApiErrorFields,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  type Issue,
  MiosaApiError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ServerError,
  ValidationFailedError,
  WorkspaceNotFoundError,
  WorkspaceRequiredError,
} from './errors.ts';

type ApiErrorClass = new (message: string, fields: ApiErrorFields) => MiosaApiError;

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

/** A response that is not 2xx, with the key already taken out, and what it means for a retry. */
export interface FailedResponse {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, or the text of a body that is not JSON. */
  readonly body: unknown;
  readonly method: string;
  readonly path: string;
  readonly isTransient: boolean;
  readonly retryAfterMs: number | undefined;
}

/** Converts a response that is not 2xx to an error of the matching class. */
export function errorFromResponse({ isTransient, ...response }: FailedResponse): MiosaApiError {
  const { status, headers, body, method, path } = response;
  const { code, message, issues, details, retryable, ...parsed } = readErrorBody(body, status);
  const requestId = headers.get('x-request-id') || parsed.requestId;
  const ErrorClass =
    classByCode.get(code) ?? classByStatus.get(status) ?? (status >= 500 ? ServerError : MiosaApiError);

  const title = [status, code].filter(Boolean).join(' ');
  const text = redirection(status, headers) ?? message ?? (issues.length > 0 ? 'the request was refused' : noMessage);
  const fields = issues.length > 0 ? ` (${describeIssues(issues)})` : '';
  const origin = [`${method} ${path}`, requestId].filter(Boolean).join(', ');
  return new ErrorClass(`${title}: ${text}${fields} [${origin}]`, {
    ...response,
    code,
    requestId,
    issues,
    details,
    retryable: retryable || isTransient,
  });
}

const noMessage = 'the response has no readable message';

/** An API has no reason to redirect a request with a key: a redirect comes from something else. */
function redirection(status: number, headers: Headers): string | undefined {
  if (status < 300 || status >= 400) return undefined;
  const location = headers.get('location');
  return oneLine(`redirects are not followed${location ? `; this one leads to ${location}` : ''}: check baseUrl`);
}

const maxIssues = 5;

/** Issues as one line for an error message: `slug: has already been taken; name: can't be blank`. */
function describeIssues(issues: readonly Issue[]): string {
  const shown = issues.slice(0, maxIssues).map(({ field, message }) => (field ? `${field}: ${message}` : message));
  if (issues.length > maxIssues) shown.push(`and ${issues.length - maxIssues} more`);
  return oneLine(shown.join('; '));
}
