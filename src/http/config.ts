import type { IsEqual } from 'type-fest';
import { MiosaConfigError } from '../errors/client-errors.ts';
import { isMiosaError } from '../errors/is-miosa-error.ts';
import { isRecord } from '../json.ts';
import { version } from '../version.ts';
import { environmentVariable, isBrowser } from './environment.ts';
import { type CheckedHeaders, checkHeaders, credentialsIn, isHeaderToken } from './headers.ts';
import type { MiosaHooks } from './hooks.ts';
import type { ApiKeyProvider, Fetch, MiosaClientOptions, RequestOptions } from './options.ts';
import { redactKeyLike, safeCause } from './redact.ts';

/** How long a call may take, and how often it may be retried. */
export interface CallLimits {
  readonly timeout: number;
  readonly totalTimeout: number | undefined;
  readonly maxRetries: number;
}

/** Where requests go, and as whom. */
export interface Target {
  /** Called before every attempt; `undefined` for no `Authorization` header. */
  readonly apiKey: ApiKeyProvider | undefined;
  /** Absolute, without a trailing slash. */
  readonly baseUrl: string;
  readonly tenant: string | undefined;
}

/** The options of a client, checked and with their defaults. */
export interface ClientConfig {
  /**
   * Key, base URL and tenant. Where there is no key yet, the environment is read again.
   *
   * @throws {MiosaConfigError} When there is no key.
   */
  readonly target: () => Target;
  readonly idempotencyKeys: boolean;
  readonly dangerouslyAllowBrowser: boolean;
  readonly limits: CallLimits;
  /** What every request says about its sender. */
  readonly defaultHeaders: CheckedHeaders;
  readonly headers: CheckedHeaders;
  readonly fetch: Fetch | undefined;
  readonly hooks: MiosaHooks;
  /** Whether there are any hooks. */
  readonly isObserved: boolean;
}

const defaultBaseUrl = 'https://api.miosa.ai/api/v1';

