import { isMiosaError } from 'miosa-client';

/**
 * Says what went wrong in words for customers.
 *
 * @param fields - How the fields that they filled in are called, by their names in the API. About other fields the API
 *   may complain, too; that is not for customers to fix.
 */
export function explain(error: unknown, fields: Readonly<Record<string, string>> = {}): string {
  if (!isMiosaError(error)) return 'Something went wrong. Please reload the page and try again.';
  switch (error.name) {
    case 'ValidationFailedError': {
      const issue = error.issues.find(({ field }) => field in fields);
      return issue ? `${fields[issue.field]} ${issue.message}.` : 'That was not accepted. Please try something else.';
    }
    case 'AuthenticationError':
    case 'PermissionDeniedError':
      return `We are not allowed to do this. The mistake is ours: please tell our support, and quote ${error.requestId ?? 'the time'}.`;
    case 'NotFoundError':
      return 'This project is gone. Somebody may have removed it.';
    case 'RateLimitError':
      return 'Too many requests. Please wait a little, then try again.';
    case 'MiosaConnectionError':
      return 'No connection. Please check that you are online, then try again.';
    case 'MiosaTimeoutError':
      return error.lastCheck === undefined
        ? 'The service took too long. Please try again in a moment.'
        : 'DNS can take a few hours. Compare both records with what your provider shows, then check again.';
    case 'MiosaResponseError':
      return 'What you asked for was done, but we could not read the answer. Please reload the page to see it.';
    default:
      return 'The service is not answering. Please try again in a moment.';
  }
}
