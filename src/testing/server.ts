import { MiosaConfigError } from '../errors/errors.ts';
import { sleep } from '../http/timing.ts';
import { allowEveryOrigin, isPreflight, preflightResponse } from './cors.ts';
import { ConnectionDropped } from './fault-kinds.ts';
import { FaultPlan, type InjectedFault } from './fault-plan.ts';
import { parseFields } from './fields.ts';
import { IdempotencyCache } from './idempotency.ts';
import type { MiosaEmulatorOptions } from './options.ts';
import { RateLimiter } from './rate-limiter.ts';
import { bearerToken, type RecordedRequest, recordRequest } from './recorded-request.ts';
import { ApiFailure, notFound, responseOf } from './responses.ts';
import { basePath, type EmulatorRouteHandler, Routes } from './routes.ts';
import { seededStore } from './seeds.ts';
import type { Store } from './store.ts';

/** A request for a path below `/api/v1`, its body read. */
interface ReceivedRequest {
  /** For the handlers of users: its body can be read again. */
  readonly request: Request;
  /** Still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The body. */
  readonly text: string;
  /** `undefined` where there is no such endpoint. */
  readonly route: ReturnType<Routes['find']>;
}

/** The in-memory API, from its start to its end or its reset. A request passes the methods from top to bottom. */
export class EmulatorServer {
  readonly requests: RecordedRequest[] = [];
  readonly faults: FaultPlan;
  readonly #options: MiosaEmulatorOptions;
  readonly #routes: Routes;
  readonly #store: Store;
  readonly #limiter: RateLimiter | undefined;
  readonly #idempotency = new IdempotencyCache();

  /** @throws {@link MiosaConfigError} When an option is invalid; the message names it. */
  constructor(options: MiosaEmulatorOptions, faultSeed: number) {
    this.#options = options;
    this.#routes = new Routes(options.routes ?? {});
    const { endpoints } = this.#routes;
    this.#store = seededStore(options);
    this.#limiter = options.rateLimit === undefined ? undefined : new RateLimiter(options.rateLimit, endpoints);
    this.faults = new FaultPlan(options.faults ?? { rate: 0 }, faultSeed, endpoints);
  }

  /**
   * Responds to one request, for pages of every origin to read. Preflights are not requests to the API: they are not
   * recorded.
   *
   * @param signal - Ends a delay of the response, and with it the request.
   * @throws {@link ConnectionDropped} When the connection is cut.
   */
  async handle(request: Request, signal: AbortSignal): Promise<Response> {
    if (isPreflight(request)) return preflightResponse(request);
    const { pathname, searchParams: query } = new URL(request.url);
    const isServed = pathname.startsWith(`${basePath}/`);
    const path = isServed ? pathname.slice(basePath.length) : pathname;
    const route = isServed ? this.#routes.find(request.method, path) : undefined;
    const subject = `${request.method} ${path} ${idempotencyKey(request) ?? ''}`;
    // Drawn before the body is awaited, so that the order of arrival decides.
    const fault = isServed ? this.faults.draw(subject, route?.endpoint) : undefined;
    const text = await (route?.own === undefined ? request : request.clone()).text();
    const record = recordRequest(request, path, text);
    this.requests.push(record);
    const process = () => this.#process({ request, path, query, text, route });
    const response = isServed ? await this.#respond(process, fault, signal) : outside().toResponse();
    record.status = response.status;
    return allowEveryOrigin(response);
  }

  async #respond(
    process: () => Response | Promise<Response>,
    fault: InjectedFault | undefined,
    signal: AbortSignal,
  ): Promise<Response> {
    if (fault?.delay !== undefined) await sleep(fault.delay, signal);
    if (fault?.replace !== undefined) {
      if (fault.isProcessed) await process();
      return fault.replace();
    }
    const response = await process();
    if (fault?.damage === undefined) return response;
    const body = response.ok ? await response.clone().text() : '';
    if (body !== '') return new Response(fault.damage(body), response);
    this.faults.withdraw(fault);
    return response;
  }

  #process({ request, path, query, text, route }: ReceivedRequest): Response | Promise<Response> {
    return responseOf(() => {
      const { method, headers } = request;
      const apiKey = this.#authenticate(headers);
      this.#limiter?.admit(apiKey, route?.endpoint);
      if (route?.own !== undefined) return ownResponse(route.endpoint, route.own, request);
      if (route?.handler === undefined) throw notFound('route');
      const { handler, id } = route;
      if (id !== '' && !uuid.test(id) && !this.#store.has(id))
        throw new ApiFailure(400, 'INVALID_ID', 'the id in the path must be a UUID');
      const context = { store: this.#store, options: this.#options, id, query, fields: parseFields(text) };
      const run = () => responseOf(() => handler(context));
      const key = idempotencyKey(request);
      if (this.#options.idempotency === false || key === undefined) return run();
      return this.#idempotency.once([apiKey, method, path, key], `${query} ${text}`, run);
    });
  }

  #authenticate(headers: Headers): string {
    const apiKey = bearerToken(headers);
    const { apiKeys } = this.#options;
    if (apiKey === undefined || (apiKeys !== undefined && !apiKeys.includes(apiKey))) {
      throw new ApiFailure(401, 'invalid_token', 'the API key is missing, malformed or invalid');
    }
    return apiKey;
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The key of a mutation. Reads need none. */
function idempotencyKey({ method, headers }: Request): string | undefined {
  return method === 'GET' ? undefined : (headers.get('idempotency-key') ?? undefined);
}

async function ownResponse(endpoint: string, handler: EmulatorRouteHandler, request: Request): Promise<Response> {
  const response: unknown = await handler(request);
  if (!(response instanceof Response)) throw new MiosaConfigError(`The route "${endpoint}" must return a Response.`);
  if (response.type === 'error') throw new ConnectionDropped();
  // The original stays unread: a handler may return the same one each time.
  return response.clone();
}

function outside(): ApiFailure {
  return new ApiFailure(404, 'NOT_FOUND', `nothing outside ${basePath}/ is served: check the base URL`);
}
