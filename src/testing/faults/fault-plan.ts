import { type Fault, type FaultLimits, makeFault } from './fault.ts';
import { type FaultKind, faultKinds } from './fault-options.ts';
import { type NonEmpty, pick, seededRandom } from './random.ts';

/** Checked `FaultOptions`, with their defaults. */
export interface FaultConfig extends FaultLimits {
  readonly seed: number;
  readonly rate: number;
  readonly kinds: NonEmpty<FaultKind>;
  readonly maxConsecutive: number;
}

/** How often each kind of fault was injected. */
export type FaultCounts = Readonly<Record<FaultKind, number>>;

/** Decides which requests go wrong, and how. */
export class FaultPlan {
  readonly #config: FaultConfig;
  readonly #random: () => number;
  readonly #streaks: Map<string, number> = new Map();
  readonly #counts: Map<FaultKind, number> = new Map();

  constructor(config: FaultConfig) {
    this.#config = config;
    this.#random = seededRandom(config.seed);
  }

  /** What was injected so far. */
  get counts(): FaultCounts {
    // The list holds every kind, so that no field is missing.
    return Object.fromEntries(faultKinds.map((kind) => [kind, this.#counts.get(kind) ?? 0])) as FaultCounts;
  }

  /**
   * Draws what goes wrong with a request, or `undefined`. Called when the request arrives, so that the order of
   * arrival is the order of the draws.
   *
   * @param subject - What the request is about: of requests with the same subject, only so many fail in a row.
   */
  draw(subject: string): { readonly kind: FaultKind; readonly fault: Fault } | undefined {
    const { rate, kinds, maxConsecutive } = this.#config;
    const random = this.#random;
    // The same number of draws for every request: one fault more or less must not change all that follow.
    const hit = random();
    const kind = pick(kinds, random());
    const fault = makeFault(kind, { moment: random(), choice: random(), amount: random() }, this.#config);
    const streak = this.#streaks.get(subject) ?? 0;
    if (hit >= rate || streak >= maxConsecutive) {
      this.#streaks.delete(subject);
      return undefined;
    }
    this.#streaks.set(subject, streak + 1);
    this.#count(kind, 1);
    return { kind, fault };
  }

  /** Takes back a fault that the answer gave no opportunity for. */
  withdraw(subject: string, kind: FaultKind): void {
    this.#streaks.delete(subject);
    this.#count(kind, -1);
  }

  #count(kind: FaultKind, change: 1 | -1): void {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + change);
  }
}
