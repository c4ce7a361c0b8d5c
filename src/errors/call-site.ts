import { MiosaError } from './errors.ts';

/**
 * Runs the work of a method, and makes the stack of an error of this package begin at the line that awaits it: Bun and
 * Deno print the source at the top of the stack of an uncaught error.
 */
export async function atCallSite<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw calledFrom(atCallSite, error);
  }
}

/** The error, with a stack that begins where a function was called, or is awaited. */
export function calledFrom(callee: object, error: unknown): unknown {
  // Not every engine has it.
  const { captureStackTrace } = Error as { captureStackTrace?: (error: object, callee: object) => void };
  const callSite: { readonly stack?: unknown } = {};
  captureStackTrace?.(callSite, callee);
  // There is none if the work is not awaited, or not yet; and a program may make something else of stacks.
  const isKnown = String(callSite.stack).includes('\n    at ');
  if (error instanceof MiosaError && isKnown && Object.isExtensible(error)) captureStackTrace?.(error, callee);
  return error;
}
