import { isBranded } from '../errors/miosa-error.ts';

/**
 * Keeps the line that called where an engine cannot find it again: it follows an error through `await`, but not through
 * the pages of a list or the steps of a longer operation.
 *
 * @returns A function that makes the stack of an error of this package lead to where this one was called.
 */
export function rememberCaller(): <E>(error: E) => E {
  const caller = new Error();
  return (error) => {
    const frames = caller.stack?.split('\n').slice(1).join('\n');
    if (isBranded(error) && frames) error.stack = `${error.name}: ${error.message}\n${frames}`;
    return error;
  };
}
