import { isRecord } from '../json.ts';

/**
 * How long the API asked to wait, in milliseconds: the `Retry-After` header (seconds, fractions, or an HTTP date), else
 * `retry_after_ms`, else `retry_after` (seconds) in the body, at the top or inside `error`. `undefined` where it did not
 * ask, or in a way that cannot be read.
 */
export function readRetryAfter(headers: Headers, body: unknown): number | undefined {
  return readHeader(headers.get('retry-after'), headers.get('date')) ?? readBody(body);
}

function readHeader(value: string | null, responseDate: string | null): number | undefined {
  if (value === null) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  const until = readDate(value);
  // The server's own clock, where it shows it: that of this machine may be wrong.
  return until === undefined ? undefined : Math.max(0, until - (readDate(responseDate) ?? Date.now()));
}

function readDate(value: string | null): number | undefined {
  // `Date.parse` finds a date in almost anything with a number in it.
  const time = value !== null && /^[A-Z][a-z]+, /.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

function readBody(body: unknown): number | undefined {
  if (!isRecord(body)) return undefined;
  const error = isRecord(body['error']) ? body['error'] : {};
  return (
    duration(body['retry_after_ms'] ?? error['retry_after_ms'], 1) ??
    duration(body['retry_after'] ?? error['retry_after'], 1000)
  );
}

function duration(value: unknown, milliseconds: number): number | undefined {
  return typeof value === 'number' && value >= 0 ? value * milliseconds : undefined;
}
