import { MiosaConfigError } from '../errors/client-errors.ts';
import { isRecord } from '../errors/is-record.ts';

/** TypeScript's name of each field, and its name on the wire. */
export type WireNames = Readonly<Record<string, string>>;

/**
 * Renames the fields of an input for the wire. A field set to `undefined` is left out.
 *
 * @param input - What the caller gave.
 * @param names - Every field that the input may have.
 * @param subject - What the input is, for messages.
 * @throws {MiosaConfigError} When the input is no object, or has a field that would silently be lost.
 */
export function wireFields(input: unknown, names: WireNames, subject: string): Record<string, unknown> {
  if (!isRecord(input)) throw new MiosaConfigError(`${subject} must be an object.`);
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined) continue;
    const wireName = Object.hasOwn(names, name) ? names[name] : undefined;
    if (wireName === undefined) {
      throw new MiosaConfigError(`${subject} has no field "${name}". Its fields are ${Object.keys(names).join(', ')}.`);
    }
    fields[wireName] = value;
  }
  return fields;
}

/**
 * The fields of an update.
 *
 * @throws {MiosaConfigError} When it is no object, has a field that would silently be lost, or changes nothing.
 */
export function changedFields(changes: unknown, names: WireNames): Record<string, unknown> {
  const fields = wireFields(changes, names, 'The update');
  if (Object.keys(fields).length === 0) {
    throw new MiosaConfigError(`The update changes nothing: give at least one of ${Object.keys(names).join(', ')}.`);
  }
  return fields;
}
