import { oneLine } from '../errors/error-body.ts';

/** Shorter strings are not keys: removing them would only garble texts. */
const minKeyLength = 6;

/** Removes a key from a text that came from outside: servers and proxies echo what they were sent. */
export type Redact = (text: string) => string;

/** Makes the {@link Redact} for a key. */
export function redactor(key: string | undefined): Redact {
  return key === undefined || key.length < minKeyLength ? (text) => text : (text) => text.replaceAll(key, '[redacted]');
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

const maxCauses = 5;

/**
 * A copy of a foreign error that is safe to chain as a `cause`: its name, message, code and causes, and nothing else.
 * What `fetch` implementations throw may hold the request, and with it the key.
 */
export function safeCause(error: unknown, redact: Redact, depth = 0): Error {
  const { message, name, stack, code, cause } = partsOf(error);
  const text = (value: unknown): string => (typeof value === 'string' ? redact(value) : '');
  const hasCause = cause !== undefined && depth < maxCauses;
  const copy = new Error(text(message), hasCause ? { cause: safeCause(cause, redact, depth + 1) } : undefined);
  copy.name = text(name) || 'Error';
  copy.stack = text(stack);
  return typeof code === 'string' ? Object.assign(copy, { code: redact(code) }) : copy;
}

/** What is kept of an error. Anything can be thrown, objects that cannot be read included. */
function partsOf(error: unknown): Record<string, unknown> {
  try {
    if (Object(error) !== error) return { message: error === undefined ? '' : String(error) };
    const { message, name, stack, code, errors, cause } = Object(error);
    // Of several errors at once, the first that says something is enough.
    const first = Array.isArray(errors) ? (errors.find((each) => Object(each).message) ?? errors[0]) : undefined;
    return { message, name, stack, code, cause: cause ?? first };
  } catch {
    return {};
  }
}

/** Why something failed, in one line: the message of an error and of its innermost cause, and the innermost code. */
export function reasonOf(error: Error): string {
  const chain: (Error & { code?: unknown })[] = [];
  for (let each: unknown = error; each instanceof Error; each = each.cause) chain.push(each);
  const innermost = chain.findLast(({ message }) => message !== '');
  const code = chain.map((each) => each.code).findLast((each) => typeof each === 'string');
  const texts = [error.message, innermost?.message ?? '', String(code ?? '')];
  const isNew = (text: string, index: number) => !texts.slice(0, index).some((earlier) => earlier.includes(text));
  const reason = oneLine(texts.filter((text, index) => text !== '' && isNew(text, index)).join(', '));
  return reason || (error.name === 'Error' ? 'no reason given' : error.name);
}
