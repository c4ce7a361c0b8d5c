import { type FaultConfig, type FaultKind, faultKinds, type NextFaultOptions } from './options.ts';
import { ApiFailure, type EmulatedResponse, type FailureExtras, serialize } from './replies.ts';

/** What happens to one request. */
export type Fault =
  | {
      readonly effect: 'delay';
      readonly milliseconds: number;
    }
  | {
      readonly effect: 'replace';
      /** Whether the request is not processed at all. */
      readonly before: boolean;
      /** Makes what arrives instead of the response. It throws where the connection is dropped. */
      readonly replacement: () => EmulatedResponse;
    }
  | {
      readonly effect: 'damage';
      /** What is left of the body of a success. */
      readonly damage: (text: string) => string | undefined;
    };

/** A fault that was asked for by name. */
interface NextFault {
  readonly kind: FaultKind;
  readonly endpoint: string | undefined;
}

/** A fault that a request meets. */
export interface InjectedFault {
  readonly kind: FaultKind;
  readonly fault: Fault;
  /** `undefined` where it was drawn. */
  readonly asked: NextFault | undefined;
}

/** How often each kind of fault was injected. */
export type FaultCounts = Readonly<Record<FaultKind, number>>;

/** Decides which requests are affected by which faults. */
export class FaultPlan {
  readonly #config: FaultConfig;
  readonly #random: () => number;
  readonly #streaks: Map<string, number> = new Map();
  readonly #counts: Map<FaultKind, number> = new Map();
  /** What was asked for by name, one entry for each request. */
  readonly #next: NextFault[] = [];

  constructor(config: FaultConfig) {
    this.#config = config;
    this.#random = seededRandom(config.seed);
  }

