import {
  boolean,
  type Check,
  type Checks,
  checkOptions,
  functionOf,
  milliseconds,
  unchecked,
} from '../check-options.ts';
import { MiosaConfigError } from '../errors/errors.ts';
import { isRecord } from '../json.ts';
import { defaultBaseUrl, environmentVariable, isBrowser } from './environment.ts';
import { type CheckedHeaders, checkHeaders, isHeaderToken } from './headers.ts';
import { hookChecks, type MiosaHooks } from './hooks.ts';
import type { ApiKeyProvider, Fetch, MiosaClientOptions, RequestOptions } from './options.ts';

/** The version of this package, put in when it is built. */
declare const __MIOSA_CLIENT_VERSION__: string;

/** Where requests are sent, and with which credentials. */
export interface Target {
  /** `null` for no `Authorization` header. */
  readonly apiKey: string | ApiKeyProvider | null;
  /** Absolute, without a trailing slash. */
  readonly baseUrl: string;
  readonly tenant: string | null;
}

/** The options of a client, checked and with their defaults. */
export interface ClientConfig {
  /**
   * Key, base URL and tenant. Where there is no key yet, the environment is read again.
   *
   * @throws {@link MiosaConfigError} When there is no key.
   */
  readonly target: () => Target;
  readonly timeout: number;
  /** `false` for no limit. */
  readonly totalTimeout: number | false;
  readonly maxRetries: number;
  /** What every request has, the user's own headers aside. */
  readonly defaultHeaders: CheckedHeaders;
  readonly headers: CheckedHeaders;
  readonly isBrowser: boolean;
  readonly fetch: Fetch | undefined;
  /** `undefined` where there are none. */
  readonly hooks: MiosaHooks | undefined;
  /**
   * Rejects a secret key where visitors could read it.
   *
   * @param option - Where it was given.
   * @throws {@link MiosaConfigError} In a browser, unless that was allowed.
   */
  readonly checkSecret: (option: string, value: string) => void;
}

const totalTimeout: Check = (value) => (value === false ? undefined : milliseconds(value));
const maxRetries: Check = (value) =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? undefined : 'must be a whole number from 0; 0 turns retries off';
const tenant: Check = (value) =>
  value === null || isHeaderToken(value) ? undefined : 'must be the id or slug of an organization, or null for none';

const clientChecks: Checks<MiosaClientOptions> = {
  apiKey: (value) =>
    value === null || typeof value === 'function' || isHeaderToken(value)
      ? undefined
      : 'must be a non-empty string without spaces or line breaks, or a function that gives one',
  baseUrl: (value) => (typeof value === 'string' || value instanceof URL ? undefined : 'must be a string or a URL'),
  tenant,
  timeout: milliseconds,
  totalTimeout,
  maxRetries,
  headers: unchecked,
  fetch: functionOf('(url, init)'),
  hooks: unchecked,
  dangerouslyAllowBrowser: boolean,
};

/** The checks of the options that every call has. */
export const callChecks: Checks<RequestOptions> = {
  signal: (value) =>
    value === null || (isRecord(value) && typeof value['addEventListener'] === 'function')
      ? undefined
      : 'must be an AbortSignal',
  timeout: milliseconds,
  totalTimeout,
  maxRetries,
  headers: unchecked,
  idempotencyKey: (value) => (isHeaderToken(value) ? undefined : 'must be a non-empty string without spaces'),
  tenant,
};

/**
 * Checks the options of a call.
 *
 * @throws {@link MiosaConfigError} When an option is invalid.
 */
export function checkCallOptions(options: RequestOptions): void {
  checkOptions('A call', options, callChecks);
}

/**
 * Checks the options of a client and fills in the defaults.
 *
 * @throws {@link MiosaConfigError} When an option is invalid.
 */
