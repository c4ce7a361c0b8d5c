import type {
  AuthenticationError,
  BadRequestError,
  ConflictError,
  MiosaApiError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ServerError,
  ValidationFailedError,
  WorkspaceNotFoundError,
  WorkspaceRequiredError,
} from './api-errors.ts';
import type { MiosaConfigError, MiosaConnectionError, MiosaResponseError, MiosaTimeoutError } from './client-errors.ts';
import { isBranded } from './miosa-error.ts';

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
 * Tells whether a value is an error of this package, from whichever copy or build of it.
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
  return isBranded(value);
}
