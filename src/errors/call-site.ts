import { MiosaError } from './errors.ts';

/**
 * Runs the work of a method, and lets an error of this package begin its stack with the line that awaits it: what nobody
 * catches is printed by Bun and Deno with the source at the top of its stack.
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
  const callSite: { readonly stack?: string } = {};
  captureStackTrace?.(callSite, callee);
  // There is none where nobody awaits the work, or not yet.
  const isKnown = callSite.stack?.includes('\n    at ');
  if (error instanceof MiosaError && isKnown) captureStackTrace?.(error, callee);
  return error;
}
