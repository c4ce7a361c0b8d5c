import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** A consumer must not meet a real key, nor what npm tells the scripts it runs. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(MIOSA_|NODE_OPTIONS$|npm_(package|lifecycle|config_local))/.test(name),
  ),
);

/** Options of {@link run}. */
export interface RunOptions {
  /** Added to the environment. */
  readonly variables?: Readonly<Record<string, string>>;
  /** In milliseconds. Default: two minutes. */
  readonly timeout?: number;
}

/**
 * Runs a program to its end.
 *
 * @returns What it printed to its standard output.
 * @throws {Error} When it ends with another code than 0; the message holds all that it printed.
 */
export async function run(
  command: string,
  args: readonly string[],
  directory: string,
  { variables = {}, timeout = 120_000 }: RunOptions = {},
): Promise<string> {
  try {
    const { stdout } = await execute(command, args, {
      cwd: directory,
      env: { ...environment, ...variables },
      maxBuffer: 64 * 1024 * 1024,
      timeout,
      // On Windows npm is a batch file, which only a shell can run.
      shell: process.platform === 'win32' && command === 'npm',
    });
    return stdout;
  } catch (error) {
    // What `execFile` rejects with has all of it.
    const { stdout, stderr, message, killed } = error as Error & { stdout: string; stderr: string; killed?: boolean };
    const printed = [stdout, stderr].filter(Boolean).join('\n').trim();
    throw new Error(killed ? `It did not end within ${timeout} ms.\n${printed}` : printed || message);
  }
}
