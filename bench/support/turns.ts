import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type Samples, shuffle } from './rounds.ts';
import { cleanEnvironment } from './run-worker.ts';
import type { Turn } from './serve-turns.ts';

/** How a race goes. */
export interface Race {
  readonly title: string;
  /** How often all workers are started anew: what the engine makes of a program differs from process to process. */
  readonly rounds: number;
  /** How many turns each worker has in a round. */
  readonly turns: number;
  /** How long a worker calls before its first turn, in milliseconds: the engine optimizes what it has seen often enough. */
  readonly warmUp: number;
  /** How long a turn takes, in milliseconds. */
  readonly duration: number;
}

/**
 * Measures workers in short turns, each in a process of its own that waits while the others have theirs: whatever else
 * the machine does meets all of them within about a second. Each turn is a sample.
 */
export async function takeTurns<Name extends string, Sample>(
  { title, rounds, turns, warmUp, duration }: Race,
  workers: ReadonlyMap<Name, string>,
  args: (name: Name) => readonly (string | number)[],
): Promise<Samples<Name, Sample>> {
  const samples = new Map<Name, Sample[]>([...workers.keys()].map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    const processes = new Map<Name, ChildProcess>();
    try {
      for (const [name, file] of workers) {
        const worker = fork(file, args(name).map(String), { env: cleanEnvironment, execArgv: [] });
        processes.set(name, worker);
        await haveTurn(worker, { milliseconds: warmUp });
      }
      for (let index = 0; index < turns; index++) {
        for (const [name, worker] of shuffle([...processes], round * turns + index)) {
          samples.get(name)?.push(await haveTurn<Sample>(worker, { milliseconds: duration }));
        }
      }
    } finally {
      for (const worker of processes.values()) worker.kill();
    }
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${title}: round ${round + 1} of ${rounds} took ${seconds} s`);
  }
  return samples;
}

async function haveTurn<Sample>(worker: ChildProcess, turn: Turn): Promise<Sample> {
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
