import { Bench } from 'tinybench';

/** How long to measure, in milliseconds. */
export interface Turn {
  readonly milliseconds: number;
}

/**
 * Measures a function.
 *
 * @param milliseconds - How long it is called again and again.
 * @returns How long one run takes, in milliseconds: the mean, to which the garbage of all runs belongs.
 */
export async function measure(run: () => Promise<void>, milliseconds: number): Promise<number> {
  const bench = new Bench({ time: milliseconds, iterations: 1, warmup: false });
  bench.add('run', run, { async: true });
  const [task] = await bench.run();
  if (task?.result.state !== 'completed') throw new Error('The measurement failed.', { cause: task?.result });
  return task.result.latency.mean;
}

/**
 * Makes a process measure whenever its parent tells it to, and report the sample. A process that waits takes no
 * processor time.
 */
export function serveTurns(measureTurn: (turn: Turn) => Promise<object>): void {
  process.on('message', (turn: Turn) => {
    // A rejection ends the process, which the parent notices.
    measureTurn(turn).then((sample) => process.send?.(sample));
  });
}
