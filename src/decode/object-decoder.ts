import * as z from 'zod/mini';
import { isRecord } from '../errors/is-record.ts';
import type { JsonObject } from '../resources/json.ts';
import { camelCase } from './camel-case.ts';
import { type Decoded, findIssues } from './decoder.ts';

/** What a field may be. Those with a question mark may be missing or null. */
type FieldKind = 'string' | 'string?' | 'map?';

/** The fields of a resource by their name on the wire, and the kind of each. */
export type WireFields = Readonly<Record<string, FieldKind>>;

/** A field of which nothing is known but the kind it should be of, so that it is read as that and no other. */
interface Unread<Kind extends FieldKind> {
  readonly shouldBe: Kind;
}

/** A parsed object, before its fields are read. */
export type Wire<Fields extends WireFields> = { readonly [Name in keyof Fields]: Unread<Fields[Name]> };

/** A value of a public type; `undefined` stands for what was not as documented. */
export type Reading<T> = { [Name in keyof T]: T[Name] | undefined };

/** Reads a string that must be there. */
export function readString(value: Unread<'string'>): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Reads a string that may be null. */
export function readNullableString(value: Unread<'string?'>): string | null | undefined {
  return typeof value === 'string' || value === null ? value : undefined;
}

/** Reads a map whose content is the caller's own: only its kind is checked. One that is null is empty. */
export function readMap(value: Unread<'map?'>): JsonObject | undefined {
  if (value === null) return {};
  // It came out of `JSON.parse`.
  return isRecord(value) ? (value as JsonObject) : undefined;
}

/** Turns a parsed object into a value of the public types. */
export type ObjectDecoder<T> = (value: unknown) => Decoded<T>;

/**
 * Makes the decoder of a resource.
 *
 * Reading is quick, and all that an answer takes that is as documented. For every other one the schema is asked, which
 * knows what may be missing and says what is wrong with the rest.
 *
 * @param fields - What the resource is made of.
 * @param read - Reads the fields, and gives them the names of the public type.
 */
export function objectDecoder<Fields extends WireFields, T extends object>(
  fields: Fields,
  read: (wire: Wire<Fields>) => Reading<T>,
): ObjectDecoder<T> {
  const fieldCount = Object.keys(fields).length;
  let schema: z.ZodMiniType | undefined;
  return (value) => {
    if (!isRecord(value)) return { issues: [{ field: '', message: 'expected object' }] };
    // A field that is missing is read as `undefined`.
    const reading = read(value as Wire<Fields>);
    if (isComplete(reading)) {
      // Every known field is there: only what is beyond their number can be unknown.
      if (countFields(value) > fieldCount) addUnknownFields(reading, value, fields);
      return { value: reading };
    }
    schema ??= makeSchema(fields);
    const issues = findIssues(schema, value);
    if (issues.length > 0) return { issues };
    // The schema has found every field that is there to be of its kind, and every other one to be optional.
    const missing = Object.fromEntries(Object.keys(fields).map((name) => [name, null]));
    const filled = read({ ...missing, ...value } as Wire<Fields>) as T;
    addUnknownFields(filled, value, fields);
    return { value: filled };
  };
}

function isComplete<T extends object>(reading: Reading<T>): reading is T {
  for (const name in reading) if (reading[name] === undefined) return false;
  return true;
}

/** As many as `Object.keys` gives, without the list of them. */
function countFields(value: object): number {
  let count = 0;
  for (const _ in value) count += 1;
  return count;
}

function makeSchema(fields: WireFields): z.ZodMiniType {
  const kinds = { string: z.string(), 'string?': z.nullish(z.string()), 'map?': z.nullish(z.object({})) };
  return z.object(Object.fromEntries(Object.entries(fields).map(([name, kind]) => [name, kinds[kind]])));
}

/** Keeps what the API has grown, under its name in camelCase. A field of the public type is never overwritten. */
export function addUnknownFields(
  target: object,
  wire: Readonly<Record<string, unknown>>,
  known: Readonly<Record<string, unknown>>,
): void {
  for (const wireName in wire) {
    if (Object.hasOwn(known, wireName)) continue;
    const name = camelCase(wireName);
    if (Object.hasOwn(target, name)) continue;
    // Assigning to `__proto__` would replace the prototype instead of adding a field.
    Object.defineProperty(target, name, {
      value: wire[wireName],
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
}
