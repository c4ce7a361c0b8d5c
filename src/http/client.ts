import type { StandardSchemaV1 } from '@standard-schema/spec';
import { RateLimitError } from '../errors/api-errors.ts';
import { MiosaResponseError, MiosaTimeoutError } from '../errors/client-errors.ts';
import type { MiosaError } from '../errors/miosa-error.ts';
import type { Page } from '../schemas/page.ts';
import { vendor } from '../schemas/schema.ts';
import { sleep, withDeadline } from './abort.ts';
import { requestIdOf, responseError, type SuccessResponse, sendOnce } from './attempt.ts';
import { type Call, copyOptions, newCallId, prepareCall } from './call.ts';
import { rememberCaller } from './caller-stack.ts';
import type { ClientConfig } from './config.ts';
import type { Endpoint, RequestInput } from './endpoint.ts';
import { credentialsIn } from './headers.ts';
import { type EndEvent, notify } from './hooks.ts';
import { type CallResult, MiosaPromise, type WithResponse } from './miosa-promise.ts';
import type { RequestOptions } from './options.ts';
import { PagePromise } from './pagination.ts';
import { RateLimits } from './rate-limits.ts';
import { redactor, safeCause } from './redact.ts';
import { decideRetry, isOutcomeUnknown, rateLimitOf } from './retry-policy.ts';

/** How long a call without `totalTimeout`, all its requests together, waits for rate limits, in milliseconds. */
const maxRateLimitWait = 5 * 60_000;

/** How far a call has come. */
interface Progress {
  readonly start: number;
  /** How many requests were sent. */
  attempts: number;
  retries: number;
  rateLimits: number;
  /** How much longer it may wait for rate limits, in milliseconds. */
  rateLimitBudget: number;
  isWaitingForRateLimit: boolean;
  isOutcomeUnknown: boolean;
  lastError: unknown;
  /** Of the response to the last attempt, where there was one. */
  status: number | undefined;
  requestId: string | undefined;
  /** The keys that were sent, also by earlier requests of an operation: they may rotate. */
  readonly keys: string[];
}

/** What a client is bound to when it works for a longer operation. */
interface Binding {
  readonly callId: string;
  readonly options: RequestOptions;
  readonly progress: Progress;
}

/** What the requests of a longer operation are made with. */
export interface OperationContext {
  /** A client that is bound to the operation: its options, signal and events. */
  readonly http: HttpClient;
  readonly signal: AbortSignal | undefined;
  readonly tenant: string | undefined;
}

/** A longer operation, made of several requests. */
export interface Operation<T> {
  /** What the endpoint that stands for it in events would be called with. */
  readonly input: RequestInput<unknown>;
  /** The options of all its requests. */
  readonly options: RequestOptions;
  /** Makes the requests. */
  readonly run: (context: OperationContext) => Promise<WithResponse<T>>;
  /** Makes the error for when the time is up, of what the last request failed with, and what it was waiting for. */
  readonly timeoutError?: (lastError: unknown, reason: string) => Error;
}

/** What the caller gave for one request. */
interface Given<T> {
  readonly input: RequestInput<T>;
  readonly options: RequestOptions | undefined;
}

/** Sends requests: prepares calls, keeps their deadlines, retries them, and decodes their responses. */
export class HttpClient {
  readonly #config: ClientConfig;
  readonly #rateLimits: RateLimits;
  readonly #binding: Binding | undefined;

  constructor(config: ClientConfig, rateLimits: RateLimits = new RateLimits(), binding?: Binding) {
    this.#config = config;
    this.#rateLimits = rateLimits;
    this.#binding = binding;
  }

