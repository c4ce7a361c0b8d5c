import { type Spread, spread } from './statistics.ts';

/** What was measured of each candidate, a sample per round. */
export type Samples<Name extends string, Sample> = ReadonlyMap<Name, readonly Sample[]>;

/**
 * Measures all candidates once per round, so that whatever else the machine does meets all of them. Each round has an
 * order of its own, the same in every run: none always goes first, or always follows the same one.
 */
export async function interleave<Name extends string, Sample>(
  title: string,
  rounds: number,
  names: readonly Name[],
  measure: (name: Name) => Promise<Sample>,
): Promise<Samples<Name, Sample>> {
  const samples = new Map<Name, Sample[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    for (const name of shuffle(names, round)) samples.get(name)?.push(await measure(name));
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${title}: round ${round + 1} of ${rounds} took ${seconds} s`);
  }
  return samples;
}

/** Brings items into an order that is as good as random, and the same for the same seed. */
export function shuffle<Item>(items: readonly Item[], seed: number): Item[] {
  // A linear congruential generator, of which the upper bits are random enough.
  let state = seed + 1;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  };
  random();
  return items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

/** The spread of one figure of a candidate. */
export function figure<Name extends string, Sample>(
  samples: Samples<Name, Sample>,
  name: Name,
  pick: (sample: Sample) => number,
): Spread {
  return spread((samples.get(name) ?? []).map(pick));
}

/** The spread of a candidate's figure over another's of the same round. */
export function ratio<Name extends string, Sample>(
  samples: Samples<Name, Sample>,
  name: Name,
  over: Name,
  pick: (sample: Sample) => number,
): Spread {
  const floor = samples.get(over) ?? [];
  return spread((samples.get(name) ?? []).map((sample, round) => pick(sample) / pick(floor[round] ?? sample)));
}
