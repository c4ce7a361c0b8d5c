import { Bench } from 'tinybench';

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
