import { type Redact, safeHeaders } from '../errors/redact.ts';

/** A decoded value with the response that it came in. */
export interface WithResponse<T> {
  /** The decoded value. */
  readonly data: T;
  /** The response. Its status and headers can be read; its body has been. */
  readonly response: Response;
  /** The request id to quote to MIOSA's support, where the API sent one. */
  readonly requestId: string | undefined;
}

/** How a call ended. */
export interface Outcome<T> extends WithResponse<T> {
  /** Takes the key out of texts that came with the response. */
  readonly redact?: Redact;
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
  readonly #outcome: Promise<Outcome<T>>;
  #withResponse: Promise<WithResponse<T>> | undefined;

  /** `then` and its kin return plain promises: only the first has a response. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  constructor(outcome: Promise<Outcome<T>>) {
    super((resolve, reject) => {
      // Handed over as they are, engines follow them from an error to the line that called.
      outcome.then(({ data }) => data).then(resolve, reject);
    });
    this.#outcome = outcome;
  }

  /**
   * The value together with the response.
   *
   * @returns A promise that rejects as this one does.
   */
  withResponse(): Promise<WithResponse<T>> {
    // By way of this promise, whose rejection would else be reported as unhandled, and its stack lead to nobody.
    this.#withResponse ??= this.then(() => this.#outcome).then(({ data, response, requestId, redact }) => ({
      data,
      response: redact ? withoutKey(response, redact) : response,
      requestId,
    }));
    return this.#withResponse;
  }
}

/** Servers may echo the key in a header; whoever logs the response would log it. */
function withoutKey(response: Response, redact: Redact): Response {
  if (Array.from(response.headers).every(([, value]) => redact(value) === value)) return response;
  const { status, statusText, headers } = response;
  return new Response(null, { status, statusText, headers: safeHeaders(headers, redact) });
}
