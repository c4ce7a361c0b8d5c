import { MiosaConnectionError, MiosaTimeoutError, RateLimitError, ValidationFailedError } from 'miosa-client';

/**
 * Says what went wrong in words for customers.
 *
 * @param fields - How the fields that they filled in are called, by their names in the API. About other fields the API
 *   may complain, too; that is not for customers to fix.
 */
export function explain(error: unknown, fields: Readonly<Record<string, string>> = {}): string {
  if (error instanceof ValidationFailedError) {
    const issue = error.issues.find(({ field }) => field in fields);
    if (issue) return `${fields[issue.field]} ${issue.message}.`;
  }
  if (error instanceof RateLimitError) return 'That was too often. Please wait a minute and try again.';
  if (error instanceof MiosaConnectionError) return 'You seem to be offline. Please try again.';
  if (error instanceof MiosaTimeoutError) return 'It took too long. Please try again.';
  return 'That did not work. Please try again.';
}
