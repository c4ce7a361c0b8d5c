/** One thing that is wrong with one field, of a request or of a response. */
export interface Issue {
  /** The field as it is spelled on the wire; nested paths are joined with dots. Empty when no field is named. */
  readonly field: string;
  /** What is wrong with it, in words. */
  readonly message: string;
  /** The code of the issue, where the API gives one. */
  readonly code?: string;
}

const maxIssues = 5;

/** Issues as one line for an error message: `slug: has already been taken; name: can't be blank`. */
export function describeIssues(issues: readonly Issue[]): string {
  const shown = issues.slice(0, maxIssues).map(({ field, message }) => (field ? `${field}: ${message}` : message));
  if (issues.length > maxIssues) shown.push(`and ${issues.length - maxIssues} more`);
  return oneLine(shown.join('; '));
}

const maxLength = 500;

/**
 * Folds white space and cuts the end off, so that a text from the network fits into a log line. Control characters are
 * folded, too: terminals obey them.
 */
export function oneLine(text: string): string {
  const folded = text.replace(/[\s\p{Control}]+/gu, ' ').trim();
  return folded.length > maxLength ? `${folded.slice(0, maxLength - 1)}…` : folded;
}
