/** Shorter strings are no keys: taking them out would only garble texts. */
const minimumKeyLength = 6;

/** Takes a key out of a text that came from outside: servers and proxies echo what they were sent. */
export type Redact = (text: string) => string;

/** Makes the {@link Redact} for the keys of one call: they may rotate between its attempts. */
export function redactor(keys: readonly string[]): Redact {
  const secrets = keys.filter((key) => key.length >= minimumKeyLength);
  return (text) => secrets.reduce((safe, key) => safe.replaceAll(key, '[redacted]'), text);
}

/** A copy of response headers that is safe to keep on an error: no cookies, no echoed keys. */
export function safeHeaders(headers: Headers, redact: Redact): Headers {
  const safe = new Headers();
  for (const [name, value] of headers) {
    if (name !== 'set-cookie') safe.append(name, redact(value));
  }
  return safe;
}

const maximumCauses = 5;

/**
 * A copy of a foreign error that is safe to chain as a `cause`: its name, message, code and causes, and nothing else.
 * What `fetch` implementations throw may hold the request, and with it the key.
 */
export function safeCause(error: unknown, redact: Redact, depth = 0): Error {
  const source = error instanceof Error ? error : new Error(typeof error === 'string' ? error : 'not an Error');
  const cause =
    source.cause === undefined || depth >= maximumCauses ? undefined : safeCause(source.cause, redact, depth + 1);
  const copy = new Error(redact(source.message), cause && { cause });
  copy.name = redact(source.name);
  if (source.stack !== undefined) copy.stack = redact(source.stack);
  const code = 'code' in source ? source.code : undefined;
  return typeof code === 'string' ? Object.assign(copy, { code: redact(code) }) : copy;
}
