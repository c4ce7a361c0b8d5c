import {
  AuthenticationError,
  ConflictError,
  MiosaApiError,
  MiosaConnectionError,
  MiosaResponseError,
  MiosaTimeoutError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ServerError,
  ValidationFailedError,
} from 'miosa-client';
import { exampleDomain } from './domain-name.ts';

/** What went wrong, in the customer's words. */
export interface Problem {
  readonly title: string;
  /** What to do about it. */
  readonly advice: string;
  /** How long trying again is of no use, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** To quote to support. */
  readonly reference?: string | undefined;
}

/** Says what is wrong. */
export function explain(error: unknown): Problem {
  const reference = error instanceof MiosaApiError || error instanceof MiosaResponseError ? error.requestId : undefined;
  return { ...inWords(error), reference };
}

function inWords(error: unknown): Omit<Problem, 'reference'> {
  if (error instanceof AuthenticationError || error instanceof PermissionDeniedError) {
    return {
      title: 'We are not allowed to do this',
      advice: 'The mistake is on our side, not yours. Please tell our support, and quote the reference.',
    };
  }
  if (error instanceof RateLimitError) {
    const { retryAfterMs = 5000 } = error;
    return { title: 'Too many requests', advice: 'Please wait a little, then try again.', retryAfterMs };
  }
  if (error instanceof NotFoundError) {
    return {
      title: 'This project is gone',
      advice: 'Somebody may have removed it. Reload the page for the current list.',
    };
  }
  if (error instanceof ServerError) {
    return { title: 'The service is not answering', advice: 'Please try again in a moment.' };
  }
  if (error instanceof MiosaConnectionError) {
    return { title: 'No connection', advice: 'Please check that you are online, then try again.' };
  }
  if (error instanceof MiosaTimeoutError) {
    if (error.lastCheck === undefined) {
      return { title: 'No answer in time', advice: 'The service took too long. Please try again in a moment.' };
    }
    return {
      title: 'The records are not visible yet',
      advice: 'DNS can take a few hours. Compare both records with what your provider shows, then check again.',
    };
  }
  if (error instanceof MiosaResponseError) {
    return {
      title: 'We could not read the answer',
      advice: 'What you asked for was done. Please reload the page to see it.',
    };
  }
  if (error instanceof ValidationFailedError) {
    return { title: 'This was not accepted', advice: error.issues.map(({ message }) => message).join('; ') };
  }
  return { title: 'Something went wrong', advice: 'Please reload the page and try again.' };
}

/** What is wrong with the domain that was typed, or `undefined` when the error is about something else. */
export function domainIssue(error: unknown): string | undefined {
  const isTaken = 'This domain belongs to another project already. Clear it there first, or use another one.';
  if (error instanceof ConflictError) return isTaken;
  if (!(error instanceof ValidationFailedError)) return undefined;
  const messages = error.issues.filter(({ field }) => field === 'preview_domain').map(({ message }) => message);
  if (messages.some((message) => /taken|in use|already/.test(message))) return isTaken;
  return messages.length === 0
    ? undefined
    : `This domain ${messages.join(' and ')}. Enter one such as ${exampleDomain}.`;
}
