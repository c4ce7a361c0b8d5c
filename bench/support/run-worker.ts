import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Nothing of the surroundings that a client or Node itself would read. */
export const cleanEnvironment: NodeJS.ProcessEnv = { PATH: process.env['PATH'], NODE_ENV: 'production' };

/** Runs a compiled worker in a process of its own, and returns what it reports. */
export async function runWorker<Report>(
  file: string | undefined,
  args: readonly (string | number)[] = [],
  flags: readonly string[] = [],
): Promise<Report> {
  if (file === undefined) throw new Error('The worker was not compiled.');
  const parameters = [...flags, file, ...args.map(String)];
  const { stdout } = await run(process.execPath, parameters, { env: cleanEnvironment, maxBuffer: 1 << 24 });
  // Each subject knows what its own worker reports.
  return JSON.parse(stdout) as Report;
}