export function resolveConfig(options: MiosaClientOptions): ClientConfig {
  checkOptions('The client', options, clientChecks);
  const { hooks, dangerouslyAllowBrowser = false } = options;
  if (hooks !== undefined) checkOptions('hooks', hooks, hookChecks, 'hooks.');
  const inBrowser = isBrowser();
  const checkSecret = (option: string, value: string): void => {
    if (/\bmsk_/.test(value) && inBrowser && !dangerouslyAllowBrowser) throw secretInBrowser(option);
  };
  const headers = checkHeaders(options.headers === undefined ? {} : options.headers);
  if (headers['authorization']) checkSecret('headers.authorization', headers['authorization']);
  if (typeof options.apiKey === 'string') checkSecret('apiKey', options.apiKey);
  const given = { ...options, baseUrl: options.baseUrl === undefined ? undefined : resolveBaseUrl(options.baseUrl) };
  let target: Target | undefined;
  return {
    target: () => {
      target ??= readTarget(given, checkSecret);
      return target;
    },
    timeout: options.timeout ?? 30_000,
    totalTimeout: options.totalTimeout ?? false,
    maxRetries: options.maxRetries ?? 3,
    // A browser's own `User-Agent` must stay: setting it breaks CORS in some.
    defaultHeaders: {
      accept: 'application/json',
      ...(!inBrowser && { 'user-agent': `miosa-client/${__MIOSA_CLIENT_VERSION__}` }),
    },
    headers,
    isBrowser: inBrowser,
    fetch: options.fetch,
    hooks,
    checkSecret,
  };
}

/** Reads missing options from the environment, when a request is to be sent. */
function readTarget(options: MiosaClientOptions, checkSecret: ClientConfig['checkSecret']): Target {
  checkGlobals(options.fetch === undefined ? ['fetch'] : []);
  const { apiKey = environmentVariable('MIOSA_API_KEY') } = options;
  if (apiKey === undefined) {
    throw new MiosaConfigError(
      'No API key: pass apiKey to MiosaClient, or set MIOSA_API_KEY in the environment of the process (files such as .env ' +
        'are not read). Behind a proxy that adds the key, pass null.',
    );
  }
  if (typeof apiKey === 'string') {
    if (!isHeaderToken(apiKey)) throw new MiosaConfigError('MIOSA_API_KEY must have no spaces or line breaks.');
    checkSecret('MIOSA_API_KEY', apiKey);
  }
  const { tenant: tenantName = environmentVariable('MIOSA_TENANT') ?? null } = options;
  const problem = tenant(tenantName);
  if (problem !== undefined) throw new MiosaConfigError(`MIOSA_TENANT ${problem}.`);
  return {
    apiKey,
    baseUrl: resolveBaseUrl(options.baseUrl ?? environmentVariable('MIOSA_BASE_URL') ?? defaultBaseUrl),
    tenant: tenantName,
  };
}

/**
 * Checks the globals that a request needs: jsdom lacks some, and has signals that Node's `Request` does not accept.
 *
 * @throws {@link MiosaConfigError} When one is missing or incompatible.
 */
function checkGlobals(others: readonly string[]): void {
  const missing = ['Request', 'Response', 'Headers', 'AbortController', ...others].filter(
    (name) => Reflect.get(globalThis, name) === undefined,
  );
  const advice = 'Use a newer runtime or, in tests with jsdom, an environment that is whole, such as jest-fixed-jsdom.';
  if (missing.length > 0) throw new MiosaConfigError(`This environment has no ${missing.join(', ')}. ${advice}`);
  try {
    new Request(defaultBaseUrl, { signal: new AbortController().signal });
  } catch {
    throw new MiosaConfigError(`Request and AbortController of this environment do not fit each other. ${advice}`);
  }
}

function secretInBrowser(option: string): MiosaConfigError {
  return new MiosaConfigError(
    `${option} is a secret msk_ key, and every visitor of this page could read it. Send requests through your own ` +
      'backend (apiKey: null and a same-origin baseUrl), or pass a function that fetches a short-lived token.',
  );
}

function resolveBaseUrl(baseUrl: string | URL): string {
  const { location } = globalThis as { location?: { href: string } };
  // An empty one would resolve to the page itself.
  if (String(baseUrl).trim() === '') throw new MiosaConfigError('baseUrl is empty: leave it out for the default.');
  let url: URL;
  try {
    url = new URL(baseUrl, location?.href);
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
