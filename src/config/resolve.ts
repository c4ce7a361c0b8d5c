import type { IsEqual } from 'type-fest';
import { MiosaConfigError } from '../errors/client-errors.ts';
import { isRecord } from '../errors/is-record.ts';
import { environmentVariable, isBrowser } from './environment.ts';
import { type CheckedHeaders, checkHeaders, senderHeaders } from './headers.ts';
import type { ApiKeyProvider, Fetch, MiosaClientOptions, MiosaHooks, RequestOptions } from './options.ts';
import { checkSpelling } from './spelling.ts';

/** The options of a client, checked and with their defaults. */
export interface ClientConfig extends CallLimits {
  /** Asked before every attempt; `undefined` for no `Authorization` header. */
  readonly apiKey: ApiKeyProvider | undefined;
  /** Absolute, without a trailing slash. */
  readonly baseUrl: string;
  readonly idempotencyKeys: boolean;
  /** Of every request, the key's excepted. */
  readonly headers: CheckedHeaders;
  readonly fetch: Fetch | undefined;
  readonly hooks: MiosaHooks;
}

/** How long a call may take, and how often it may be repeated. */
export interface CallLimits {
  readonly timeout: number;
  readonly totalTimeout: number | undefined;
  readonly maxRetries: number;
}

const defaultBaseUrl = 'https://api.miosa.ai/api/v1';

const callOptionNames = ['signal', 'timeout', 'totalTimeout', 'maxRetries', 'headers', 'idempotencyKey'] as const;
const clientOptionNames = [
  'apiKey',
  'baseUrl',
  'tenant',
  'idempotencyKeys',
  'timeout',
  'totalTimeout',
  'maxRetries',
  'headers',
  'fetch',
  'hooks',
  'dangerouslyAllowBrowser',
] as const;
const hookNames = ['onRequest', 'onResponse', 'onRetry'] as const;

true satisfies IsEqual<(typeof callOptionNames)[number], keyof RequestOptions>;
true satisfies IsEqual<(typeof clientOptionNames)[number], keyof MiosaClientOptions>;
true satisfies IsEqual<(typeof hookNames)[number], keyof MiosaHooks>;

/** Timers overflow past it and fire at once. */
const longestTimer = 2 ** 31 - 1;

/**
 * Checks the options of a client and fills in the defaults.
 *
 * @throws {MiosaConfigError} When an option cannot be right.
 */
export function resolveClientConfig(options: MiosaClientOptions): ClientConfig {
  const given: unknown = options;
  if (!isRecord(given)) throw new MiosaConfigError('The options of the client must be an object.');
  checkSpelling('The client', given, clientOptionNames);
  if (options.fetch !== undefined && typeof options.fetch !== 'function') {
    throw new MiosaConfigError('fetch must be a function: pass one that takes (url, init), or leave it out.');
  }
  const tenant = options.tenant ?? environmentVariable('MIOSA_TENANT');
  if (tenant !== undefined && !isHeaderToken(tenant)) {
    throw new MiosaConfigError('tenant must be the id or slug of an organization.');
  }
  return {
    apiKey: resolveApiKey(options),
    baseUrl: resolveBaseUrl(options.baseUrl ?? environmentVariable('MIOSA_BASE_URL') ?? defaultBaseUrl),
    idempotencyKeys: checkBoolean('idempotencyKeys', options.idempotencyKeys ?? true),
    headers: { ...senderHeaders(tenant), ...checkHeaders(options.headers) },
    fetch: options.fetch,
    hooks: checkHooks(options.hooks),
    ...resolveLimits(options, { timeout: 30_000, totalTimeout: undefined, maxRetries: 3 }),
  };
}

/**
 * Checks the limits of a client or a call and fills in the defaults.
 *
 * @throws {MiosaConfigError} When a limit is no number, negative or too large for a timer.
 */
export function resolveLimits(options: MiosaClientOptions | RequestOptions, defaults: CallLimits): CallLimits {
  const {
    timeout = defaults.timeout,
    totalTimeout = defaults.totalTimeout,
    maxRetries = defaults.maxRetries,
  } = options;
  checkMilliseconds('timeout', timeout);
  if (totalTimeout !== undefined && totalTimeout !== false) checkMilliseconds('totalTimeout', totalTimeout);
  if (!Number.isSafeInteger(maxRetries) || maxRetries < 0) {
    throw new MiosaConfigError('maxRetries must be a whole number from 0; 0 switches retries off.');
  }
  return { timeout, totalTimeout: totalTimeout === false ? undefined : totalTimeout, maxRetries };
}

