import { isRecord } from './is-record.ts';

/**
 * How long the API asked to wait, in milliseconds: the `Retry-After` header (seconds, fractions, or an HTTP date), else
 * `retry_after_ms`, else `retry_after` (seconds) in the body, at the top or inside `error`. A hint that cannot be read
 * counts as none.
 */
export function readRetryHint(headers: Headers, body: unknown): number | undefined {
  return readHeader(headers.get('retry-after')) ?? readBody(body);
}

function readHeader(value: string | null): number | undefined {
  if (value === null) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  // `Date.parse` finds a date in almost anything with a number in it.
  const date = /^[A-Z][a-z]+, /.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

function readBody(body: unknown): number | undefined {
  if (!isRecord(body)) return undefined;
  const error = isRecord(body['error']) ? body['error'] : {};
  return (
    wait(body['retry_after_ms'] ?? error['retry_after_ms']) ??
    wait(inMilliseconds(body['retry_after'] ?? error['retry_after']))
  );
}

function inMilliseconds(seconds: unknown): number | undefined {
  return typeof seconds === 'number' ? seconds * 1000 : undefined;
}

function wait(milliseconds: unknown): number | undefined {
  return typeof milliseconds === 'number' && milliseconds >= 0 ? milliseconds : undefined;
}
