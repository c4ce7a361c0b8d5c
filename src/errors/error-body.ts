import { isRecord } from '../json.ts';
import type { Issue } from './errors.ts';

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

/** A gateway's line of plain text is worth showing, truncated JSON is not. */
function plainText(body: unknown): string | undefined {
  return typeof body === 'string' && !/^\s*[{[]/.test(body) ? text(body) : undefined;
}

/** A proxy's page is not a message, wherever it stands. */
function isMarkup(value: string): boolean {
  return /^\s*<|<\/[a-z]|<!doctype/i.test(value);
}

/** Deeper nesting is no field path but an attempt to exhaust the stack. */
const maxDepth = 16;

/**
 * Collects field errors, in order, from the first source that holds any: a map of fields to messages (nested for
 * embedded objects), a list of `{ field or path, message, code }`, or a list of strings.
 */
function collectIssues(...sources: readonly unknown[]): readonly Issue[] {
  for (const source of sources) {
    const issues: Issue[] = [];
    collect(source, '', issues, 0);
    if (issues.length > 0) return issues;
  }
  return [];
}

function collect(value: unknown, path: string, issues: Issue[], depth: number): void {
  if (depth > maxDepth) return;
  if (typeof value === 'string') {
    issues.push({ field: path, message: value });
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      collect(item, isEmbedded(item) ? join(path, index) : path, issues, depth + 1);
    }
  } else if (isRecord(value)) {
    const issue = asIssue(value, path);
    if (issue) issues.push(issue);
    else
      for (const [key, item] of Object.entries(value))
        collect(item, isWrapper(key, item) ? path : join(path, key), issues, depth + 1);
  }
}

/** A list item that is itself a map of fields, so that its index belongs to the path. */
function isEmbedded(item: unknown): boolean {
  return isRecord(item) && asIssue(item, '') === undefined;
}

/** `{ fields: [{ path, code }] }` names its fields inside: `fields` is no field itself. */
function isWrapper(key: string, item: unknown): boolean {
  return key === 'fields' && Array.isArray(item) && item.every(isRecord);
}

function asIssue(entry: Record<string, unknown>, path: string): Issue | undefined {
  const field = fieldName(entry['field'] ?? entry['path']);
  const code = typeof entry['code'] === 'string' ? entry['code'] : undefined;
  const message = typeof entry['message'] === 'string' ? entry['message'] : field === undefined ? undefined : code;
  if (message === undefined) return undefined;
  return { field: join(path, field ?? ''), message, ...(code !== undefined && { code }) };
}

function fieldName(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.join('.');
  return typeof value === 'string' ? value : undefined;
}

function join(path: string, key: string | number): string {
  if (path === '') return String(key);
  return key === '' ? path : `${path}.${key}`;
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
