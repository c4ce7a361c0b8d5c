import { MiosaConfigError } from '../errors/client-errors.ts';
import { isRecord } from '../errors/is-record.ts';

/**
 * Renames the fields of an input for the wire. A field set to `undefined` is left out.
 *
 * @param input - What the caller gave.
 * @param names - Every field that the input may have, in camelCase.
 * @param subject - What the input is, for messages.
 * @throws {MiosaConfigError} When the input is no object, or has a field that would silently be lost.
 */
export function wireFields(input: unknown, names: readonly string[], subject: string): Record<string, unknown> {
  if (!isRecord(input)) throw new MiosaConfigError(`${subject} must be an object.`);
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined) continue;
    if (!names.includes(name)) {
      throw new MiosaConfigError(`${subject} has no field "${name}". Its fields are ${names.join(', ')}.`);
    }
    fields[snakeCase(name)] = value;
  }
  return fields;
}

/**
 * The fields of an update.
 *
 * @throws {MiosaConfigError} When it is no object, has a field that would silently be lost, or changes nothing.
 */
export function changedFields(changes: unknown, names: readonly string[]): Record<string, unknown> {
  const fields = wireFields(changes, names, 'The update');
  if (Object.keys(fields).length === 0) {
    throw new MiosaConfigError(`The update changes nothing: give at least one of ${names.join(', ')}.`);
  }
  return fields;
}

/** The wire's spelling of an input's name: `externalProjectId` is `external_project_id`. No name departs from it. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
