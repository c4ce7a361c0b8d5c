import { type Fetch, type MiosaClient, type MiosaClientOptions, MiosaConfigError, type MiosaError } from 'miosa-client';
import { expect, vi } from 'vitest';
import { clientWith } from './client.ts';
import { rejectionWith } from './failures.ts';

/** Lets a test pass what only plain JavaScript can: for the compiler it is an error. */
export const misuse = (value: unknown): never => value as never;

interface RefusalOptions<E extends MiosaError> extends MiosaClientOptions {
  /** The class that is due, where it is not `MiosaConfigError`. */
  readonly as?: abstract new (
    ...parameters: never[]
  ) => E;
}

/**
 * The error of a call that must be rejected before anything is sent. Its `fetch` never answers with success, and a call
 * that throws instead of rejecting fails the test.
 */
export async function refusal<E extends MiosaError = MiosaConfigError>(
  call: (miosa: MiosaClient) => Promise<unknown>,
  { as, ...options }: RefusalOptions<E> = {},
): Promise<E> {
  const fetch = vi.fn<Fetch>(() => Promise.reject(new Error('a request was sent')));
  const miosa = clientWith({ maxRetries: 0, fetch, ...options });
  let promise: Promise<unknown> | undefined;
  expect(() => {
    promise = call(miosa);
  }, 'a method rejects, it never throws').not.toThrow();
  // Without `as`, E is its default.
  const ErrorClass = as ?? (MiosaConfigError as unknown as abstract new (...parameters: never[]) => E);
  const error = await rejectionWith(ErrorClass, promise ?? expect.fail('the call returned no promise'));
  expect(fetch).not.toHaveBeenCalled();
  return error;
}
