import { MiosaApiError } from 'miosa-client';
import { assert, expect } from 'vitest';
import { clientWith } from './client.ts';
import { type Responder, startServer } from './server.ts';

/** What a promise rejects with. Fails the test when it does not reject. */
export function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail('the promise did not reject'),
    (reason: unknown) => reason,
  );
}

/** The same, where one class of error is due. */
export async function rejectionWith<E>(
  ErrorClass: abstract new (...parameters: never[]) => E,
  promise: Promise<unknown>,
): Promise<E> {
  const error = await rejection(promise);
  assert(error instanceof ErrorClass, `rejected with ${error}`);
  return error;
}

/** The error that one response to `POST /projects` becomes, without retries. */
export async function apiErrorFrom(responder: Responder): Promise<MiosaApiError> {
  const { url } = await startServer(responder);
  const miosa = clientWith({ baseUrl: url, maxRetries: 0 });
  return rejectionWith(MiosaApiError, miosa.projects.create({ workspaceSlug: 'dr-smith-clinic', name: 'Lead Magnet' }));
}

/** Tells, without waiting, whether a promise is still pending. */
export function watch(promise: Promise<unknown>): { readonly isPending: boolean } {
  const state = { isPending: true };
  const settle = (): void => {
    state.isPending = false;
  };
  promise.then(settle, settle);
  return state;
}
