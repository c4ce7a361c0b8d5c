import { shuffle } from 'd3-array';
import { execaNode } from 'execa';
import type { Candidates } from '../candidates.ts';
import { options } from '../options.ts';
import { compile } from './compile.ts';
import { benchFolder } from './packages.ts';

/** What was measured of a candidate: a number for each turn, in the order of the turns. */
export type Values = (name: string) => number[];

interface Schedule {
  /** A function of `workers.ts`. */
  readonly work: string;
  /** How often all workers are started anew: what the engine makes of a program differs from process to process. */
  readonly rounds: number;
  /** How many turns each worker has in a round. */
  readonly turns: number;
  readonly nodeOptions?: readonly string[];
}

/**
 * Measures candidates in short turns, each in a process of its own that waits while the others have theirs: whatever
 * else the machine does affects all of them within about a second. Each turn has an order of its own: no candidate
 * always goes first, or always follows the same one.
 *
 * @param file - Where the candidates are exported.
 * @returns The values of what the workers report under a name.
 */
export async function takeSamples(
  { work, rounds, turns, nodeOptions = [] }: Schedule,
  file: string,
  candidates: Candidates,
  argsFor: (name: string) => string[] = () => [],
): Promise<(key: string) => Values> {
  const code = `import { ${work}, serveTurns } from './workers.ts';
serveTurns(await ${work}(candidate, ...process.argv.slice(2)));`;
  const programs: { name: string; program: string }[] = [];
  for (const [name, candidate] of Object.entries(candidates)) {
    programs.push({ name, program: await compile(file, name, candidate, code) });
  }
  const samples: { name: string; sample: Record<string, number> }[] = [];
  for (let round = 1; round <= (options.quick ? 1 : rounds); round++) {
    console.log(`${work}: round ${round} of ${rounds}`);
    const workers: { name: string; worker: ReturnType<typeof startWorker> }[] = [];
    for (const { name, program } of shuffle(programs)) {
      const worker = startWorker(program, argsFor(name), nodeOptions);
      await worker.getOneMessage();
      workers.push({ name, worker });
    }
    for (let turn = 0; turn < turns; turn++) {
      for (const { name, worker } of shuffle(workers)) {
        const [sample] = await Promise.all([worker.getOneMessage(), worker.sendMessage('turn')]);
        // Every worker reports numbers.
        samples.push({ name, sample: sample as Record<string, number> });
      }
    }
    for (const { worker } of workers) worker.kill();
  }
  return (key) => (name) => samples.filter((each) => each.name === name).map(({ sample }) => sample[key] ?? Number.NaN);
}

/** Nothing of the environment is left that a client or Node itself would read. */
function startWorker(program: string, args: readonly string[], nodeOptions: readonly string[]) {
  const env = { PATH: process.env['PATH'], NODE_ENV: 'production' };
  const how = { ipc: true, serialization: 'json', stdio: 'inherit', reject: false } as const;
  return execaNode(program, args, { ...how, cwd: benchFolder, env, extendEnv: false, nodeOptions });
}