/**
 * Checks a key before it goes into a header.
 *
 * @throws {MiosaConfigError} When it cannot be a key, or must not be used here. The message does not show it.
 */
export function checkApiKey(key: unknown, dangerouslyAllowBrowser: boolean): string {
  if (!isHeaderToken(key)) {
    throw new MiosaConfigError('apiKey must be a non-empty string without spaces or line breaks.');
  }
  if (key.startsWith('msk_') && !dangerouslyAllowBrowser && isBrowser()) {
    throw new MiosaConfigError(
      'apiKey is a secret msk_ key, and every visitor of this page could read it. Send requests through your own ' +
        'backend (apiKey: null and a same-origin baseUrl), or pass a function that fetches a short-lived token.',
    );
  }
  return key;
}

function resolveApiKey(options: MiosaClientOptions): ApiKeyProvider | undefined {
  const { apiKey = environmentVariable('MIOSA_API_KEY') } = options;
  const dangerouslyAllowBrowser = checkBoolean('dangerouslyAllowBrowser', options.dangerouslyAllowBrowser ?? false);
  if (apiKey === null) return undefined;
  if (apiKey === undefined) {
    throw new MiosaConfigError(
      'No API key: pass apiKey, or set MIOSA_API_KEY. Behind a proxy that adds it, pass null.',
    );
  }
  if (typeof apiKey === 'function') return async () => checkApiKey(await apiKey(), dangerouslyAllowBrowser);
  const key = checkApiKey(apiKey, dangerouslyAllowBrowser);
  return () => key;
}

/** The string 'false' would switch on what it was meant to switch off. */
function checkBoolean(option: string, value: unknown): boolean {
  if (typeof value !== 'boolean') throw new MiosaConfigError(`${option} must be true or false.`);
  return value;
}

function checkHooks(hooks: MiosaHooks = {}): MiosaHooks {
  if (!isRecord(hooks)) throw new MiosaConfigError('hooks must be an object of functions, or left out.');
  checkSpelling('hooks', hooks, hookNames);
  for (const name of hookNames) {
    const hook: unknown = hooks[name];
    if (hook !== undefined && typeof hook !== 'function') {
      throw new MiosaConfigError(`hooks.${name} must be a function: pass one that takes the event, or leave it out.`);
    }
  }
  return hooks;
}

function resolveBaseUrl(baseUrl: string | URL): string {
  const { location } = globalThis as { location?: { href?: string; origin?: string } };
  let url: URL;
  // An empty one would resolve to the page itself.
  if (String(baseUrl).trim() === '') throw new MiosaConfigError('baseUrl is empty: leave it out for the default.');
  try {
    url = new URL(baseUrl, location?.href ?? location?.origin);
  } catch {
    throw new MiosaConfigError(
      `baseUrl (or MIOSA_BASE_URL) is no URL: give an absolute one, such as ${defaultBaseUrl}.`,
    );
  }
  if (!/^https?:$/.test(url.protocol)) throw new MiosaConfigError('baseUrl must begin with https:// or http://.');
  if (url.username || url.password || url.search || url.hash) {
    throw new MiosaConfigError('baseUrl must have no credentials, query or fragment.');
  }
  return url.href.replace(/\/+$/, '');
}

/**
 * Checks that the options of a call are some, and that its signal is one. Plain JavaScript may pass anything, which
 * would otherwise be found out by a crash.
 *
 * @throws {MiosaConfigError} When they are not.
 */
export function checkCallOptions(options: unknown): void {
  if (!isRecord(options)) throw new MiosaConfigError('The options of a call must be an object.');
  checkSpelling('The call', options, callOptionNames);
  const { signal } = options;
  if (signal !== undefined && typeof Object(signal).addEventListener !== 'function') {
    throw new MiosaConfigError('signal must be an AbortSignal.');
  }
}

/**
 * Checks a duration that a timer has to hold.
 *
 * @throws {MiosaConfigError} When it is no number, not above 0, or too large for a timer.
 */
export function checkMilliseconds(option: string, value: unknown): void {
  if (!(typeof value === 'number' && value > 0 && value <= longestTimer)) {
    throw new MiosaConfigError(`${option} must be a number of milliseconds above 0 and at most ${longestTimer}.`);
  }
}

/** Visible ASCII only: anything else is refused by `fetch`, in an error that shows the value. */
export function isHeaderToken(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value);
}
