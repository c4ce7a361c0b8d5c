import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import type { Turn } from '../workers/measure.ts';
import type { Samples } from './statistics.ts';

const run = promisify(execFile);

/** Nothing of the surroundings that a client or Node itself would read. */
const env: NodeJS.ProcessEnv = { PATH: process.env['PATH'], NODE_ENV: 'production' };

/** How often candidates are measured in turns, and for how long, in milliseconds. */
export interface Schedule {
  readonly title: string;
  /** How often all workers are started anew: what the engine makes of a program differs from process to process. */
  readonly rounds: number;
  /** How many turns each worker has in a round. */
  readonly turns: number;
  /** How long a worker calls before its first turn: the engine optimizes what it has seen often enough. */
  readonly warmUp: number;
  /** How long a turn takes. */
  readonly duration: number;
}

/** Starts a compiled worker that stays until it is killed. */
export function startWorker(file: string, args: readonly (string | number)[] = []): ChildProcess {
  return fork(file, args.map(String), { env, execArgv: [] });
}

/** Runs a compiled worker in a process of its own, and returns what it reports. */
export async function runWorker<Sample>(
  file: string | undefined,
  args: readonly (string | number)[] = [],
  flags: readonly string[] = [],
): Promise<Sample> {
  if (file === undefined) throw new Error('The worker was not compiled.');
  const { stdout } = await run(process.execPath, [...flags, file, ...args.map(String)], { env });
  // Each subject knows what its own worker reports.
  return JSON.parse(stdout) as Sample;
}

/**
 * Measures all candidates once per round, so that whatever else the machine does affects all of them. Each round has an
 * order of its own, the same in every run: none always goes first, or always follows the same one.
 */
export async function interleave<Name extends string, Sample>(
  title: string,
  rounds: number,
  names: readonly Name[],
  measure: (name: Name) => Promise<Sample>,
): Promise<Samples<Name, Sample>> {
  const samples = new Map<Name, Sample[]>(names.map((name) => [name, []]));
  await inRounds(title, rounds, async (round) => {
    for (const name of shuffle(names, round)) samples.get(name)?.push(await measure(name));
  });
  return samples;
}

/**
 * Measures workers in short turns, each in a process of its own that waits while the others have theirs: whatever else
 * the machine does affects all of them within about a second. Each turn is a sample.
 */
export async function takeTurns<Name extends string, Sample>(
  { title, rounds, turns, warmUp, duration }: Schedule,
  workers: ReadonlyMap<Name, string>,
  args: (name: Name) => readonly (string | number)[],
): Promise<Samples<Name, Sample>> {
  const samples = new Map<Name, Sample[]>([...workers.keys()].map((name) => [name, []]));
  await inRounds(title, rounds, async (round) => {
    const processes = new Map<Name, ChildProcess>();
    try {
      for (const [name, file] of workers) {
        const worker = startWorker(file, args(name));
        processes.set(name, worker);
        await takeTurn(worker, { milliseconds: warmUp });
      }
      for (let turn = 0; turn < turns; turn++) {
        for (const [name, worker] of shuffle([...processes], round * turns + turn)) {
          samples.get(name)?.push(await takeTurn<Sample>(worker, { milliseconds: duration }));
        }
      }
    } finally {
      for (const worker of processes.values()) worker.kill();
    }
  });
  return samples;
}

async function takeTurn<Sample>(worker: ChildProcess, turn: Turn): Promise<Sample> {
  worker.send(turn);
  const done = new AbortController();
  try {
    const report = once(worker, 'message', { signal: done.signal });
    const end = once(worker, 'exit', { signal: done.signal }).then(() => {
      throw new Error(`A worker ended in its turn: ${worker.spawnargs.join(' ')}`);
    });
    const [sample]: unknown[] = await Promise.race([report, end]);
    // Each subject knows what its own worker reports.
    return sample as Sample;
  } finally {
    done.abort();
  }
}

async function inRounds(title: string, rounds: number, measure: (round: number) => Promise<void>): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await measure(round);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${title}: round ${round + 1} of ${rounds} took ${seconds} s`);
  }
}

/** Brings items into an order that is as good as random, and the same for the same seed. */
function shuffle<Item>(items: readonly Item[], seed: number): Item[] {
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
