/** A decoded value with the response that it came in. */
export interface WithResponse<T> {
  /** The decoded value. */
  readonly data: T;
  /** The response. Its status and headers can be read; its body has been. */
  readonly response: Response;
  /** The request id to quote to MIOSA's support, where the API sent one. */
  readonly requestId: string | undefined;
}

/**
 * What every method returns that sends one request, so all but `ensure` and `waitUntilReady`: a promise of the value,
 * with one more method.
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
export class MiosaPromise<T> extends Promise<T> {
  readonly #result: Promise<WithResponse<T>>;

  /** `then` and its kin return plain promises: only the first has a response. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  constructor(result: Promise<WithResponse<T>>) {
    super((resolve, reject) => {
      // Handed over as they are, which keeps the call site in the stack.
      result.then(({ data }) => data).then(resolve, reject);
    });
    this.#result = result;
  }

  /**
   * The value together with the response.
   *
   * @returns A promise that rejects as this one does.
   */
  withResponse(): Promise<WithResponse<T>> {
    // Through this promise, so that its rejection counts as handled.
    return this.then(() => this.#result);
  }
}
