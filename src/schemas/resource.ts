import type { CamelCasedProperties } from 'type-fest';
import * as z from 'zod/mini';
import { isRecord, type JsonObject } from '../json.ts';
import { camelCase } from './names.ts';
import { type Result, type Schema, schema } from './schema.ts';

/** A string that may be missing or null. It becomes `null`. */
export const nullableString: z.ZodMiniType<string | null | undefined> = z.nullish(z.string());

/** The caller's own data, or what nobody documents: only its kind is checked. Missing or null, it becomes `{}`. */
export const jsonObject: z.ZodMiniType<JsonObject | null | undefined> = z.nullish(
  // It came out of `JSON.parse`, and is taken as it is.
  z.looseObject({}) as z.ZodMiniType<unknown> as z.ZodMiniType<JsonObject>,
);

/** An object with fields of its own that may be missing or null. It becomes `null`, or the public type of its fields. */
export function nullableObject<F extends Fields>(fields: F): z.ZodMiniType<Decoded<F> | null | undefined> {
  // zod says whether it is valid; its names become camelCase where it is read.
  return z.nullish(z.looseObject(fields) as z.ZodMiniType<unknown> as z.ZodMiniType<Decoded<F>>);
}

type Fields = Readonly<Record<string, z.ZodMiniType>>;

/** What becomes of a field that may be missing or null: a map is empty then, everything else is null. */
type DecodedField<Output> = undefined extends Output
  ? [JsonObject] extends [NonNullable<Output>]
    ? JsonObject
    : NonNullable<Output> | null
  : Output;

/** The public type of an object with these fields. */
export type Decoded<F extends Fields> = CamelCasedProperties<{ [Name in keyof F]: DecodedField<z.output<F[Name]>> }>;

/** Turns a parsed object into a value of the public type, or says what is wrong with it. */
export type Decoder<T> = (value: unknown) => Result<T>;

/**
 * Makes the decoder of an object out of the zod schemas of its fields. Names become camelCase; unknown fields are kept.
 *
 * zod decides. Only objects that are exactly as described are not shown to it: on long lists that takes a third of the
 * time and half of the memory, and gives the same value.
 */
export function decoder<F extends Fields>(fields: F): Decoder<Decoded<F>> {
  const wireSchema = z.looseObject(fields);
  const plan = planOf(wireSchema);
  // What is read by the plan has the names and kinds of the schema that the plan was made of.
  const result = (value: Record<string, unknown>): Result<Decoded<F>> => ({ value: value as Decoded<F> });
  return (value) => {
    const exact = isRecord(value) ? read(value, plan, false) : undefined;
    if (exact !== undefined) return result(exact);
    const { error } = z.safeParse(wireSchema, value);
    if (error !== undefined) return { issues: error.issues.map(toIssue) };
    // zod has found it to be an object whose fields are valid.
    return result(read(value as Record<string, unknown>, plan, true) ?? {});
  };
}

/**
 * The schema of a resource: takes the object bare, inside `data`, or under the name of the resource.
 *
 * @param name - The resource's name on the wire, such as `project`.
 * @param idField - A field that is a scalar in every bare object: one that has it is no envelope, even if it grows a
 *   field `data`.
 * @param decode - Decodes the bare object.
 * @param defaults - What stands in for fields that the API left out.
 */
export function resource<T>(
  name: string,
  idField: string,
  decode: Decoder<T>,
  defaults?: Readonly<Record<string, unknown>>,
): Schema<T> {
  return schema((value) => {
    let body = value;
    if (isRecord(value) && !(idField in value && !isRecord(value[idField]))) {
      body = [value['data'], value[name]].find(isRecord) ?? value;
    }
    if (defaults === undefined || !isRecord(body)) return decode(body);
    const filled = { ...body };
    for (const [field, standIn] of Object.entries(defaults)) filled[field] ??= standIn;
    return decode(filled);
  });
}

/**
 * Keeps what the API has grown, under its name in camelCase. A known field is never overwritten.
 *
 * @param isKnown - Tells the fields that were read already, by their name on the wire.
 */
export function addUnknownFields(
  target: Record<string, unknown>,
  wire: Readonly<Record<string, unknown>>,
  isKnown: (wireName: string) => boolean = () => false,
): void {
  for (const wireName of Object.keys(wire)) {
    const name = camelCase(wireName);
    if (isKnown(wireName) || Object.hasOwn(target, name)) continue;
    // Assigning to `__proto__` would replace the prototype instead of adding a field.
    if (name !== '__proto__') target[name] = wire[wireName];
    else Object.defineProperty(target, name, { value: wire[wireName], enumerable: true, writable: true });
  }
}

/** How an object is read. */
interface Plan {
  readonly fields: readonly PlannedField[];
  /**
   * An object with every field. Copies of it have their final size at once, while V8 moves objects that grow field by
   * field again and again: on long lists that takes a fifth of the memory.
   */
  readonly template: Readonly<Record<string, unknown>>;
}

/** How a field is read. */
interface PlannedField {
  readonly wireName: string;
  readonly name: string;
  readonly isNullable: boolean;
  /** A map of the caller's own, or the plan of an object; `undefined` for a string. */
  readonly content: 'map' | Plan | undefined;
}

function planOf(object: z.ZodMiniObject): Plan {
  const fields = Object.entries(object._zod.def.shape).map(([wireName, field]): PlannedField => {
    const inner = withoutWrappers(field);
    const content = inner instanceof z.ZodMiniObject ? planOf(inner) : undefined;
    return {
      wireName,
      name: camelCase(wireName),
      isNullable: inner !== field,
      content: content?.fields.length === 0 ? 'map' : content,
    };
  });
  const names = fields.map(({ name }) => [name, null]);
  // `JSON.parse` makes it in one piece; `Object.fromEntries` grows it.
  return { fields, template: JSON.parse(JSON.stringify(Object.fromEntries(names))) };
}

/** The schema inside `nullish`. */
function withoutWrappers(field: z.core.$ZodType): z.core.$ZodType {
  return field instanceof z.ZodMiniOptional || field instanceof z.ZodMiniNullable
    ? withoutWrappers(field._zod.def.innerType)
    : field;
}

/**
 * Reads an object as planned.
 *
 * @param isValid - Whether zod has found it to be valid; if not, only what is exactly as described is read.
 */
function read(
  wire: Readonly<Record<string, unknown>>,
  { fields, template }: Plan,
  isValid: boolean,
): Record<string, unknown> | undefined {
  const value: Record<string, unknown> = { ...template };
  for (const { wireName, name, isNullable, content } of fields) {
    const given = wire[wireName];
    if (typeof given === 'string' && content === undefined) value[name] = given;
    else if (isRecord(given) && content !== undefined) {
      value[name] = content === 'map' ? given : read(given, content, isValid);
      if (value[name] === undefined) return undefined;
    } else if (isValid || (given === null && isNullable)) value[name] = given ?? (content === 'map' ? {} : null);
    else return undefined;
  }
  if (countFields(wire) > fields.length || isValid) {
    addUnknownFields(value, wire, (wireName) => fields.some((field) => field.wireName === wireName));
  }
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