  /** The faults that were injected so far. */
  get counts(): FaultCounts {
    // The list holds every kind, so that no field is missing.
    return Object.fromEntries(faultKinds.map((kind) => [kind, this.#counts.get(kind) ?? 0])) as FaultCounts;
  }

  /** Injects a fault into the next requests to an endpoint. */
  failNext(kind: FaultKind, { endpoint, times = 1 }: NextFaultOptions): void {
    for (let count = 0; count < times; count++) this.#next.push({ kind, endpoint });
  }

  /**
   * Draws the fault of a request, or `undefined`. Called when the request arrives, so that the order of arrival is the
   * order of the draws.
   *
   * @param subject - Of requests with the same subject, only `maxConsecutive` in a row are affected.
   * @param endpoint - As in {@link NextFaultOptions}; `undefined` where there is none.
   */
  draw(subject: string, endpoint: string | undefined): InjectedFault | undefined {
    const { rate, kinds, maxConsecutive } = this.#config;
    const random = this.#random;
    const next = this.#next.findIndex((entry) => entry.endpoint === undefined || entry.endpoint === endpoint);
    const [asked] = next < 0 ? [] : this.#next.splice(next, 1);
    // The same number of draws for every request: one fault more or less must not change all that follow.
    const position = random();
    const drawn = pick(kinds, random());
    const kind = asked?.kind ?? drawn;
    const fault = makers[kind]({ moment: random(), choice: random(), amount: random() }, this.#config);
    const streak = this.#streaks.get(subject) ?? 0;
    const isDrawn = position < rate && streak < maxConsecutive;
    if (isDrawn) this.#streaks.set(subject, streak + 1);
    else this.#streaks.delete(subject);
    if (!isDrawn && asked === undefined) return undefined;
    this.#count(kind, 1);
    return { kind, fault, asked };
  }

  /** Takes back a fault that could not be applied to the response. What was asked for waits for the next one. */
  withdraw(subject: string, { kind, asked }: InjectedFault): void {
    if (asked === undefined) this.#streaks.delete(subject);
    else this.#next.unshift(asked);
    this.#count(kind, -1);
  }

  #count(kind: FaultKind, change: 1 | -1): void {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + change);
  }
}

/** What `fetch` rejects with when the connection is cut. */
export class ConnectionDropped extends TypeError {
  constructor() {
    super('fetch failed', { cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }) });
  }
}

/** The numbers, from 0 up to 1, that decide the details of a fault. */
interface FaultDetails {
  /** Before or after the request is processed. */
  readonly moment: number;
  /** Which of several forms. */
  readonly choice: number;
  /** How much. */
  readonly amount: number;
}

const makers: Readonly<Record<FaultKind, (details: FaultDetails, limits: FaultConfig) => Fault>> = {
  latency: ({ amount }, { latencyMs }) => ({ effect: 'delay', milliseconds: Math.ceil(amount * latencyMs) }),
  'drop-before': () => ({ effect: 'replace', before: true, replacement: drop }),
  'drop-after': () => ({ effect: 'replace', before: false, replacement: drop }),
  'rate-limit': ({ choice, amount }, { hintMs }) => ({
    effect: 'replace',
    before: true,
    replacement: () => rateLimited(Math.floor(amount * (hintMs + 1)), choice),
  }),
  '500': ({ moment }) => replaceAt(moment, internalError),
  '502': ({ moment }) => replaceAt(moment, () => gatewayError(502)),
  '503': ({ moment }) => replaceAt(moment, () => gatewayError(503)),
  '504': ({ moment }) => replaceAt(moment, () => gatewayError(504)),
  html: ({ moment, choice }) => replaceAt(moment, () => htmlPage(pick<GatewayStatus>([502, 503], choice))),
  'truncated-json': ({ amount }) => ({
    effect: 'damage',
    // At least one character arrives, and at least one does not: no beginning of an object is JSON.
    damage: (text) => text.slice(0, 1 + Math.floor(amount * (text.length - 1))),
  }),
  'empty-body': () => ({ effect: 'damage', damage: () => undefined }),
};

function replaceAt(moment: number, replacement: () => EmulatedResponse): Fault {
  return { effect: 'replace', before: moment < 0.5, replacement };
}

function drop(): never {
  throw new ConnectionDropped();
}

/** The places and forms in which a 429 says when to retry. */
const retryAfterForms: NonEmpty<(milliseconds: number) => FailureExtras> = [
  (milliseconds) => ({ headers: { 'retry-after': String(Math.floor(milliseconds / 1000)) } }),
  (milliseconds) => ({ headers: { 'retry-after': (milliseconds / 1000).toFixed(3) } }),
  // An HTTP date has whole seconds only: the rest is lost.
  (milliseconds) => ({ headers: { 'retry-after': new Date(Date.now() + milliseconds).toUTCString() } }),
  (milliseconds) => ({ atTop: { retry_after_ms: milliseconds } }),
  (milliseconds) => ({ inError: { retry_after_ms: milliseconds } }),
  (milliseconds) => ({ atTop: { retry_after: milliseconds / 1000 } }),
  (milliseconds) => ({ inError: { retry_after: milliseconds / 1000 } }),
];

function rateLimited(milliseconds: number, choice: number): EmulatedResponse {
  const extras = pick(retryAfterForms, choice)(milliseconds);
  return serialize(new ApiFailure(429, 'rate_limit_exceeded', 'too many requests', extras));
}

function internalError(): EmulatedResponse {
  return serialize(new ApiFailure(500, 'INTERNAL_ERROR', 'something went wrong'));
}

/** Sent by what stands between the client and the API, so that no code of the API comes with them. */
const gatewayTexts = { 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Timeout' };

type GatewayStatus = keyof typeof gatewayTexts;

function gatewayError(status: GatewayStatus): EmulatedResponse {
  return { status, headers: { 'content-type': 'text/plain' }, text: gatewayTexts[status] };
}

function htmlPage(status: GatewayStatus): EmulatedResponse {
  const title = `${status} ${gatewayTexts[status]}`;
  return {
    status,
    headers: { 'content-type': 'text/html' },
    text: `<!DOCTYPE html>
<html>
<head><title>${title}</title></head>
<body><center><h1>${title}</h1></center><hr><center>proxy</center></body>
</html>
`,
  };
}

type NonEmpty<T> = readonly [T, ...T[]];

/** The item that a number from 0 up to 1 stands for. */
function pick<T>([first, ...rest]: NonEmpty<T>, number: number): T {
  return rest[Math.floor(number * (rest.length + 1)) - 1] ?? first;
}

/** Numbers from 0 up to 1, the same for the same seed: the mulberry32 generator. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
