import { setTimeout as sleep } from 'node:timers/promises';

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

/** No response arrived: the run ends. */
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
}

const attemptTimeout = 30_000;

/** Plain requests to one server, one after another. Nothing is decoded, and nothing is repeated but what is limited. */
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
   * sent again.
   *
   * @throws {ConnectionLost} When no response arrives.
   */
  async send(method: string, path: string, sent: Sent = {}): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.sendOnce(method, path, sent);
      if (answer.status !== 429 || attempt === 5) return answer;
      const seconds = Number(answer.headers.get('retry-after') ?? 10);
      await sleep((Number.isFinite(seconds) ? seconds : 10) * 1000, undefined, { signal: this.#options.signal });
    }
  }

  /** The same, but a 429 is an answer like others. */
  async sendOnce(method: string, path: string, { body, headers = {} }: Sent = {}): Promise<Answer> {
    const { apiKey, signal } = this.#options;
    await this.#keepRate();
    const all = {
      authorization: `Bearer ${apiKey}`,
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    };
    const init = {
      method,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(attemptTimeout)]),
      headers: Object.entries(all).filter((header): header is [string, string] => header[1] !== null),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    } as const;
    this.requests += 1;
    try {
      const url = path.startsWith('/') ? `${this.baseUrl}${path}` : path;
      const response = await this.#options.fetch(url, init);
      const answer = { status: response.status, headers: response.headers, body: parse(await response.text()) };
      if (answer.status === 429) this.limited.push(answer);
      return answer;
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw new ConnectionLost('no response arrived', { cause: error });
    }
  }

  async #keepRate(): Promise<void> {
    const { requestsPerMinute, signal } = this.#options;
    if (requestsPerMinute === undefined) return;
    const now = performance.now();
    const at = Math.max(now, this.#nextAt);
    this.#nextAt = at + 60_000 / requestsPerMinute;
    if (at > now) await sleep(at - now, undefined, { signal });
  }
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
