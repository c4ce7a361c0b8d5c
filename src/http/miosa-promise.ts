import { type Redact, safeResponse } from './redact.ts';

/** A decoded value with the response that it came in. */
export interface WithResponse<T> {
  /** The decoded value. */
  readonly data: T;
  /** The response. Its status and headers can be read; its body has been. */
  readonly response: Response;
  /** The request id to quote to MIOSA's support, where the API sent one. */
  readonly requestId: string | undefined;
}

/** What a call resolved with. */
export interface CallResult<T> extends WithResponse<T> {
  /** Removes the key from what came with the response. */
  readonly redact: Redact;
}

/**
 * What every method returns: a promise of the value, with one more method.
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
  readonly #result: Promise<CallResult<T>>;
  #withResponse: Promise<WithResponse<T>> | undefined;

  /** `then` and its kin return plain promises: only the first has a response. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  constructor(result: Promise<CallResult<T>>) {
    super((resolve, reject) => {
      // Handed over as they are, engines follow them from an error to the line that called.
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
    // By way of this promise, whose rejection would else be reported as unhandled.
    this.#withResponse ??= this.then(() => this.#result).then(({ data, response, requestId, redact }) => ({
      data,
      // Servers may echo the key in a header; whoever logs the response would log it.
      response: safeResponse(response, redact),
      requestId,
    }));
    return this.#withResponse;
  }
}
