import type { CamelCasedProperties } from 'type-fest';
import * as z from 'zod/mini';
import { isRecord, type JsonObject } from '../json.ts';
import { addUnknownFields, camelCase } from './names.ts';
import { type Result, type Schema, schema } from './schema.ts';

/** A string that may be missing or null. It becomes `null`. */
export const nullableString: z.ZodMiniType<string | null | undefined> = z.nullish(z.string());

/** The caller's own or undocumented data: it only has to be an object. Missing or null, it becomes `{}`. */
export const jsonObject: z.ZodMiniType<JsonObject | null | undefined> = z.nullish(
  // It came out of `JSON.parse`, and is taken as it is.
  z.looseObject({}) as z.ZodMiniType<unknown> as z.ZodMiniType<JsonObject>,
);

/** An object with fields of its own that may be missing or null. It becomes `null`, or the public type of its fields. */
export function nullableObject<F extends Fields>(fields: F): z.ZodMiniType<Decoded<F> | null | undefined> {
  // zod says whether it is valid; its names become camelCase where it is renamed.
  return z.nullish(z.looseObject(fields) as z.ZodMiniType<unknown> as z.ZodMiniType<Decoded<F>>);
}

type Fields = Readonly<Record<string, z.ZodMiniType>>;

/** The value of a field that is missing or null: an empty object for a map, otherwise null. */
type DecodedField<Output> = undefined extends Output
  ? [JsonObject] extends [NonNullable<Output>]
    ? JsonObject
    : NonNullable<Output> | null
  : Output;

/** The public type of an object with these fields. */
export type Decoded<F extends Fields> = CamelCasedProperties<{ [Name in keyof F]: DecodedField<z.output<F[Name]>> }>;

/** Converts a parsed object to a value of the public type, or returns what is wrong with it. */
export type Decoder<T> = (value: unknown) => Result<T>;

/** Makes the decoder of an object from zod schemas of its fields. Names become camelCase; unknown fields are kept. */
export function decoder<F extends Fields>(fields: F): Decoder<Decoded<F>> {
  const wireSchema = z.looseObject(fields);
  const known = describe(wireSchema);
  const template = templateOf(known);
  return (value) => {
    if (!isExactly(value, known)) {
      const { error } = z.safeParse(wireSchema, value);
      if (error !== undefined) return { issues: error.issues.map(toIssue) };
    }
    // It has been found to be an object whose fields are valid; renamed, it is of the public type.
    return { value: rename(value as WireObject, known, template) as Decoded<F> };
  };
}

/**
 * The schema of a resource: takes the object bare, inside `data`, or under the name of the resource.
 *
 * @param name - The resource's name on the wire, such as `project`.
 * @param idField - A field that is a scalar in every bare object: one that has it is no envelope, even with a new
 *   field `data`.
 * @param decode - Decodes the bare object.
 */
export function resource<T>(name: string, idField: string, decode: Decoder<T>): Schema<T> {
  return schema((value) => {
    const isBare = !isRecord(value) || (idField in value && !isRecord(value[idField]));
    return decode(isBare ? value : ([value['data'], value[name]].find(isRecord) ?? value));
  });
}

type WireObject = Readonly<Record<string, unknown>>;

/** A field that the schema knows. */
interface Field {
  readonly wireName: string;
  readonly name: string;
  readonly isNullable: boolean;
  readonly kind: 'string' | 'map' | 'object';
  /** The fields of an object. */
  readonly fields: readonly Field[];
}

/** What a schema says about its fields. They are strings, maps or objects of the kinds above: nothing else is read. */
function describe(object: z.ZodMiniObject): readonly Field[] {
  return Object.entries(object._zod.def.shape).map(([wireName, field]): Field => {
    const inner = withoutWrappers(field);
    const fields = inner instanceof z.ZodMiniObject ? describe(inner) : [];
    const kind = inner instanceof z.ZodMiniObject ? (fields.length === 0 ? 'map' : 'object') : 'string';
    return { wireName, name: camelCase(wireName), isNullable: inner !== field, kind, fields };
  });
}

/** The schema inside `nullish`. */
function withoutWrappers(field: z.core.$ZodType): z.core.$ZodType {
  return field instanceof z.ZodMiniOptional || field instanceof z.ZodMiniNullable
    ? withoutWrappers(field._zod.def.innerType)
    : field;
}

/**
 * Whether an object has every field, each of the kind that is described: zod would find nothing wrong with it. This only
 * saves time: on long lists, zod takes three times as long.
 */
function isExactly(value: unknown, known: readonly Field[]): boolean {
  if (!isRecord(value)) return false;
  for (const field of known) {
    const given = value[field.wireName];
    if (typeof given === 'string' && field.kind === 'string') continue;
    if (given === null ? !field.isNullable : field.kind === 'string' || !isExactly(given, field.fields)) return false;
  }
  return true;
}

/**
 * An object with every field, to be copied. Copies have their final size at once, while V8 moves objects that grow field
 * by field again and again: on long lists that takes a fifth of the memory.
 */
function templateOf(known: readonly Field[]): Readonly<Record<string, unknown>> {
  // `JSON.parse` makes it in one piece; `Object.fromEntries` grows it.
  return JSON.parse(JSON.stringify(Object.fromEntries(known.map(({ name }) => [name, null]))));
}

/** The object under its names in camelCase. What is missing is null, or an empty map. */
function rename(wire: WireObject, known: readonly Field[], template: WireObject): Record<string, unknown> {
  const value: Record<string, unknown> = { ...template };
  let found = 0;
  for (const field of known) {
    const given = wire[field.wireName];
    if (given !== undefined) found += 1;
    if (typeof given === 'string') value[field.name] = given;
    else if (field.kind === 'map') value[field.name] = given ?? {};
    else if (field.kind === 'object' && isRecord(given))
      value[field.name] = rename(given, field.fields, templateOf(field.fields));
    else if (given !== undefined) value[field.name] = given;
  }
  if (countFields(wire) > found) addUnknownFields(value, wire, known);
  return value;
}

/** How many fields there are, without making a list of them. */
function countFields(value: object): number {
  let count = 0;
  for (const _ in value) count += 1;
  return count;
}

/** The texts of zod follow the host's locale; our schemas raise nothing but wrong kinds. */
function toIssue({ path, ...issue }: z.core.$ZodIssue): { path: readonly PropertyKey[]; message: string } {
  return { path, message: `expected ${'expected' in issue ? issue.expected : issue.code}` };
}
