import { parseArgs } from 'node:util';

export const usage = `Imports customers into MIOSA: a workspace and a project for each.

  node src/main.ts <customers.csv> [options]     imports a file, in this process or, with --redis, on a queue
  node src/main.ts --worker --redis <url>        works on the queue until it is stopped, on any machine
  node src/main.ts --status --redis <url>        shows how far the queue is, and what failed
  node src/main.ts --retry-failed --redis <url>  runs again what failed for good

  --redis <url>        such as redis://localhost:6379; without it, everything runs in this process
  --workers <n>        processes that work on the queue here, 0 if they run elsewhere (1)
  --rate <n>           requests a second, of all processes together (85)
  --concurrency <n>    customers at a time, in each process (10)
  --attempts <n>       how often a job on the queue is tried (8)
  --backoff <ms>       the pause after its first attempt, which doubles each time (2000)
  --help

MIOSA_API_KEY is the key. Without it, an import and its workers use an embedded MIOSA, which forgets all at the end.
`;

/** What the program was asked to do. */
export interface Options {
  readonly command: 'import' | 'worker' | 'status' | 'retry-failed' | 'help';
  readonly file: string;
  readonly redis: string | undefined;
  readonly workers: number;
  readonly rate: number;
  readonly concurrency: number;
  readonly attempts: number;
  readonly backoff: number;
}

/** A command line that cannot be carried out. The message says what to write instead. */
export class UsageError extends Error {}

/** @throws {UsageError} When an option is unknown, missing or out of range. */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parse(args);
  const commands = (['worker', 'status', 'retry-failed'] as const).filter((name) => values[name]);
  const [command = 'import', ...others] = commands;
  if (others.length > 0) throw new UsageError(`Choose one of ${commands.map((name) => `--${name}`).join(', ')}.`);
  const [file = '', ...rest] = positionals;
  const options = {
    command: values.help ? 'help' : command,
    file,
    redis: values.redis,
    workers: wholeNumber('workers', values.workers, 0),
    rate: wholeNumber('rate', values.rate, 1),
    concurrency: wholeNumber('concurrency', values.concurrency, 1),
    attempts: wholeNumber('attempts', values.attempts, 1),
    backoff: wholeNumber('backoff', values.backoff, 1),
  } as const;
  if (options.command === 'help') return options;
  if (command === 'import' && file === '') throw new UsageError('Which file? node src/main.ts customers.csv');
  if (rest.length > 0 || (command !== 'import' && file !== '')) {
    throw new UsageError(`${rest[0] ?? file} is one argument too many.`);
  }
  if (command !== 'import' && options.redis === undefined) throw new UsageError(`--${command} needs --redis <url>.`);
  if (options.redis !== undefined && !/^rediss?:$/.test(protocolOf(options.redis))) {
    throw new UsageError('--redis must be a URL such as redis://localhost:6379.');
  }
  return options;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        redis: { type: 'string' },
        workers: { type: 'string', default: '1' },
        rate: { type: 'string', default: '85' },
        concurrency: { type: 'string', default: '10' },
        attempts: { type: 'string', default: '8' },
        backoff: { type: 'string', default: '2000' },
        worker: { type: 'boolean', default: false },
        status: { type: 'boolean', default: false },
        'retry-failed': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(name: string, text: string, min: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && Number.isSafeInteger(value)) return value;
  throw new UsageError(`--${name} must be a whole number from ${min}, not "${text}".`);
}

function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : '';
}