const optionNames = [
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
const hookNames = ['onRequest', 'onResponse', 'onRetry', 'onEnd'] as const;

true satisfies IsEqual<(typeof optionNames)[number], keyof MiosaClientOptions>;
true satisfies IsEqual<(typeof hookNames)[number], keyof MiosaHooks>;

/** Timers overflow past it and fire at once. */
const maxTimer = 2 ** 31 - 1;

/**
 * Checks the options of a client and fills in the defaults.
 *
 * @throws {MiosaConfigError} When an option cannot be right.
 */
export function resolveConfig(given: MiosaClientOptions): ClientConfig {
  checkNames('The client', given, optionNames);
  // The environment may be read later; what was given is read now.
  const options = { ...given, ...(given.baseUrl !== undefined && { baseUrl: resolveBaseUrl(given.baseUrl) }) };
  const { fetch, headers = {}, hooks = {}, idempotencyKeys = true, dangerouslyAllowBrowser = false } = options;
  checkFunction('fetch', fetch, '(url, init)');
  checkBoolean('idempotencyKeys', idempotencyKeys);
  checkBoolean('dangerouslyAllowBrowser', dangerouslyAllowBrowser);
  checkNames('hooks', hooks, hookNames);
  for (const name of hookNames) checkFunction(`hooks.${name}`, hooks[name], 'the event');

  if (options.tenant !== undefined) checkTenant(options.tenant);
  const checkedHeaders = checkHeaders(headers);
  checkSecret('headers.authorization', credentialsIn(checkedHeaders), dangerouslyAllowBrowser);
  let target = resolveTarget(options, dangerouslyAllowBrowser);
  return {
    target: () => {
      target ??= resolveTarget(options, dangerouslyAllowBrowser);
      if (target !== undefined) return target;
      throw new MiosaConfigError(
        'No API key: pass apiKey to MiosaClient, or set MIOSA_API_KEY. Behind a proxy that adds it, pass null.',
      );
    },
    idempotencyKeys,
    dangerouslyAllowBrowser,
    limits: resolveLimits(options, { timeout: 30_000, totalTimeout: undefined, maxRetries: 3 }),
    // A browser's own `User-Agent` must stay: setting it breaks CORS in some.
    defaultHeaders: {
      accept: 'application/json',
      ...(!isBrowser() && { 'user-agent': `miosa-client/${version}` }),
    },
    headers: checkedHeaders,
    fetch,
    hooks: {
      onRequest: hooks.onRequest?.bind(hooks),
      onResponse: hooks.onResponse?.bind(hooks),
      onRetry: hooks.onRetry?.bind(hooks),
      onEnd: hooks.onEnd?.bind(hooks),
    },
    isObserved: hookNames.some((name) => hooks[name] !== undefined),
  };
}

/**
 * Checks the limits of a client or a call and fills in the defaults.
 *
 * @throws {MiosaConfigError} When a limit is not a number, negative or too large for a timer.
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
    throw new MiosaConfigError('maxRetries must be a whole number from 0; 0 turns retries off.');
  }
  return { timeout, totalTimeout: totalTimeout === false ? undefined : totalTimeout, maxRetries };
}

/**
 * Checks a duration that a timer has to hold.
 *
 * @throws {MiosaConfigError} When it is not a number, not above 0, or too large for a timer.
 */
export function checkMilliseconds(option: string, value: unknown): void {
  if (!(typeof value === 'number' && value > 0 && value <= maxTimer)) {
    throw new MiosaConfigError(`${option} must be a number of milliseconds above 0 and at most ${maxTimer}.`);
  }
}

/**
 * Checks the name of an organization.
 *
 * @throws {MiosaConfigError} When it cannot be sent as a header.
 */
export function checkTenant(tenant: unknown): void {
  if (!isHeaderToken(tenant)) throw new MiosaConfigError('tenant must be the id or slug of an organization.');
}

/**
 * Checks that a value is a function, where there is one.
 *
 * @throws {MiosaConfigError} When it is not.
 */
export function checkFunction(option: string, value: unknown, takes: string): void {
  if (value !== undefined && typeof value !== 'function') {
    throw new MiosaConfigError(`${option} must be a function that takes ${takes}, or left out.`);
  }
}

/** @returns `undefined` where no key was given and the environment has none. */
function resolveTarget(options: MiosaClientOptions, dangerouslyAllowBrowser: boolean): Target | undefined {
  const { apiKey = environmentVariable('MIOSA_API_KEY') } = options;
  if (apiKey === undefined) return undefined;
  const tenant = options.tenant ?? environmentVariable('MIOSA_TENANT');
  if (tenant !== undefined) checkTenant(tenant);
  return {
    apiKey: apiKey === null ? undefined : resolveApiKey(apiKey, dangerouslyAllowBrowser),
    baseUrl: resolveBaseUrl(options.baseUrl ?? environmentVariable('MIOSA_BASE_URL') ?? defaultBaseUrl),
    tenant,
  };
}

function resolveApiKey(apiKey: string | ApiKeyProvider, dangerouslyAllowBrowser: boolean): ApiKeyProvider {
  if (typeof apiKey === 'function') {
    return async () => checkApiKey(await callProvider(apiKey), dangerouslyAllowBrowser);
  }
  const key = checkApiKey(apiKey, dangerouslyAllowBrowser);
  return () => key;
}

async function callProvider(provider: ApiKeyProvider): Promise<unknown> {
  try {
    return await provider();
  } catch (error) {
    if (isMiosaError(error)) throw error;
    const cause = safeCause(error, redactKeyLike);
    throw new MiosaConfigError(`The apiKey function failed, so nothing was sent: ${cause.message}`, { cause });
  }
}

/** The messages do not show the key. */
function checkApiKey(key: unknown, dangerouslyAllowBrowser: boolean): string {
  if (!isHeaderToken(key)) {
    throw new MiosaConfigError('apiKey must be a non-empty string without spaces or line breaks.');
  }
  checkSecret('apiKey', key, dangerouslyAllowBrowser);
  return key;
}

/**
 * Refuses a secret key where visitors could read it.
 *
 * @param option - Where it was given.
 * @throws {MiosaConfigError} In a browser, unless that was allowed.
 */
export function checkSecret(option: string, key: string | undefined, dangerouslyAllowBrowser: boolean): void {
  if (key === undefined || !/\bmsk_/.test(key) || dangerouslyAllowBrowser || !isBrowser()) return;
  throw new MiosaConfigError(
    `${option} is a secret msk_ key, and every visitor of this page could read it. Send requests through your own ` +
      'backend (apiKey: null and a same-origin baseUrl), or pass a function that fetches a short-lived token.',
  );
}

function resolveBaseUrl(baseUrl: string | URL): string {
  const { location } = globalThis as { location?: { href?: string; origin?: string } };
  // An empty one would resolve to the page itself.
  if (String(baseUrl).trim() === '') throw new MiosaConfigError('baseUrl is empty: leave it out for the default.');
  let url: URL;
  try {
    url = new URL(baseUrl, location?.href ?? location?.origin);
  } catch {
    throw new MiosaConfigError(
      `baseUrl (or MIOSA_BASE_URL) is not a valid URL: give an absolute one, such as ${defaultBaseUrl}.`,
    );
  }
  if (!/^https?:$/.test(url.protocol)) throw new MiosaConfigError('baseUrl must begin with https:// or http://.');
  if (url.username || url.password || url.search || url.hash) {
    throw new MiosaConfigError('baseUrl must have no credentials, query or fragment.');
  }
  return url.href.replace(/\/+$/, '');
}

/** The string 'false' would turn on what it was meant to turn off. */
function checkBoolean(option: string, value: unknown): void {
  if (typeof value !== 'boolean') throw new MiosaConfigError(`${option} must be true or false.`);
}

/**
 * Refuses a known name in another spelling, such as `baseURL`: what it was meant to set would silently stay as it is.
 * Other names are ignored: objects that hold more than options may be passed on.
 */
function checkNames(subject: string, given: unknown, known: readonly string[]): void {
  if (!isRecord(given)) throw new MiosaConfigError(`${subject}: the options must be an object.`);
  const lettersOf = (name: string): string => name.toLowerCase().replaceAll(/[-_]/g, '');
  for (const name of Object.keys(given)) {
    if (known.includes(name) || given[name] === undefined) continue;
    const meant = known.find((candidate) => lettersOf(candidate) === lettersOf(name));
    if (meant !== undefined) throw new MiosaConfigError(`${subject} has no option "${name}": did you mean ${meant}?`);
  }
}
