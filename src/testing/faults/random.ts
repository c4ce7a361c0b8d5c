/** Numbers from 0 up to 1, the same for the same seed: the mulberry32 generator. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A list that is never empty. */
export type NonEmpty<T> = readonly [T, ...T[]];

/** The item that a number from 0 up to 1 stands for. */
export function pick<T>([first, ...rest]: NonEmpty<T>, number: number): T {
  return rest[Math.floor(number * (rest.length + 1)) - 1] ?? first;
}
