import { isRecord } from '../json.ts';

/** Shorter strings are no keys: removing them would only garble texts. */
const minKeyLength = 6;

/** Removes keys from a text that came from outside: servers and proxies echo what they were sent. */
export type Redact = (text: string) => string;

/** Makes the {@link Redact} for some keys. */
export function redactor(keys: readonly string[]): Redact {
  const secrets = keys.filter((key) => key.length >= minKeyLength);
  return (text) => secrets.reduce((safe, key) => safe.replaceAll(key, '[redacted]'), text);
}

/** The same for a text that may be JSON, or the start of it: there a key can be spelled in escapes. */
export function redactEscaped(text: string, redact: Redact): string {
  const safe = redact(text);
  const plain = safe
    .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\(["\\/])/g, '$1');
  const safePlain = redact(plain);
  return safePlain === plain ? safe : safePlain;
}

/** Removes what looks like a key, where the key itself is not known. */
export const redactKeyLike: Redact = (text) => text.replace(/msk_\w+/g, '[redacted]');

/** A copy of response headers that is safe to keep: no cookies, no echoed keys. */
export function safeHeaders(headers: Headers, redact: Redact): Headers {
  const safe = new Headers();
  for (const [name, value] of headers) {
    if (name !== 'set-cookie') safe.append(name, redact(value));
  }
  return safe;
}

/** A response that is safe to hand to the caller: itself, or without body where a header echoes the key. */
export function safeResponse(response: Response, redact: Redact): Response {
  if (Array.from(response.headers).every(([, value]) => redact(value) === value)) return response;
  const { status, statusText, headers } = response;
  return new Response(null, { status, statusText, headers: safeHeaders(headers, redact) });
}

/** The body of an error: parsed where it is JSON, else its text. */
export function safeBody(text: string, redact: Redact): unknown {
  const safe = redact(text);
  if (safe === '') return undefined;
  try {
    // JSON can spell a key in escapes, which only show once it is parsed.
    return JSON.parse(safe, (_, value) => {
      if (typeof value === 'string') return redact(value);
      if (!isRecord(value) || Object.keys(value).every((name) => redact(name) === name)) return value;
      return Object.fromEntries(Object.entries(value).map(([name, field]) => [redact(name), field]));
    });
  } catch {
    return redactEscaped(safe, redact);
  }
}

const maxCauses = 5;

/**
 * A copy of a foreign error that is safe to chain as a `cause`: its name, message, code and causes, and nothing else.
 * What `fetch` implementations throw may hold the request, and with it the key.
 */
export function safeCause(error: unknown, redact: Redact, depth = 0): Error {
  const source = error instanceof Error ? error : new Error(typeof error === 'string' ? error : 'not an Error');
  const cause =
    source.cause === undefined || depth >= maxCauses ? undefined : safeCause(source.cause, redact, depth + 1);
  // Plain JavaScript can make these fields anything, and reading a stack can throw.
  const text = (read: () => unknown): string => {
    try {
      const value = read();
      return typeof value === 'string' ? redact(value) : '';
    } catch {
      return '';
    }
  };
  const copy = new Error(
    text(() => source.message),
    cause && { cause },
  );
  copy.name = text(() => source.name);
  copy.stack = text(() => source.stack);
  return 'code' in source && typeof source.code === 'string'
    ? Object.assign(copy, { code: redact(source.code) })
    : copy;
}
