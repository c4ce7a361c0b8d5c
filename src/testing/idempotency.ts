import { ApiFailure } from './responses.ts';

/** How long a response is remembered, in milliseconds. */
const retentionMs = 24 * 60 * 60 * 1000;

/** Remembers the responses to mutations, so that none is processed twice. */
export class IdempotencyCache {
  readonly #responses = new Map<string, { readonly payload: string; readonly response: Response; until: number }>();

  /**
   * Processes a mutation, or returns the response that it got before.
   *
   * Handlers are synchronous: no duplicate can arrive between the change and the moment its response is remembered.
   *
   * @param identity - What makes two mutations the same one: API key, method, path, `Idempotency-Key`.
   * @param payload - Everything else that was sent: the query and the body.
   * @throws {@link ApiFailure} When the key was used with another payload. MIOSA's response to that is not documented;
   *   a 422 with a code of its own cannot be mistaken for anything else.
   */
  once(identity: readonly string[], payload: string, run: () => Response): Response {
    const id = JSON.stringify(identity);
    const now = Date.now();
    const remembered = this.#responses.get(id);
    if (remembered !== undefined && now < remembered.until) {
      // The original stays unread.
      if (remembered.payload === payload) return remembered.response.clone();
      throw new ApiFailure(422, 'IDEMPOTENCY_KEY_REUSED', 'the Idempotency-Key was used for another request');
    }
    const response = run();
    this.#responses.set(id, { payload, response: response.clone(), until: now + retentionMs });
    return response;
  }
}
