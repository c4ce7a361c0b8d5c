/** What was measured of each candidate, a sample per round. */
export type Samples<Name extends string, Sample> = ReadonlyMap<Name, readonly Sample[]>;

/** What several rounds have in common: the median, and the quartiles around it. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
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
  const reference = samples.get(over) ?? [];
  return spread((samples.get(name) ?? []).map((sample, round) => pick(sample) / pick(reference[round] ?? sample)));
}

function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: quantile(sorted, 0.5), low: quantile(sorted, 0.25), high: quantile(sorted, 0.75) };
}

/** Interpolated between two neighbours. */
function quantile(sorted: readonly number[], share: number): number {
  const position = (sorted.length - 1) * share;
  const before = sorted[Math.floor(position)] ?? Number.NaN;
  const after = sorted[Math.ceil(position)] ?? Number.NaN;
  return before + (after - before) * (position - Math.floor(position));
}

/** `12.3 (11.9–12.8)`: the median and the interquartile range. */
export function showSpread({ median, low, high }: Spread, digits: number): string {
  return `${showNumber(median, digits)} (${showNumber(low, digits)}–${showNumber(high, digits)})`;
}

export function showNumber(value: number, digits = 0): string {
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
