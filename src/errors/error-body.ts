import { isRecord } from '../json.ts';
import { collectIssues } from './error-issues.ts';
import { type Issue, oneLine } from './issue.ts';

/** What an error body says, whichever of the API's shapes it came in. */
export interface ErrorBody {
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly requestId: string | undefined;
  readonly issues: readonly Issue[];
  readonly details: unknown;
  readonly retryable: boolean;
}

/**
 * Reads an error body.
 *
 * The documented shape nests everything under `error`; others are flat, with `error` holding a code or a sentence, or
 * without `error` at all. Each member is therefore looked for inside `error` first and at the top next.
 *
 * @param body - The parsed JSON, or the text of a body that is not JSON.
 * @param status - The HTTP status: `details` holds field errors only where the request itself was refused.
 */
export function readErrorBody(body: unknown, status: number): ErrorBody {
  const top = isRecord(body) ? body : {};
  const flat = typeof top['error'] === 'string' ? top['error'] : undefined;
  const nested = isRecord(top['error']) ? top['error'] : {};
  const flatCode = flat !== undefined && looksLikeCode(flat) ? flat : undefined;
  const details = nested['details'] ?? top['details'];

  return {
    code: text(nested['code']) ?? text(top['code']) ?? flatCode,
    message:
      text(nested['message']) ??
      (flatCode === undefined ? text(flat) : undefined) ??
      text(top['message']) ??
      text(top['detail']) ??
      text(top['reason']) ??
      plainText(body),
    requestId: text(nested['request_id']) ?? text(top['request_id']),
    issues: collectIssues(top['errors'], ...(mayNameFields(status) ? [nested['details'], top['details']] : [])),
    details,
    retryable: (nested['retryable'] ?? top['retryable']) === true,
  };
}

/** `UPPER_CODE` or `lower_snake_code`; a sentence has spaces, and a lone word in lower case is one. */
function looksLikeCode(value: string): boolean {
  return /^[A-Z][A-Z0-9_]*$|^[a-z][a-z0-9]*(_[a-z0-9]+)+$/.test(value);
}

function mayNameFields(status: number): boolean {
  return status === 400 || status === 409 || status === 422;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' && !isMarkup(value) ? oneLine(value) : undefined;
}

/** A gateway's line of plain text is worth showing, JSON that broke off is not. */
function plainText(body: unknown): string | undefined {
  return typeof body === 'string' && !/^\s*[{[]/.test(body) ? text(body) : undefined;
}

/** A proxy's page is no message, wherever it stands. */
function isMarkup(value: string): boolean {
  return /<[a-z!/?]/i.test(value);
}
