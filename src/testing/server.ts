import { FaultPlan } from './faults.ts';
import type { Context } from './handlers/route.ts';
import { allowEveryOrigin, isPreflight, preflightResponse, sleep } from './http.ts';
import type { EmulatorConfig } from './options.ts';
import {
  ApiFailure,
  type EmulatedResponse,
  listBody,
  notFound,
  parseFields,
  respond,
  serialize,
  toResponse,
  type WireFields,
} from './replies.ts';
import { bearerToken, IdempotencyCache, RateLimiter, type RecordedRequest, recordRequest } from './request-history.ts';
import { basePath, endpointOf, findRoute } from './routes.ts';
import { Store, toWire } from './store.ts';

/** A request that was received completely. */
interface ReceivedRequest {
  readonly method: string;
  readonly headers: Headers;
  /** Below `/api/v1`, still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The body. */
  readonly text: string;
  /** `undefined` where there is no such endpoint. */
  readonly match: ReturnType<typeof findRoute>;
}

/** The in-memory API, from its start to its end or its reset. A request passes the methods from top to bottom. */
export class EmulatorServer {
  readonly requests: RecordedRequest[] = [];
  readonly faults: FaultPlan;
  readonly #config: EmulatorConfig;
  readonly #store: Store;
  readonly #limiter: RateLimiter | undefined;
  readonly #idempotency: IdempotencyCache = new IdempotencyCache();

  /** @throws {MiosaConfigError} When what it starts with contradicts itself. */
  constructor(config: EmulatorConfig) {
    this.#config = config;
    this.#store = new Store(config);
    this.#limiter = config.rateLimit && new RateLimiter(config.rateLimit);
    this.faults = new FaultPlan(config.faults);
  }

  /**
   * Responds to one request, for pages of every origin to read. Preflights are not requests to the API: they are not
   * recorded.
   *
   * @param signal - Ends a delay of the response, and with it the request.
   * @throws {ConnectionDropped} When a fault cuts the connection.
   */
  async handle(request: Request, signal: AbortSignal): Promise<Response> {
    if (isPreflight(request)) return preflightResponse(request);
    return allowEveryOrigin(toResponse(await this.#receive(request, signal)));
  }

  async #receive(request: Request, signal: AbortSignal): Promise<EmulatedResponse> {
    const { method, headers, url } = request;
    const { pathname, searchParams: query } = new URL(url);
    if (!pathname.startsWith(`${basePath}/`)) {
      this.requests.push(recordRequest(request, pathname, await request.text()));
      return serialize(new ApiFailure(404, 'NOT_FOUND', `nothing outside ${basePath}/ is served: check the base URL`));
    }
    const path = pathname.slice(basePath.length);
    const subject = `${method} ${path} ${idempotencyKey(method, headers) ?? ''}`;
    // Before the body is awaited, so that the order of arrival decides.
    const match = findRoute(method, path);
    const drawn = this.faults.draw(subject, match && endpointOf(match.route));
    const text = await request.text();
    this.requests.push(recordRequest(request, path, text));
    const received = { method, headers, path, query, text, match };
    if (drawn === undefined) return this.#process(received);

    const { fault } = drawn;
    switch (fault.effect) {
      case 'delay':
        await sleep(fault.milliseconds, signal);
        return this.#process(received);
      case 'replace':
        if (!fault.before) this.#process(received);
        return fault.replacement();
      case 'damage': {
        const response = this.#process(received);
        if (response.status < 300 && response.text !== undefined) {
          return { ...response, text: fault.damage(response.text) };
        }
        this.faults.withdraw(subject, drawn);
        return response;
      }
    }
  }

  #process({ method, headers, path, query, text, match }: ReceivedRequest): EmulatedResponse {
    return respond(() => {
      const apiKey = this.#authenticate(headers);
      const endpoint = match && endpointOf(match.route);
      this.#limiter?.admit(apiKey, endpoint);
      if (match === undefined || endpoint === undefined) throw notFound('route');
      this.#authorize(endpoint);
      const { route, id } = match;
      if (id !== '' && !uuid.test(id) && !this.#store.has(id))
        throw new ApiFailure(400, 'INVALID_ID', 'the id in the path must be a UUID');
      const context = this.#contextOf(id, query, parseFields(text));
      const run = (): EmulatedResponse => respond(() => serialize(route.handler(context)));

      const key = idempotencyKey(method, headers);
      if (!this.#config.idempotency || key === undefined) return run();
      return this.#idempotency.once({ apiKey, method, path, key, payload: `${query} ${text}` }, run);
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

  #authorize(endpoint: string): void {
    if (!this.#config.deniedEndpoints.includes(endpoint)) return;
    throw new ApiFailure(403, 'insufficient_scope', `the API key lacks the scope for ${endpoint}`);
  }

  #contextOf(id: string, query: URLSearchParams, fields: WireFields): Context {
    const config = this.#config;
    const show = (record: object): WireFields => {
      const wire = toWire(record);
      if (!config.omitExternalIds) return wire;
      const { external_workspace_id, external_project_id, ...others } = wire;
      return others;
    };
    const list = (records: readonly object[]): WireFields => listBody(records.map(show), query, config);
    return { store: this.#store, config, id, query, fields, show, list };
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The key of a mutation. Reads need none. */
function idempotencyKey(method: string, headers: Headers): string | undefined {
  return method === 'GET' ? undefined : (headers.get('idempotency-key') ?? undefined);
}
