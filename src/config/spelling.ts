import { MiosaConfigError } from '../errors/client-errors.ts';

/**
 * Refuses a name that is a known one in another spelling, such as `baseURL`: what it was meant to set would stay as it
 * is, in silence. Other names are nobody's business: objects with more than their options in them may be passed on.
 *
 * @throws {MiosaConfigError} Saying how the name is spelt.
 */
export function checkSpelling(
  subject: string,
  given: Readonly<Record<string, unknown>>,
  known: readonly string[],
): void {
  for (const name of Object.keys(given)) {
    if (known.includes(name) || given[name] === undefined) continue;
    const meant = known.find((candidate) => lettersOf(candidate) === lettersOf(name));
    if (meant !== undefined) throw new MiosaConfigError(`${subject} has no "${name}": it is spelt ${meant}.`);
  }
}

function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, '');
}
