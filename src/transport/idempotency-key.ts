import { isHeaderToken } from '../config/resolve.ts';
import { MiosaConfigError } from '../errors/client-errors.ts';

/**
 * The key that a mutation carries on every one of its attempts.
 *
 * @param given - The caller's own key, or `false` for none.
 * @param makeDefault - Makes the key for when none is given.
 * @throws {MiosaConfigError} When the caller's key cannot be one.
 */
export function chooseIdempotencyKey(
  given: string | false | undefined,
  makeDefault: () => string | undefined,
): string | undefined {
  if (given === undefined) return makeDefault();
  if (given === false) return undefined;
  if (isHeaderToken(given)) return given;
  throw new MiosaConfigError('idempotencyKey must be a non-empty string without spaces, or false for none.');
}

/**
 * A key that is the same wherever it is made for the same thing, in the form of a random UUID.
 *
 * @param subject - What the mutation is about.
 * @returns The key, or `undefined` where the runtime cannot hash: pages on an insecure origin.
 */
export async function stableIdempotencyKey(subject: unknown): Promise<string | undefined> {
  const bytes = new TextEncoder().encode(JSON.stringify(subject));
  const hash = await globalThis.crypto.subtle?.digest('SHA-256', bytes);
  return hash && uuidFrom(new Uint8Array(hash, 0, 16));
}

/** A random UUID (version 4). Pages on an insecure origin have no `crypto.randomUUID`. */
export function newIdempotencyKey(): string {
  return globalThis.crypto.randomUUID?.() ?? uuidFrom(globalThis.crypto.getRandomValues(new Uint8Array(16)));
}

function uuidFrom(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte, index) => {
    const marked = index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte;
    return marked.toString(16).padStart(2, '0');
  }).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
