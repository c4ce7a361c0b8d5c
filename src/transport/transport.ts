import type { RequestOptions } from '../config/options.ts';
import type { ClientConfig } from '../config/resolve.ts';
import { resolveLimits } from '../config/resolve.ts';
import { MiosaApiError } from '../errors/api-errors.ts';
import { MiosaConfigError, MiosaTimeoutError } from '../errors/client-errors.ts';
import { isMiosaError, type MiosaError } from '../errors/miosa-error.ts';
import { redactor, safeCause } from '../errors/redact.ts';
import { type Answer, requestIdOf, send, undecodable } from './attempt.ts';
import { CoolDown } from './cool-down.ts';
import { sleep, withDeadline } from './deadline.ts';
import type { Endpoint, EndpointInput } from './endpoint.ts';
import { mergeHeaders, senderHeaders } from './headers.ts';
import { notify } from './hooks.ts';
import { chooseIdempotencyKey, newIdempotencyKey } from './idempotency-key.ts';
import { MiosaPromise, type WithResponse } from './miosa-promise.ts';
import { fillPath } from './path.ts';
import { isRefusal, retryDelay } from './retry-policy.ts';

/** One call, checked and ready to be attempted any number of times. */
interface Call {
  readonly method: string;
  readonly path: string;
  readonly url: string;
  readonly body: string | undefined;
  readonly readsBody: boolean;
  readonly mayBeEmpty: boolean;
  /** All headers but the key, which is asked for anew before each attempt. */
  readonly headers: (authorization: string | undefined) => Headers;
  readonly limits: ReturnType<typeof resolveLimits>;
}

/** Carries calls out: builds requests, keeps their deadlines, repeats them, and decodes their answers. */
export class Transport {
  readonly #config: ClientConfig;
  readonly #coolDown: CoolDown = new CoolDown();

  constructor(config: ClientConfig) {
    this.#config = config;
  }

