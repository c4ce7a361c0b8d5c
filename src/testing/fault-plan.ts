import { boolean, type Checks, checkOptions, maxTimer } from '../check-options.ts';
import { MiosaConfigError } from '../errors/errors.ts';
import { arrayOf, oneOf, wholeNumber } from './checks.ts';
import { type FaultEffect, type FaultKind, faultKinds, faultTypes } from './fault-kinds.ts';

/** Which faults are injected, and how often. */
export interface FaultOptions {
  /**
   * Where the random source starts, an integer. The same seed and the same order of requests lead to the same faults.
   * Default: random for each emulator, and readable as `emulator.faultSeed`.
   */
  readonly seed?: number | undefined;
  /** The share of requests that are affected, from 0 to 1. Default: 0.2. */
  readonly rate?: number | undefined;
  /** The kinds of faults, each with the same probability. Default: all of them. */
  readonly kinds?: readonly FaultKind[] | undefined;
  /**
   * How many consecutive requests may be affected, of those with the same method, path and `Idempotency-Key` (of GETs:
   * the same path). A call that is retried more often than this succeeds, unless others read the same path meanwhile.
   * Default: 3.
   */
  readonly maxConsecutive?: number | undefined;
  /** The longest delay that `latency` adds, in milliseconds. Default: 100. */
  readonly latencyMs?: number | undefined;
  /** The longest wait that a 429 asks for, in milliseconds. Forms in whole seconds are rounded down. Default: 1000. */
  readonly hintMs?: number | undefined;
}

/** Which requests fail by `failNext`, and when. */
export interface NextFaultOptions {
  /** Method and route, such as `POST /projects`. Default: any. */
  readonly endpoint?: string | undefined;
  /** How many requests. Default: 1. */
  readonly times?: number | undefined;
  /**
   * Whether the request takes effect before it fails. It is a choice for `500`, `502`, `503`, `504` and `html`, and
   * `false` by default; what the other kinds do is in their description.
   */
  readonly processed?: boolean | undefined;
}

/** How often each kind of fault was injected. */
export type FaultCounts = Readonly<Record<FaultKind, number>>;

const faultChecks: Checks<FaultOptions> = {
  seed: wholeNumber(Number.MIN_SAFE_INTEGER),
  rate: (value) =>
    typeof value === 'number' && value >= 0 && value <= 1
      ? undefined
      : 'must be a share of the requests: a number from 0 to 1',
  kinds: (value) =>
    Array.isArray(value) && value.length === 0
      ? 'is empty: leave it out for all kinds, or leave faults out for none'
      : arrayOf(oneOf(faultKinds))(value),
  maxConsecutive: wholeNumber(1),
  latencyMs: wholeNumber(0, maxTimer),
  hintMs: wholeNumber(0),
};

function nextFaultChecks(endpoints: readonly string[]): Checks<NextFaultOptions> {
  return { endpoint: oneOf(endpoints), times: wholeNumber(1), processed: boolean };
}

/** A fault that was asked for by name. */
interface NextFault {
  readonly kind: FaultKind;
  readonly isProcessed: boolean;
  readonly endpoint: string | undefined;
}

/** A fault that is injected into a request. */
export interface InjectedFault extends FaultEffect {
  readonly kind: FaultKind;
  readonly subject: string;
  /** Whether the request takes effect all the same. */
  readonly isProcessed: boolean;
  /** `undefined` for a random fault. */
  readonly asked: NextFault | undefined;
}

/** Decides which requests are affected by which faults. */
export class FaultPlan {
  readonly #options: FaultOptions;
  readonly #endpoints: readonly string[];
  readonly #random: () => number;
  readonly #streaks = new Map<string, number>();
  readonly #counts = new Map<FaultKind, number>();
  /** What was asked for by name, one entry for each request. */
  readonly #next: NextFault[] = [];

  /**
   * @param endpoints - All endpoints, as `GET /projects/{id}`.
   * @throws {@link MiosaConfigError} When an option is invalid; the message names it.
   */
  constructor(options: FaultOptions, seed: number, endpoints: readonly string[]) {
    checkOptions('faults', options, faultChecks, 'faults.');
    this.#options = options;
    this.#endpoints = endpoints;
    this.#random = seededRandom(seed);
  }

  /** The faults that were injected so far. */
  get counts(): FaultCounts {
    // The list holds every kind, so that no field is missing.
    return Object.fromEntries(faultKinds.map((kind) => [kind, this.#counts.get(kind) ?? 0])) as FaultCounts;
  }

  /**
   * Injects a fault into the next requests to an endpoint.
   *
   * @throws {@link MiosaConfigError} When an option is invalid, or contradicts the kind; the message says what to do.
   */
  failNext(kind: FaultKind, options: NextFaultOptions): void {
    const problem = oneOf(faultKinds)(kind);
    if (problem !== undefined) throw new MiosaConfigError(`kind ${problem}.`);
    checkOptions('failNext', options, nextFaultChecks(this.#endpoints));
    const { endpoint, times = 1, processed } = options;
    const { isProcessed = processed ?? false } = faultTypes[kind];
    if (processed !== undefined && processed !== isProcessed) {
      const fitting = faultKinds.filter((other) => (faultTypes[other].isProcessed ?? processed) === processed);
      throw new MiosaConfigError(
        `With "${kind}" a request ${isProcessed ? 'always' : 'never'} takes effect: ` +
          `leave processed out, or choose one of ${fitting.join(', ')}.`,
      );
    }
    for (let count = 0; count < times; count++) this.#next.push({ kind, isProcessed, endpoint });
  }

  /**
   * Draws the fault of a request, or `undefined`. Called when the request arrives, so that the order of arrival is the
   * order of the draws.
   *
   * @param subject - Of requests with the same subject, only `maxConsecutive` in a row are affected.
   * @param endpoint - As in {@link NextFaultOptions}; `undefined` where there is none.
   */
  draw(subject: string, endpoint: string | undefined): InjectedFault | undefined {
    const { rate = 0.2, kinds = faultKinds, maxConsecutive = 3, latencyMs = 100, hintMs = 1000 } = this.#options;
    const random = this.#random;
    const next = this.#next.findIndex((entry) => entry.endpoint === undefined || entry.endpoint === endpoint);
    const [asked] = next < 0 ? [] : this.#next.splice(next, 1);
    // The same number of draws for every request: one fault more or less must not change all that follow.
    const position = random();
    const drawn = kinds[Math.floor(random() * kinds.length)];
    const isDrawnProcessed = random() >= 0.5;
    const details = { choice: random(), amount: random(), latencyMs, hintMs };
    const streak = this.#streaks.get(subject) ?? 0;
    const isDrawn = position < rate && streak < maxConsecutive;
    if (isDrawn) this.#streaks.set(subject, streak + 1);
    else this.#streaks.delete(subject);
    const kind = asked?.kind ?? (isDrawn ? drawn : undefined);
    if (kind === undefined) return undefined;
    this.#count(kind, 1);
    const type = faultTypes[kind];
    return {
      ...type.make(details),
      kind,
      subject,
      asked,
      isProcessed: asked?.isProcessed ?? type.isProcessed ?? isDrawnProcessed,
    };
  }

  /** Takes back a fault that could not be applied to the response. What was asked for waits for the next one. */
  withdraw({ kind, subject, asked }: InjectedFault): void {
    if (asked === undefined) this.#streaks.delete(subject);
    else this.#next.unshift(asked);
    this.#count(kind, -1);
  }

  #count(kind: FaultKind, change: 1 | -1): void {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + change);
  }
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
