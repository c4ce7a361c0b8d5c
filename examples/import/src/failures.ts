import { isMiosaError } from 'miosa-client';

/** Whether the same job may succeed later, although nobody changes anything. */
export function isTemporary(error: unknown): boolean {
  if (!isMiosaError(error)) return true;
  if ('retryable' in error) return error.retryable;
  switch (error.name) {
    case 'MiosaConnectionError':
    case 'MiosaTimeoutError':
      return true;
    case 'MiosaResponseError':
      // Damaged on its way; or the API has changed the slug that was sent, and would create another one each time.
      return !error.issues.some(({ field }) => field === 'slug');
    default:
      return false;
  }
}

/** Whether no job can succeed until somebody changes the key. */
export function isAboutKey(error: unknown): boolean {
  return isMiosaError(error) && error.name === 'AuthenticationError';
}

/** Why a job failed, in one line. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.name}: ${error.message}`.replaceAll(/\s+/g, ' ');
}
