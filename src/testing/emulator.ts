import type { MiosaEmulatorOptions } from './options.ts';
import { ApiFailure, parseFields, type Reply, toResponse } from './replies.ts';
import { bearerToken, type RecordedRequest, recordRequest } from './request-log.ts';
import { findRoute } from './routes.ts';
import { EmulatorState } from './state.ts';

const basePath = '/api/v1';

/** The in-memory API behind every way to reach it. */
export class Emulator {
  readonly #options: MiosaEmulatorOptions;
  #state: EmulatorState;
  #requests: RecordedRequest[] = [];

  constructor(options: MiosaEmulatorOptions) {
    this.#options = options;
    this.#state = new EmulatorState(options);
  }

  /** What has arrived since the start or the last reset. */
  get requests(): readonly RecordedRequest[] {
    return this.#requests;
  }

  /** Answers one request. */
  async handle(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const path = pathname.startsWith(basePath) ? pathname.slice(basePath.length) : pathname;
    const text = await request.text();
    this.#requests.push(recordRequest(request, path, text));
    return toResponse(
      this.#reply(() => {
        this.#authenticate(request.headers);
        const { handler, id } = findRoute(request.method, path);
        return handler({ state: this.#state, id, query: searchParams, fields: parseFields(text) });
      }),
    );
  }

  /** Forgets every change and every request, and starts from the options again. */
  reset(): void {
    this.#state = new EmulatorState(this.#options);
    this.#requests = [];
  }

  #reply(answer: () => Reply): Reply | ApiFailure {
    try {
      return answer();
    } catch (error) {
      if (error instanceof ApiFailure) return error;
      throw error;
    }
  }

  #authenticate(headers: Headers): void {
    const token = bearerToken(headers);
    const { apiKeys } = this.#options;
    if (token === undefined || (apiKeys !== undefined && !apiKeys.includes(token))) {
      throw new ApiFailure(401, 'invalid_token', 'the API key is missing, malformed or invalid');
    }
  }
}
