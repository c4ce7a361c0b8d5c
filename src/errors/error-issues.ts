import { isRecord } from '../json.ts';
import type { Issue } from './issue.ts';

/** Deeper nesting is no field path but an attempt to exhaust the stack. */
const maxDepth = 16;

/**
 * Collects field errors, in order, from the first source that holds any: a map of fields to messages (nested for
 * embedded objects), a list of `{ field or path, message, code }`, or a list of strings.
 */
export function collectIssues(...sources: readonly unknown[]): readonly Issue[] {
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
