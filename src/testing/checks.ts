import type { Check } from '../check-options.ts';
import { isRecord } from '../json.ts';

/** An object whose members are checked elsewhere. */
export const object: Check = (value) => (isRecord(value) ? undefined : 'must be an object');

/** A whole number in a range. */
export function wholeNumber(min: number, max: number = Number.MAX_SAFE_INTEGER): Check {
  const from = min === Number.MIN_SAFE_INTEGER ? '' : ` from ${min}`;
  const to = max === Number.MAX_SAFE_INTEGER ? '' : ` to ${max}`;
  return (value) =>
    Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max
      ? undefined
      : `must be a whole number${from}${to}`;
}

/** One of several strings. */
export function oneOf(known: readonly string[]): Check {
  return (value) =>
    typeof value === 'string' && known.includes(value)
      ? undefined
      : `cannot be ${JSON.stringify(value)}. Known are ${known.join(', ')}`;
}

/** An array, each item of which passes a check. */
export function arrayOf(check: Check): Check {
  return (value) => {
    if (!Array.isArray(value)) return 'must be an array';
    return value.map(check).find((problem) => problem !== undefined);
  };
}

/** A string that is not empty. */
export const text: Check = (value) =>
  typeof value === 'string' && value !== '' ? undefined : 'must be a string that is not empty';
