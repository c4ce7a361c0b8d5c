import { sleep } from './abort.ts';
import type { EmulatorConfig } from './check-options.ts';
import { answerPreflight, isPreflight, makeReadable } from './cors.ts';
import { FaultPlan } from './faults/fault-plan.ts';
import { IdempotencyMemory } from './idempotency.ts';
import { paginator } from './paging.ts';
import { RateLimiter } from './rate-limiter.ts';
import { type Answer, ApiFailure, parseFields, settle, toAnswer, toResponse } from './replies.ts';
import { bearerToken, type RecordedRequest, recordRequest } from './request-log.ts';
import { findRoute } from './routes.ts';
import { EmulatorState } from './state.ts';

/** A request that has arrived whole. */
interface Arrival {
  readonly request: Request;
  /** Below `/api/v1`, still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The body. */
  readonly text: string;
}

/** The in-memory API behind every way to reach it, from its start to its end or its reset. */
export class Emulator {
  readonly requests: RecordedRequest[] = [];
  readonly faults: FaultPlan;
  readonly #config: EmulatorConfig;
  readonly #state: EmulatorState;
  readonly #limiter: RateLimiter | undefined;
  readonly #idempotency: IdempotencyMemory = new IdempotencyMemory();

  constructor(config: EmulatorConfig) {
    this.#config = config;
    this.#state = new EmulatorState(config);
    this.#limiter = config.rateLimit && new RateLimiter(config.rateLimit);
    this.faults = new FaultPlan(config.faults);
  }

  /**
   * Answers one request, for pages of every origin to read. Preflights are no requests to the API: they leave no trace.
   *
   * @param signal - Ends a delay of the answer, and with it the request.
   * @throws {ConnectionDropped} When a fault cuts the connection.
   */
  async handle(request: Request, signal: AbortSignal): Promise<Response> {
    return isPreflight(request) ? answerPreflight(request) : makeReadable(await this.#answer(request, signal));
  }

  async #answer(request: Request, signal: AbortSignal): Promise<Response> {
    const { pathname, searchParams: query } = new URL(request.url);
    const path = pathname.replace(/^.*\/api\/v1(?=\/)/, '');
    const subject = `${request.method} ${path} ${idempotencyKey(request) ?? ''}`;
    const drawn = this.faults.draw(subject);

    const text = await request.text();
    this.requests.push(recordRequest(request, path, text));
    const arrival = { request, path, query, text };
    if (drawn === undefined) return toResponse(this.#carryOut(arrival));

    const { kind, fault } = drawn;
    switch (fault.effect) {
      case 'delay':
        await sleep(fault.milliseconds, signal);
        return toResponse(this.#carryOut(arrival));
      case 'replace':
        if (!fault.before) this.#carryOut(arrival);
        return toResponse(fault.answer());
      case 'damage': {
        const answer = this.#carryOut(arrival);
        const isSpoilable = answer.status < 300 && answer.text !== undefined;
        if (isSpoilable) return toResponse({ ...answer, text: fault.damage(answer.text) });
        this.faults.withdraw(subject, kind);
        return toResponse(answer);
      }
    }
  }

  #carryOut({ request, path, query, text }: Arrival): Answer {
    const { paging, idempotency } = this.#config;
    const { method } = request;
    return settle(() => {
      const apiKey = this.#authenticate(request.headers);
      this.#limiter?.admit(apiKey);
      const { handler, id } = findRoute(method, path);
      const fields = parseFields(text);
      const answer = (): Answer =>
        settle(() => toAnswer(handler({ state: this.#state, id, query, fields, paginate: paginator(paging, query) })));

      const key = idempotencyKey(request);
      if (!idempotency || key === undefined) return answer();
      return this.#idempotency.once({ apiKey, method, path, key, payload: `${query} ${text}` }, answer);
    });
  }

  #authenticate(headers: Headers): string {
    const apiKey = bearerToken(headers);
    const { apiKeys } = this.#config;
    if (apiKey === undefined || (apiKeys !== undefined && !apiKeys.includes(apiKey))) {
      throw new ApiFailure(401, 'invalid_token', 'the API key is missing, malformed or invalid');
    }
    return apiKey;
  }
}

/** The key that a mutation carries. Reads have nothing to repeat safely. */
function idempotencyKey({ method, headers }: Request): string | undefined {
  return method === 'GET' ? undefined : (headers.get('idempotency-key') ?? undefined);
}
