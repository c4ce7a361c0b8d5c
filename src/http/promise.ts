import { atCallSite, calledFrom } from '../errors/call-site.ts';

/** A decoded value with the response that it came in. */
export interface WithResponse<T> {
  /** The decoded value. */
  readonly data: T;
  /** The response. Its status and headers can be read; its body was already consumed. */
  readonly response: Response;
  /** The request id to quote to MIOSA's support, where the API sent one. */
  readonly requestId: string | undefined;
}

/**
 * What every method returns that sends one request, so all but `ensure` and `waitUntilReady`: a promise of the value,
 * with one more method. `then`, `catch` and `finally` return plain promises, without that method.
 *
 * @example
 * ```ts
 * import { MiosaClient } from 'miosa-client';
 *
 * const miosa = new MiosaClient();
 * const { data, requestId } = await miosa.projects.list().withResponse();
 * console.log(data.total, requestId);
 * ```
 */
export interface MiosaPromise<T> extends Promise<T> {
  /**
   * The value together with the response.
   *
   * @returns A promise that rejects as this one does.
   */
  withResponse(): Promise<WithResponse<T>>;
}

/** Makes the promise of a method from the work that it stands for. */
export function toMiosaPromise<T>(result: Promise<WithResponse<T>>): MiosaPromise<T> {
  const promise = dataOf(result);
  const withResponse = (): Promise<WithResponse<T>> =>
    atCallSite(async () => {
      // Through this promise, so that its rejection counts as handled.
      await promise;
      return result;
    });
  return Object.assign(promise, { withResponse });
}

/** As `atCallSite`, without a function for each call. */
async function dataOf<T>(result: Promise<WithResponse<T>>): Promise<T> {
  try {
    return (await result).data;
  } catch (error) {
    throw calledFrom(dataOf, error);
  }
}
