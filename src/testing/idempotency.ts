import { type Answer, ApiFailure } from './replies.ts';

/** How long an answer is remembered, in milliseconds. */
const memory = 24 * 60 * 60 * 1000;

/** What makes two mutations the same one. */
export interface IdempotencyScope {
  readonly apiKey: string;
  readonly method: string;
  readonly path: string;
  /** The `Idempotency-Key`. */
  readonly key: string;
  /** Everything else that was asked for: the query and the body. */
  readonly payload: string;
}

interface Remembered {
  readonly payload: string;
  readonly answer: Answer;
  readonly until: number;
}

/** Remembers what mutations were answered with, so that none is carried out twice. */
export class IdempotencyMemory {
  readonly #answers: Map<string, Remembered> = new Map();

  /**
   * Carries a mutation out, or gives the answer it had before.
   *
   * Handlers are synchronous: no duplicate can arrive between the change and the moment its answer is remembered.
   *
   * @throws {ApiFailure} When the key was used with another payload. MIOSA documents no answer to that; a 422 of a name
   *   of its own keeps it from being taken for anything else.
   */
  once({ apiKey, method, path, key, payload }: IdempotencyScope, carryOut: () => Answer): Answer {
    const id = JSON.stringify([apiKey, method, path, key]);
    const now = Date.now();
    const remembered = this.#answers.get(id);
    if (remembered !== undefined && now < remembered.until) {
      if (remembered.payload === payload) return remembered.answer;
      throw new ApiFailure(422, 'IDEMPOTENCY_KEY_REUSED', 'the Idempotency-Key was used for another request');
    }
    const answer = carryOut();
    this.#answers.set(id, { payload, answer, until: now + memory });
    return answer;
  }
}
