import * as z from 'zod/mini';
import { isRecord } from '../errors/is-record.ts';
import type { JsonObject } from '../resources/json.ts';
import { camelCase } from './camel-case.ts';
import { type Decoded, findIssues } from './decoder.ts';

/** What a field may be. Those with a question mark may be missing or null. */
type FieldKind = 'string' | 'string?' | 'map?';

/** The fields of a resource by their name on the wire, and the kind of each. */
export type WireFields = Readonly<Record<string, FieldKind>>;

declare const shouldBe: unique symbol;

/** A field of which nothing is known but the kind it should be of, so that it is read as that and no other. */
interface Unread<Kind extends FieldKind> {
  readonly [shouldBe]: Kind;
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
 * An answer as documented is only read, which is quick; one that leaves out what it may is read again with that filled
 * in. What still cannot be read is the schema's to explain.
 *
 * @param fields - What the resource is made of.
 * @param read - Reads the fields, and gives them the names of the public type.
 */
export function objectDecoder<Fields extends WireFields, T extends object>(
  fields: Fields,
  read: (wire: Wire<Fields>) => Reading<T>,
): ObjectDecoder<T> {
  const names = Object.keys(fields);
  const optional = Object.fromEntries(names.filter((name) => fields[name] !== 'string').map((name) => [name, null]));
  let schema: z.ZodMiniType | undefined;
  return (value) => {
    if (!isRecord(value)) return { issues: [{ field: '', message: 'expected object' }] };
    const reading = read(value as Wire<Fields>);
    if (isComplete(reading)) {
      // Every known field is there: only what is beyond their number can be unknown.
      if (countFields(value) > names.length) addUnknownFields(reading, value, fields);
      return { value: reading };
    }
    const filled = read({ ...optional, ...value } as Wire<Fields>);
    if (isComplete(filled)) {
      addUnknownFields(filled, value, fields);
      return { value: filled };
    }
    schema ??= makeSchema(fields);
    return { issues: findIssues(schema, value) };
  };
}

function isComplete<T extends object>(reading: Reading<T>): reading is T {
  for (const name in reading) if (reading[name] === undefined) return false;
  return true;
}

/** How many fields there are, without making a list of them. */
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
  const fields = target as Record<string, unknown>;
  for (const wireName of Object.keys(wire)) {
    if (Object.hasOwn(known, wireName)) continue;
    const name = camelCase(wireName);
    if (Object.hasOwn(fields, name)) continue;
    const value = wire[wireName];
    if (name !== '__proto__') fields[name] = value;
    // Assigning to it would replace the prototype instead of adding a field.
    else Object.defineProperty(fields, name, { value, enumerable: true, writable: true, configurable: true });
  }
}