  /**
   * Calls an endpoint.
   *
   * @param input - Says with what. It runs at once, but inside the promise, so that bad input rejects.
   */
  request<T>(endpoint: Endpoint<T>, input: () => RequestInput<T>, options?: RequestOptions): MiosaPromise<T> {
    return new MiosaPromise(this.#request(endpoint, () => ({ input: input(), options }), this.#binding?.callId));
  }

  /** Calls an endpoint that answers with a list. Its input and options are read once, for all pages. */
  list<Item extends { readonly id: string }>(
    endpoint: Endpoint<Page<Item>>,
    input: () => RequestInput<Page<Item>>,
    options: RequestOptions = {},
  ): PagePromise<Item> {
    const parentCallId = this.#binding?.callId ?? newCallId(this.#config);
    let given: Given<Page<Item>> | undefined;
    const givenFor = (page: number | undefined): Given<Page<Item>> => {
      given ??= { input: input(), options: copyOptions(options) };
      return page === undefined
        ? given
        : { ...given, input: { ...given.input, query: { ...given.input.query, page } } };
    };
    const fetchPage = (page: number | undefined): Promise<CallResult<Page<Item>>> =>
      this.#request(endpoint, () => givenFor(page), parentCallId);
    const first = fetchPage(undefined);
    return new PagePromise(first, given?.input.query ?? {}, fetchPage);
  }

  /**
   * Runs an operation of several requests as one call: one deadline, one end.
   *
   * @param endpoint - Stands for it in events, under the operation's own name.
   * @param prepare - Reads the caller's input. It runs at once, but inside the promise, so that bad input rejects.
   */
  operation<T>(endpoint: Endpoint<unknown>, prepare: () => Operation<T>): MiosaPromise<T> {
    const leadToCaller = rememberCaller();
    const start = async (): Promise<CallResult<T>> => {
      const { input, run, timeoutError, ...given } = prepare();
      const options = copyOptions(given.options);
      const call = prepareCall(endpoint, input, options, this.#config, undefined);
      const { callId, tenant } = call.event;
      const progress = newProgress(call);
      const work = async (signal: AbortSignal | undefined): Promise<CallResult<T>> => {
        const binding = { callId, progress, options: { ...options, signal, totalTimeout: false } } as const;
        const http = new HttpClient(this.#config, this.#rateLimits, binding);
        return { ...(await run({ http, signal, tenant })), redact: (text) => text };
      };
      try {
        return await this.#finish(call, progress, work, timeoutError);
      } catch (error) {
        throw leadToCaller(error);
      }
    };
    return new MiosaPromise(start());
  }

  async #request<T>(
    endpoint: Endpoint<T>,
    read: () => Given<T>,
    parentCallId: string | undefined,
  ): Promise<CallResult<T>> {
    const { input, options = {} } = read();
    const merged = this.#binding === undefined ? options : { ...this.#binding.options, ...options };
    const call = prepareCall(endpoint, input, merged, this.#config, parentCallId);
    const progress = newProgress(call, this.#binding?.progress.keys);
    return await this.#finish(call, progress, async (signal) => {
      const success = await this.#attemptAll(call, progress, signal);
      return await decode(call, success);
    });
  }

  /** Ends a call on time, and tells the hooks. */
  async #finish<T>(
    call: Call<unknown>,
    progress: Progress,
    work: (signal: AbortSignal | undefined) => Promise<CallResult<T>>,
    timeoutError?: Operation<T>['timeoutError'],
  ): Promise<CallResult<T>> {
    const { totalTimeout } = call.limits;
    const { onEnd } = this.#config.hooks;
    try {
      const result = await (totalTimeout === undefined
        ? work(call.signal)
        : withDeadline(
            {
              signal: call.signal,
              milliseconds: totalTimeout,
              timeoutError: () => {
                const reason = progress.isWaitingForRateLimit ? ' while it waited for a rate limit' : '';
                return (
                  timeoutError?.(progress.lastError, reason) ?? totalTimeoutError(call, totalTimeout, progress, reason)
                );
              },
            },
            work,
          ));
      if (onEnd !== undefined) notify(onEnd, endEvent(call, progress));
      return result;
    } catch (error) {
      if (onEnd !== undefined) notify(onEnd, { ...endEvent(call, progress), error: asError(error) });
      throw error;
    }
  }

  /** Sends a request as often as it takes. */
  async #attemptAll(
    call: Call<unknown>,
    progress: Progress,
    signal: AbortSignal | undefined,
  ): Promise<SuccessResponse> {
    const { limits, event, method } = call;
    const endpoint = `${method} ${event.route}`;
    const shared = this.#binding?.progress ?? progress;
    let rateLimitError: unknown;
    for (let notBefore = 0; ; ) {
      if (limits.maxRetries > 0 && (notBefore > 0 || this.#rateLimits.isLimited(endpoint))) {
        this.#record(progress, { isWaitingForRateLimit: true });
        const budget = shared.rateLimitBudget;
        shared.rateLimitBudget -= await this.#rateLimits.wait(endpoint, { notBefore, budget, signal });
        notBefore = 0;
        this.#record(progress, { isWaitingForRateLimit: false });
        // One that only waited is sent.
        if (rateLimitError !== undefined && shared.rateLimitBudget <= 0) throw rateLimitError;
      }
      try {
        const success = await this.#attempt(call, progress, signal);
        this.#record(progress, { lastError: undefined });
        return success;
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        this.#record(progress, { lastError: error });
        progress.isOutcomeUnknown ||= progress.attempts > 0 && isOutcomeUnknown(error);
        const rateLimit = rateLimitOf(error);
        if (rateLimit !== undefined) this.#rateLimits.limit(endpoint, rateLimit);
        rateLimitError = rateLimit === undefined ? undefined : error;
        const delay = decideRetry(error, call, progress);
        if (delay === undefined) throw error;
        // Only this package's own errors are ever retried.
        const retryEvent = { ...event, attempt: progress.attempts, delayMs: delay, error: error as MiosaError };
        notify(this.#config.hooks.onRetry, retryEvent);
        if (rateLimit !== undefined) {
          progress.rateLimits += 1;
          notBefore = performance.now() + delay;
        } else {
          progress.retries += 1;
          await sleep(delay, signal);
        }
      }
    }
  }

  async #attempt(call: Call<unknown>, progress: Progress, signal: AbortSignal | undefined): Promise<SuccessResponse> {
    const { hooks, fetch = globalThis.fetch } = this.#config;
    const { timeout } = call.limits;
    const timeoutError = () =>
      new MiosaTimeoutError(
        `${call.method} ${call.path} took longer than its timeout of ${timeout} ms (attempt ${progress.attempts})`,
      );
    return withDeadline({ signal, milliseconds: timeout, timeoutError }, async (attemptSignal) => {
      this.#record(progress, { status: undefined, requestId: undefined });
      const key = call.apiKey && (await call.apiKey());
      // It may come after the end of the attempt, and so may a response: nothing is sent or told then.
      attemptSignal.throwIfAborted();
      const authorization = key === undefined ? undefined : `Bearer ${key}`;
      const secret = key ?? credentialsIn(call.headers);
      if (secret !== undefined && !progress.keys.includes(secret)) progress.keys.push(secret);
      const redact = redactor(progress.keys);

      progress.attempts += 1;
      if (this.#binding !== undefined) this.#binding.progress.attempts += 1;
      const event = { ...call.event, attempt: progress.attempts };
      notify(hooks.onRequest, event);
      const start = performance.now();
      const onResponse = (response: Response): void => {
        if (attemptSignal.aborted) return;
        const { status } = response;
        const requestId = requestIdOf(response, redact);
        this.#record(progress, { status, requestId });
        notify(hooks.onResponse, { ...event, status, durationMs: performance.now() - start, requestId });
      };
      const mayBeGone = call.succeedsWhenGone && progress.isOutcomeUnknown;
      return sendOnce(call, { authorization, fetch, redact, signal: attemptSignal, mayBeGone, onResponse });
    });
  }

  /** Notes how far a request has come, also for the operation that it belongs to. */
  #record(progress: Progress, change: Partial<Progress>): void {
    Object.assign(progress, change);
    if (this.#binding !== undefined) Object.assign(this.#binding.progress, change);
  }
}

function newProgress({ limits }: Call<unknown>, keys: string[] = []): Progress {
  return {
    start: performance.now(),
    attempts: 0,
    retries: 0,
    rateLimits: 0,
    rateLimitBudget: limits.totalTimeout === undefined ? maxRateLimitWait : Number.POSITIVE_INFINITY,
    isWaitingForRateLimit: false,
    isOutcomeUnknown: false,
    lastError: undefined,
    status: undefined,
    requestId: undefined,
    keys,
  };
}

/** Decodes a response with the schema of its endpoint. Ours and users' own take the same way. */
async function decode<T>(call: Call<T>, success: SuccessResponse): Promise<CallResult<T>> {
  const { response, redact, json } = success;
  const requestId = requestIdOf(response, redact);
  // An endpoint without a schema is declared with `void`.
  if (call.schema === undefined) return { data: undefined as T, response, requestId, redact };
  let result: StandardSchemaV1.Result<T>;
  try {
    const validated = call.schema['~standard'].validate(json);
    result = validated instanceof Promise ? await validated : validated;
  } catch (error) {
    // Neither what is wrong with the schema nor that the request itself succeeded must be lost.
    const message = 'the schema threw an error';
    throw responseError(MiosaResponseError, call, success, [{ field: '', message }], message, safeCause(error, redact));
  }
  if (result.issues === undefined) return { data: result.value, response, requestId, redact };
  const issues = result.issues.map(({ path = [], message }) => ({
    field: path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.'),
    message,
  }));
  const isOwn = call.schema['~standard'].vendor === vendor;
  const shown = issues.slice(0, 5).map(({ field, message }) => (field ? `${field} ${message}` : message));
  const places = issues.map(({ field }) => field || 'the top').join(', ');
  const description = isOwn ? shown.join('; ') : `it does not match the schema at ${places}`;
  throw responseError(MiosaResponseError, call, success, issues, description);
}

function totalTimeoutError(
  { method, path, event }: Call<unknown>,
  milliseconds: number,
  { isWaitingForRateLimit, lastError }: Progress,
  reason: string,
): MiosaTimeoutError {
  return new MiosaTimeoutError(
    `${event.operation} (${method} ${path}) took longer than its totalTimeout of ${milliseconds} ms${reason}`,
    {
      cause: isWaitingForRateLimit && !(lastError instanceof RateLimitError) ? undefined : lastError,
    },
  );
}

function endEvent(call: Call<unknown>, { start, attempts, status, requestId }: Progress): EndEvent {
  return {
    ...call.event,
    attempts,
    durationMs: performance.now() - start,
    ...(status !== undefined && { status }),
    ...(requestId !== undefined && { requestId }),
  };
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('the call was aborted', { cause: reason });
}
