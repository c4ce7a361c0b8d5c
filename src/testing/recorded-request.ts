import { redactor } from '../http/redact.ts';
import { parseJson } from './fields.ts';

/** A request that arrived at the emulator. It contains no key. */
export interface RecordedRequest {
  /** The HTTP method. */
  readonly method: string;
  /** The path below `/api/v1`, as it was sent; the whole path of a request elsewhere. */
  readonly path: string;
  /** The query parameters. */
  readonly query: Readonly<Record<string, string>>;
  /** The headers, names in lower case. Values that look like credentials are redacted. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body: parsed where it was JSON, else its text; `undefined` where there was none. */
  readonly body: unknown;
  /** The status of the response; `undefined` until there is one, and where the connection was dropped. */
  readonly status: number | undefined;
}

/** A record of a request that has no response yet. */
export type PendingRecord = Omit<RecordedRequest, 'status'> & { status: number | undefined };

/** The key of a request, or `undefined`. */
export function bearerToken(headers: Headers): string | undefined {
  return /^Bearer (\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
}

/** Records a request, without its key. */
export function recordRequest({ method, headers, url }: Request, path: string, text: string): PendingRecord {
  const token = bearerToken(headers);
  const redact = redactor(token);
  const body = redact(text);
  return {
    method,
    path: redact(path),
    query: Object.fromEntries(Array.from(new URL(url).searchParams, ([name, value]) => [name, redact(value)])),
    headers: Object.fromEntries(Array.from(headers, ([name, value]) => [name, redactHeader(name, redact(value))])),
    body: body === '' ? undefined : parseJson(body),
    status: undefined,
  };
}

/** Names of headers whose values are secrets, in whatever scheme or length. */
const secretNames = /auth|cookie|credential|key|passw|secret|session|signature|token/;

function redactHeader(name: string, value: string): string {
  if (name === 'authorization') return 'Bearer [redacted]';
  return secretNames.test(name) && name !== 'idempotency-key' ? '[redacted]' : value;
}
