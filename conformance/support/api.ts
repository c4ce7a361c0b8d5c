import { NotSeen } from './seen.ts';

/** What came back from one request. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON of the body, its text where it is none, `undefined` where there is no body. */
  readonly body: unknown;
}

/** What a request has beside its method and path. */
export interface Sent {
  readonly body?: unknown;
  /** Headers beside the key; `null` takes a default one away. */
  readonly headers?: Readonly<Record<string, string | null>>;
}

/** No response arrived: the run ends. The message says why. */
export class ConnectionLost extends Error {}

/** How an {@link Api} is reached. */
export interface ApiOptions {
  /** Includes `/api/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Ends the run. */
  readonly signal: AbortSignal;
  /** Default: as many as possible. */
  readonly requestsPerMinute?: number | undefined;
  /** Called before it waits because the server limits requests. */
  readonly onWait?: ((seconds: number) => void) | undefined;
}

const attemptTimeout = 30_000;
const maxLimitedAttempts = 5;
const maxWaitSeconds = 300;

/** Statuses that say nothing about the API: something before it, or its load, has answered. */
const transient = [429, 502, 503, 504];

/** Plain requests to one server, one after another. Nothing is decoded. */
export class Api {
  readonly baseUrl: string;
  /** How many requests were sent. */
  requests = 0;
  /** The requests that were answered with 429. */
  readonly limited: Answer[] = [];
  readonly #options: ApiOptions;
  #nextAt = 0;

  constructor(options: ApiOptions) {
    this.#options = options;
    this.baseUrl = options.baseUrl.replace(/\/$/, '');
  }

  /** The same server after the run was ended, to clean up. */
  withSignal(signal: AbortSignal): Api {
    return new Api({ ...this.#options, signal });
  }

  get(path: string, headers?: Sent['headers']): Promise<Answer> {
    return this.send('GET', path, headers && { headers });
  }

  post(path: string, body?: unknown, headers?: Sent['headers']): Promise<Answer> {
    return this.send('POST', path, { body, ...(headers && { headers }) });
  }

  put(path: string, body?: unknown): Promise<Answer> {
    return this.send('PUT', path, { body });
  }

  patch(path: string, body: unknown, headers?: Sent['headers']): Promise<Answer> {
    return this.send('PATCH', path, { body, ...(headers && { headers }) });
  }

  delete(path: string): Promise<Answer> {
    return this.send('DELETE', path);
  }

  /**
   * Sends one request, at the rate that was asked for. Where it is limited, it waits as long as the server says, and is
   * sent again. A GET that fails on its way is sent once more.
   *
   * @throws {ConnectionLost} When no response arrives.
   * @throws {NotSeen} When a response arrives that says nothing about the API.
   */
  async send(method: string, path: string, sent: Sent = {}): Promise<Answer> {
    let answer = await this.#sendSafely(method, path, sent);
    for (let attempt = 1; answer.status === 429 && attempt < maxLimitedAttempts; attempt++) {
      await this.#wait(answer);
      answer = await this.#sendSafely(method, path, sent);
    }
    if (transient.includes(answer.status)) throw new NotSeen(`the server responds with ${answer.status}`);
    return answer;
  }

  /** Sends one request once: a 429 is an answer like others. */
  async sendOnce(method: string, path: string, { body, headers = {} }: Sent = {}): Promise<Answer> {
    const { apiKey, signal } = this.#options;
    await this.#keepRate();
    signal.throwIfAborted();
    const all = {
      authorization: `Bearer ${apiKey}`,
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    };
    const timeout = AbortSignal.timeout(attemptTimeout);
    const init = {
      method,
      redirect: 'manual',
      // What is created must be known before the cleaning up begins, so only a GET is interrupted.
      signal: method === 'GET' ? AbortSignal.any([signal, timeout]) : timeout,
      headers: Object.entries(all).filter((header): header is [string, string] => header[1] !== null),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    } as const;
    this.requests += 1;
    try {
      const response = await this.#options.fetch(`${this.baseUrl}${path}`, init);
      const answer = { status: response.status, headers: response.headers, body: parse(await response.text()) };
      if (answer.status === 429) this.limited.push(answer);
      return answer;
    } catch (error) {
      if (method === 'GET') signal.throwIfAborted();
      throw new ConnectionLost(`No response arrived after ${this.requests} requests: ${causeOf(error)}.`);
    }
  }

  async #sendSafely(method: string, path: string, sent: Sent): Promise<Answer> {
    if (method !== 'GET') return this.sendOnce(method, path, sent);
    try {
      const answer = await this.sendOnce(method, path, sent);
      if (answer.status === 429 || !transient.includes(answer.status)) return answer;
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
    }
    return this.sendOnce(method, path, sent);
  }

  async #wait({ headers }: Answer): Promise<void> {
    const hint = headers.get('retry-after') ?? '';
    const seconds = [Number(hint || Number.NaN), (Date.parse(hint) - Date.now()) / 1000, 10].find(Number.isFinite) ?? 0;
    if (seconds > maxWaitSeconds) throw new NotSeen(`the server limits requests for more than ${maxWaitSeconds} s`);
    this.#options.onWait?.(Math.ceil(seconds));
    await sleep(seconds * 1000, this.#options.signal);
  }

  async #keepRate(): Promise<void> {
    const { requestsPerMinute, signal } = this.#options;
    if (requestsPerMinute === undefined) return;
    const now = performance.now();
    const at = Math.max(now, this.#nextAt);
    this.#nextAt = at + 60_000 / requestsPerMinute;
    if (at > now) await sleep(at - now, signal);
  }
}

/** With the global timer, which tests can replace. */
async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
  signal.throwIfAborted();
}

function causeOf(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return inner instanceof Error ? inner.message : String(inner);
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
