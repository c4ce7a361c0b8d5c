/** Anything that JSON can hold. */
export type JsonValue = string | number | boolean | null | JsonObject | JsonValue[];

/** A JSON object. */
export interface JsonObject {
  [key: string]: JsonValue;
}

/** Tells a JSON object from arrays, null and scalars. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Tells an object literal from an instance of a class, from any realm. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (!isRecord(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** One of the known strings, which editors complete, or any other. */
// Not type-fest's `LiteralUnion`: declarations would need that package where ours is installed.
export type OpenString<Known extends string> = Known | (string & Record<never, never>);
