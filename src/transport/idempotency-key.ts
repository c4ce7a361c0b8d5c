import { isHeaderToken } from '../config/resolve.ts';
import { MiosaConfigError } from '../errors/client-errors.ts';

/**
 * The key that a mutation carries on every one of its attempts.
 *
 * @param given - The caller's own key, or `false` for none.
 * @param generates - Whether a key is made up when none is given.
 * @throws {MiosaConfigError} When the caller's key cannot be one.
 */
export function chooseIdempotencyKey(given: string | false | undefined, generates: boolean): string | undefined {
  if (given === undefined) return generates ? newUuid() : undefined;
  if (given === false) return undefined;
  if (isHeaderToken(given)) return given;
  throw new MiosaConfigError('idempotencyKey must be a non-empty string without spaces, or false for none.');
}

/** A random UUID (version 4). Pages on an insecure origin have no `crypto.randomUUID`. */
function newUuid(): string {
  return globalThis.crypto.randomUUID?.() ?? uuidFrom(globalThis.crypto.getRandomValues(new Uint8Array(16)));
}

function uuidFrom(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte, index) => {
    const marked = index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte;
    return marked.toString(16).padStart(2, '0');
  }).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
