import type { RequestOptions } from '../config/options.ts';
import type { ClientConfig } from '../config/resolve.ts';
import { checkCallOptions, resolveLimits } from '../config/resolve.ts';
import { MiosaApiError } from '../errors/api-errors.ts';
import { MiosaConfigError, MiosaTimeoutError } from '../errors/client-errors.ts';
import { isMiosaError, type MiosaError } from '../errors/miosa-error.ts';
import { redactor, safeCause } from '../errors/redact.ts';
import { type Answer, requestIdOf, send, undecodable } from './attempt.ts';
import { type Call, prepareCall } from './call.ts';
import { CoolDown } from './cool-down.ts';
import { sleep, withDeadline } from './deadline.ts';
import type { Endpoint, EndpointInput } from './endpoint.ts';
import type { SentHeaders } from './headers.ts';
import { notify } from './hooks.ts';
import { MiosaPromise, type Outcome, type WithResponse } from './miosa-promise.ts';
import { isRefusal, retryDelay } from './retry-policy.ts';

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
    return new MiosaPromise(this.run(prepare, options));
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
      checkCallOptions(options);
      const { totalTimeout } = resolveLimits(options, this.#config);
      const timeoutError = (milliseconds: number) =>
        new MiosaTimeoutError(`${name} took longer than its totalTimeout of ${milliseconds} ms`);
      return withTotal(totalTimeout, options.signal, timeoutError, (signal) =>
        work({ ...options, signal, totalTimeout: false }),
      );
    };
    return new MiosaPromise(run());
  }

  /** Calls an endpoint as `call` does, for callers that make a promise of their own of how it ends. */
  async run<T>(prepare: () => [Endpoint<T>, EndpointInput], options: RequestOptions = {}): Promise<Outcome<T>> {
    checkCallOptions(options);
    const [endpoint, input] = prepare();
    const call = prepareCall(endpoint, input, options, this.#config);
    const { json, text, response, requestId, redact } = await this.#carryOut(call, options.signal);
    const outcome = { response, requestId, redact };
    // An endpoint without a decoder is declared with `void`.
    if (endpoint.decode === undefined) return { ...outcome, data: undefined as T };
    const decoded = await endpoint.decode(json, input.parameters ?? {});
    if ('value' in decoded) return { ...outcome, data: decoded.value };
    throw undecodable(call, response, text, redact, decoded);
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
    const { method, path, hasIdempotencyKey, limits } = call;
    const { timeout, maxRetries } = limits;
    const keys: string[] = [];
    for (let retries = 0; ; retries++) {
      await this.#coolDown.enter(signal);
      const attempt = retries + 1;
      const timeoutError = () =>
        new MiosaTimeoutError(
          `${method} ${path} took longer than its timeout of ${timeout} ms (attempt ${attempt} of ${maxRetries + 1})`,
        );
      try {
        return await withDeadline({ signal, milliseconds: timeout, timeoutError }, async (attemptSignal) =>
          this.#send(call, call.headers(await this.#authorization()), attempt, keys, attemptSignal),
        );
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

  async #send(call: Call, headers: SentHeaders, attempt: number, keys: string[], signal: AbortSignal): Promise<Answer> {
    const { method, path } = call;
    const { hooks, fetch = globalThis.fetch } = this.#config;
    const key = headers['authorization']?.replace(/^\S+\s+/, '');
    if (key !== undefined && !keys.includes(key)) keys.push(key);
    const redact = redactor(keys);
    const start = performance.now();
    const onResponse = (response: Response): void => {
      if (hooks.onResponse === undefined) return;
      const { status } = response;
      const requestId = requestIdOf(response, redact);
      notify(hooks.onResponse, { method, path, attempt, status, durationMs: performance.now() - start, requestId });
    };
    notify(hooks.onRequest, { method, path, attempt });
    try {
      const answer = await send(call, { headers, fetch, redact, signal, onResponse });
      this.#coolDown.carriedOut();
      return answer;
    } catch (error) {
      if (isRefusal(error)) this.#coolDown.refused(error.retryAfterMs);
      else if (error instanceof MiosaApiError) this.#coolDown.carriedOut();
      else this.#coolDown.unanswered();
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
      // No key was handed out that could be looked for, but what looks like one is none of a log's business.
      const cause = safeCause(error, (text) => text.replace(/msk_\w+/g, '[redacted]'));
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
