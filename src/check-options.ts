import { MiosaConfigError } from './errors/errors.ts';
import { isRecord } from './json.ts';

/** Returns what is wrong with a value, such as "must be true or false". */
export type Check = (value: unknown) => string | undefined;

/** The check of each option, by its name: all of them, and no others. */
export type Checks<Options = Record<string, unknown>> = Readonly<Record<keyof Options, Check>>;

/** Timers overflow past it and fire at once. */
export const maxTimer: number = 2 ** 31 - 1;

/** A duration that a timer can hold. */
export const milliseconds: Check = (value) =>
  typeof value === 'number' && value > 0 && value <= maxTimer
    ? undefined
    : `must be a number of milliseconds above 0 and at most ${maxTimer}`;

/** What is checked where it is used. */
export const unchecked: Check = () => undefined;

/** The string 'false' would turn on what it was meant to turn off. */
export const boolean: Check = (value) => (typeof value === 'boolean' ? undefined : 'must be true or false');

/** A function, described by what it takes. */
export function functionOf(takes: string): Check {
  return (value) => (typeof value === 'function' ? undefined : `must be a function that takes ${takes}`);
}

/**
 * Checks options that a user gave: their names, and their values. `undefined` counts as not given.
 *
 * @param subject - What has the options, such as `The client`.
 * @param prefix - What stands before the name of an option, such as `hooks.`.
 * @throws {@link MiosaConfigError} For the first one that is invalid.
 */
export function checkOptions(subject: string, options: unknown, checks: Checks, prefix = ''): void {
  checkNames(subject, 'option', options, Object.keys(checks));
  for (const [name, value] of Object.entries(options)) {
    const problem = value === undefined ? undefined : checks[name]?.(value);
    if (problem !== undefined) throw new MiosaConfigError(`${prefix}${name} ${problem}.`);
  }
}

/**
 * Rejects unknown names: a misspelled one would otherwise be silently ignored.
 *
 * @param kind - What is named: an option or a field.
 * @throws {@link MiosaConfigError} When it is not an object, or has such a name.
 */
export function checkNames(
  subject: string,
  kind: 'option' | 'field',
  value: unknown,
  known: readonly string[],
): asserts value is Record<string, unknown> {
  if (!isRecord(value)) throw new MiosaConfigError(`${subject}: the ${kind}s must be an object.`);
  const unknown = Object.keys(value).find((name) => value[name] !== undefined && !known.includes(name));
  if (unknown === undefined) return;
  const lettersOf = (text: string): string => text.toLowerCase().replaceAll(/[-_]/g, '');
  const meant = known.find((candidate) => lettersOf(candidate) === lettersOf(unknown));
  const advice = meant === undefined ? `. Its ${kind}s are ${known.join(', ')}.` : `: did you mean ${meant}?`;
  throw new MiosaConfigError(`${subject} has no ${kind} "${unknown}"${advice}`);
}