  /**
   * Calls an endpoint.
   *
   * @param prepare - Says what to call, with which input. It runs inside the promise, so that bad input rejects instead
   *   of throwing.
   * @param options - The caller's options.
   */
  call<T>(prepare: () => [Endpoint<T>, EndpointInput], options: RequestOptions = {}): MiosaPromise<T> {
    return new MiosaPromise(this.#run(prepare, options));
  }

  /**
   * Carries several calls out as if they were one: within one `totalTimeout`.
   *
   * @param name - What the calls are together, for messages.
   * @param options - The caller's options.
   * @param work - Makes the calls, with the options it is given.
   */
  callTogether<T>(
    name: string,
    options: RequestOptions,
    work: (options: RequestOptions) => Promise<WithResponse<T>>,
  ): MiosaPromise<T> {
    const run = async (): Promise<WithResponse<T>> => {
      const { totalTimeout } = resolveLimits(options, this.#config);
      const timeoutError = (milliseconds: number) =>
        new MiosaTimeoutError(`${name} took longer than its totalTimeout of ${milliseconds} ms`);
      return withTotal(totalTimeout, options.signal, timeoutError, (signal) =>
        work({ ...options, signal, totalTimeout: false }),
      );
    };
    return new MiosaPromise(run());
  }

  async #run<T>(prepare: () => [Endpoint<T>, EndpointInput], options: RequestOptions): Promise<WithResponse<T>> {
    const [endpoint, input] = prepare();
    const call = this.#prepare(endpoint, input, options);
    const answer = await this.#carryOut(call, options.signal);
    const data = await decodeAnswer(endpoint.decode, answer, call, input.parameters ?? {});
    return { data, response: answer.response, requestId: requestIdOf(answer.response) };
  }

  #prepare(endpoint: Endpoint<unknown>, input: EndpointInput, options: RequestOptions): Call {
    const { baseUrl, tenant, idempotencyKeys, headers } = this.#config;
    const { method } = endpoint;
    const path = fillPath(endpoint.path, input.parameters ?? {});
    const body = serialize(input.body);
    const makeKey = () => (idempotencyKeys ? (input.idempotencyKey ?? newIdempotencyKey()) : undefined);
    const defaults = {
      ...senderHeaders(tenant),
      'content-type': body === undefined ? undefined : 'application/json',
      'idempotency-key': method === 'GET' ? undefined : chooseIdempotencyKey(options.idempotencyKey, makeKey),
    };
    return {
      method,
      path: path.split('?')[0] ?? path,
      url: baseUrl + withQuery(path, input.query ?? {}),
      body,
      readsBody: endpoint.decode !== undefined,
      mayBeEmpty: endpoint.mayBeEmpty ?? false,
      headers: (authorization) => mergeHeaders({ ...defaults, authorization }, headers, options.headers ?? {}),
      limits: resolveLimits(options, this.#config),
    };
  }

  #carryOut(call: Call, signal: AbortSignal | undefined): Promise<Answer> {
    const { method, path, limits } = call;
    let lastError: unknown;
    const remember = (error: unknown): void => {
      lastError = error;
    };
    const timeoutError = (milliseconds: number) =>
      new MiosaTimeoutError(`${method} ${path} took longer than its totalTimeout of ${milliseconds} ms`, {
        cause: lastError,
      });
    return withTotal(limits.totalTimeout, signal, timeoutError, (both) => this.#attemptAll(call, both, remember));
  }

  async #attemptAll(call: Call, signal: AbortSignal | undefined, onError: (error: unknown) => void): Promise<Answer> {
    const { method, path, limits } = call;
    const { timeout, maxRetries } = limits;
    for (let retries = 0; ; retries++) {
      await this.#coolDown.enter(signal);
      const attempt = retries + 1;
      const timeoutError = () =>
        new MiosaTimeoutError(
          `${method} ${path} took longer than its timeout of ${timeout} ms (attempt ${attempt} of ${maxRetries + 1})`,
        );
      let hasIdempotencyKey = false;
      try {
        return await withDeadline({ signal, milliseconds: timeout, timeoutError }, async (attemptSignal) => {
          const headers = call.headers(await this.#authorization());
          hasIdempotencyKey = headers.has('idempotency-key');
          return this.#send(call, headers, attempt, attemptSignal);
        });
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        onError(error);
        const delay = retryDelay(error, { method, hasIdempotencyKey, retries, maxRetries });
        if (delay === undefined) throw error;
        // Only this package's own errors are ever repeated.
        const event = { method, path, attempt, delayMs: delay, error: error as MiosaError };
        notify(this.#config.hooks.onRetry, event);
        // The cool-down makes the whole client wait for what the API asked for, this call included.
        if (!isRefusal(error)) await sleep(delay, signal);
      }
    }
  }

  async #send(call: Call, headers: Headers, attempt: number, signal: AbortSignal): Promise<Answer> {
    const { method, path } = call;
    const { hooks, fetch = globalThis.fetch } = this.#config;
    const key = headers.get('authorization')?.replace(/^\S+\s+/, '');
    const start = performance.now();
    const onResponse = (response: Response): void => {
      const durationMs = performance.now() - start;
      const { status } = response;
      notify(hooks.onResponse, { method, path, attempt, status, durationMs, requestId: requestIdOf(response) });
    };
    notify(hooks.onRequest, { method, path, attempt });
    try {
      const answer = await send({ ...call, headers, fetch, redact: redactor(key), signal, onResponse });
      this.#coolDown.carriedOut();
      return answer;
    } catch (error) {
      if (isRefusal(error)) this.#coolDown.refused(error.retryAfterMs);
      else if (error instanceof MiosaApiError) this.#coolDown.carriedOut();
      throw error;
    }
  }

  async #authorization(): Promise<string | undefined> {
    const { apiKey } = this.#config;
    if (apiKey === undefined) return undefined;
    try {
      return `Bearer ${await apiKey()}`;
    } catch (error) {
      if (isMiosaError(error)) throw error;
      const cause = safeCause(error, (text) => text);
      throw new MiosaConfigError(`The apiKey function failed, so nothing was sent: ${cause.message}`, { cause });
    }
  }
}

function withTotal<T>(
  totalTimeout: number | undefined,
  signal: AbortSignal | undefined,
  timeoutError: (milliseconds: number) => Error,
  work: (signal: AbortSignal | undefined) => Promise<T>,
): Promise<T> {
  if (totalTimeout === undefined) return work(signal);
  return withDeadline({ signal, milliseconds: totalTimeout, timeoutError: () => timeoutError(totalTimeout) }, work);
}

async function decodeAnswer<T>(
  decode: Endpoint<T>['decode'],
  { json, text, response, redact }: Answer,
  call: Call,
  parameters: Readonly<Record<string, string>>,
): Promise<T> {
  // An endpoint without a decoder is declared with `void`.
  if (decode === undefined) return undefined as T;
  const decoded = await decode(json, parameters);
  if ('value' in decoded) return decoded.value;
  throw undecodable(call, response, text, redact, decoded);
}

function serialize(body: unknown): string | undefined {
  if (body === undefined) return undefined;
  try {
    return JSON.stringify(body);
  } catch {
    throw new MiosaConfigError('The body cannot be sent as JSON: it has a cycle, a BigInt, or is nested too deeply.');
  }
}

function withQuery(path: string, query: Readonly<Record<string, unknown>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.append(name, String(value));
  }
  const text = parameters.toString();
  return text === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${text}`;
}
