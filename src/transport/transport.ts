import type { RequestOptions } from '../config/options.ts';
import type { ClientConfig } from '../config/resolve.ts';
import { resolveLimits } from '../config/resolve.ts';
import { MiosaConfigError, MiosaTimeoutError } from '../errors/client-errors.ts';
import { isMiosaError } from '../errors/miosa-error.ts';
import { redactor, safeCause } from '../errors/redact.ts';
import { type Answer, requestIdOf, send, undecodable } from './attempt.ts';
import { sleep, withDeadline } from './deadline.ts';
import type { Endpoint, EndpointInput } from './endpoint.ts';
import { mergeHeaders, senderHeaders } from './headers.ts';
import { chooseIdempotencyKey } from './idempotency-key.ts';
import { MiosaPromise, type WithResponse } from './miosa-promise.ts';
import { fillPath } from './path.ts';
import { retryDelay } from './retry-policy.ts';

/** One call, checked and ready to be attempted any number of times. */
interface Call {
  readonly method: string;
  readonly path: string;
  readonly url: string;
  readonly body: string | undefined;
  readonly readsBody: boolean;
  /** All headers but the key, which is asked for anew before each attempt. */
  readonly headers: (authorization: string | undefined) => Headers;
  readonly limits: ReturnType<typeof resolveLimits>;
}

/** Carries calls out: builds requests, keeps their deadlines, repeats them, and decodes their answers. */
export class Transport {
  readonly #config: ClientConfig;

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
    const defaults = {
      ...senderHeaders(tenant),
      'content-type': body === undefined ? undefined : 'application/json',
      'idempotency-key': method === 'GET' ? undefined : chooseIdempotencyKey(options.idempotencyKey, idempotencyKeys),
    };
    return {
      method,
      path: path.split('?')[0] ?? path,
      url: baseUrl + withQuery(path, input.query ?? {}),
      body,
      readsBody: endpoint.decode !== undefined,
      headers: (authorization) => mergeHeaders({ ...defaults, authorization }, headers, options.headers ?? {}),
      limits: resolveLimits(options, this.#config),
    };
  }

  #carryOut(call: Call, signal: AbortSignal | undefined): Promise<Answer> {
    const { totalTimeout } = call.limits;
    let lastError: unknown;
    const remember = (error: unknown): void => {
      lastError = error;
    };
    if (totalTimeout === undefined) return this.#attemptAll(call, signal, remember);
    const timeoutError = () =>
      new MiosaTimeoutError(`${call.method} ${call.path} took longer than its totalTimeout of ${totalTimeout} ms`, {
        cause: lastError,
      });
    return withDeadline({ signal, milliseconds: totalTimeout, timeoutError }, (both) =>
      this.#attemptAll(call, both, remember),
    );
  }

  async #attemptAll(call: Call, signal: AbortSignal | undefined, onError: (error: unknown) => void): Promise<Answer> {
    const { method, path, limits } = call;
    const { timeout, maxRetries } = limits;
    for (let retries = 0; ; retries++) {
      const attempts = `attempt ${retries + 1} of ${maxRetries + 1}`;
      const timeoutError = () =>
        new MiosaTimeoutError(`${method} ${path} took longer than its timeout of ${timeout} ms (${attempts})`);
      let hasIdempotencyKey = false;
      try {
        return await withDeadline({ signal, milliseconds: timeout, timeoutError }, async (attemptSignal) => {
          const headers = call.headers(await this.#authorization());
          hasIdempotencyKey = headers.has('idempotency-key');
          const key = headers.get('authorization')?.replace(/^\S+\s+/, '');
          const fetch = this.#config.fetch ?? globalThis.fetch;
          return send({ ...call, headers, fetch, redact: redactor(key), signal: attemptSignal });
        });
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        onError(error);
        const delay = retryDelay(error, { method, hasIdempotencyKey, retries, maxRetries });
        if (delay === undefined) throw error;
        await sleep(delay, signal);
      }
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
