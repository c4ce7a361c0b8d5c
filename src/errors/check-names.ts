import { MiosaConfigError } from './client-errors.ts';

/**
 * Refuses what is given under a name that does not exist: a misspelt one would otherwise be lost in silence. Nothing is
 * given by `undefined`.
 *
 * @param subject - What has the names, for the message.
 * @param kind - What the names are of.
 * @throws {MiosaConfigError} Naming the first that is unknown, and all that are known.
 */
export function checkNames(
  subject: string,
  kind: 'field' | 'option' | 'hook',
  given: Readonly<Record<string, unknown>>,
  known: readonly string[],
): void {
  const unknown = Object.keys(given).find((name) => given[name] !== undefined && !known.includes(name));
  if (unknown === undefined) return;
  throw new MiosaConfigError(`${subject} has no ${kind} "${unknown}". Its ${kind}s are ${known.join(', ')}.`);
}
