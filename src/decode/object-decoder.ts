import * as z from 'zod/mini';
import { isRecord } from '../errors/is-record.ts';
import type { JsonObject } from '../resources/json.ts';
import { camelCase } from './camel-case.ts';
import { check, type Decoded } from './decoder.ts';

/** The kinds of fields that resources have, and what they hold. */
export interface FieldKinds {
  readonly string: string;
  /** A string that may be missing or null. */
  readonly 'string?': string | null | undefined;
  /** A map whose content is the caller's own: only its kind is checked. It may be missing or null. */
  readonly 'map?': JsonObject | null | undefined;
}

const schemas: { readonly [Kind in keyof FieldKinds]: z.ZodMiniType<FieldKinds[Kind]> } = {
  string: z.string(),
  'string?': z.nullish(z.string()),
  'map?': z.nullish(z.custom<JsonObject>(isRecord, 'object')),
};

/** The fields of a resource by their name on the wire, and the kind of each. */
export type WireFields = Readonly<Record<string, keyof FieldKinds>>;

/** A resource as it is on the wire. */
export type Wire<Fields extends WireFields> = { readonly [Name in keyof Fields]: FieldKinds[Fields[Name]] };

/** Turns a parsed object into a value of the public types. */
export type ObjectDecoder<T> = (value: unknown) => Decoded<T>;

/**
 * Makes the decoder of a resource.
 *
 * @param fields - What the resource is made of.
 * @param rename - Gives the fields the names, and missing ones the values, of the public type. The compiler holds the
 *   two against each other.
 */
export function objectDecoder<Fields extends WireFields, T extends object>(
  fields: Fields,
  rename: (wire: Wire<Fields>) => T,
): ObjectDecoder<T> {
  const known = Object.entries(fields);
  let schema: z.ZodMiniType<unknown> | undefined;
  return (value) => {
    const isComplete = isAsDocumented(value, known);
    if (!isComplete) {
      schema ??= z.looseObject(Object.fromEntries(known.map(([name, kind]) => [name, schemas[kind]])));
      const decoded = check(schema, value);
      if ('issues' in decoded) return decoded;
    }
    // It has just been checked against the fields, whose types `Wire` gives.
    const wire = value as Wire<Fields> & Record<string, unknown>;
    const renamed = rename(wire);
    // Every known field is there: only what is beyond their number can be unknown.
    if (!isComplete || Object.keys(wire).length > known.length) addUnknownFields(renamed, wire, fields);
    return { value: renamed };
  };
}

/**
 * Whether every field is there and of its kind: the usual case, and quick to tell. For everything else, what may be
 * missing and what is wrong with the rest, the schema is asked.
 */
function isAsDocumented(value: unknown, known: readonly (readonly [string, keyof FieldKinds])[]): boolean {
  if (!isRecord(value)) return false;
  for (const [name, kind] of known) {
    const field = value[name];
    if (kind === 'map?' ? !isRecord(field) : typeof field !== 'string' && !(kind === 'string?' && field === null)) {
      return false;
    }
  }
  return true;
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
