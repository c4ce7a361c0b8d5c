/** A random UUID (version 4). Pages on an insecure origin have no `crypto.randomUUID`. */
export function randomUuid(): string {
  return globalThis.crypto.randomUUID?.() ?? uuidFrom(globalThis.crypto.getRandomValues(new Uint8Array(16)));
}

/**
 * A UUID that is the same wherever it is made for the same thing, in the form of a random one.
 *
 * @param subject - What it stands for: any JSON value.
 * @returns The UUID, or `undefined` where the runtime cannot hash: pages on an insecure origin.
 */
export async function stableUuid(subject: unknown): Promise<string | undefined> {
  const bytes = new TextEncoder().encode(JSON.stringify(subject));
  const hash = await globalThis.crypto.subtle?.digest('SHA-256', bytes);
  return hash && uuidFrom(new Uint8Array(hash, 0, 16));
}

function uuidFrom(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/(.{8})(.{4}).(.{3}).(.{3})(.{12})/, '$1-$2-4$3-8$4-$5');
}
