import { redactor } from '../errors/redact.ts';

/** A request that arrived at the emulator. No key is in it. */
export interface RecordedRequest {
  /** The HTTP method. */
  readonly method: string;
  /** The path below `/api/v1`, as it was sent. */
  readonly path: string;
  /** The query parameters. */
  readonly query: Readonly<Record<string, string>>;
  /** The headers, names in lower case. Values that look like credentials are taken out. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body: parsed where it was JSON, else its text; `undefined` where there was none. */
  readonly body: unknown;
}

/** The key that a request carries, or `undefined`. */
export function bearerToken(headers: Headers): string | undefined {
  return /^Bearer (\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
}

/** What is kept of a request. */
export function recordRequest(request: Request, path: string, text: string): RecordedRequest {
  const token = bearerToken(request.headers);
  const redact = redactor(token === undefined ? [] : [token]);
  const headers = [...request.headers].map(([name, value]) => [name, withoutSecret(name, redact(value))]);
  const query = [...new URL(request.url).searchParams].map(([name, value]) => [name, redact(value)]);
  return {
    method: request.method,
    path: redact(path),
    query: Object.fromEntries(query),
    headers: Object.fromEntries(headers),
    body: parseBody(redact(text)),
  };
}

/** Names of headers whose values are secrets, in whatever scheme or length. */
const secretNames = /auth|cookie|credential|key|passw|secret|session|signature|token/;

function withoutSecret(name: string, value: string): string {
  if (name === 'authorization') return 'Bearer [redacted]';
  return secretNames.test(name) && name !== 'idempotency-key' ? '[redacted]' : value;
}

function parseBody(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
