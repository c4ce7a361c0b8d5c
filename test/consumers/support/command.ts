import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { Installation } from './project.ts';

/** What a program printed, and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** An emulator that the command serves. `await using` ends it. */
export interface ServedEmulator extends AsyncDisposable {
  readonly url: string;
  readonly process: ChildProcess;
  /** Waits for the next line that it prints. */
  nextLine(): Promise<string>;
  /** Resolves when the process has ended. */
  readonly exitCode: Promise<number | null>;
}

/** The command of an installed package, run by some Node. */
export class Command {
  readonly #program: string;
  readonly #file: string;

  constructor(installation: Installation, program: string) {
    const { bin } = JSON.parse(readFileSync(path.join(installation.package, 'package.json'), 'utf8'));
    this.#program = program;
    this.#file = path.join(installation.package, bin['miosa-client']);
  }

  /**
   * Runs it to its end.
   *
   * @param flags - Of Node.
   */
  async run(args: readonly string[], flags: readonly string[] = []): Promise<Ended> {
    const child = spawn(this.#program, [...flags, this.#file, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    // An emulator that starts where it should refuse would never end.
    const timer = setTimeout(() => child.kill(), 30_000);
    const [[code], stdout, stderr] = await Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]);
    clearTimeout(timer);
    return { code, stdout, stderr };
  }

  /** Starts an emulator on a port that is free, and waits for its address. */
  async serve(...options: readonly string[]): Promise<ServedEmulator> {
    const child = spawn(this.#program, [this.#file, 'emulator', '--port', '0', ...options], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exitCode = once(child, 'exit').then(([code]) => code);
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const nextLine = async (): Promise<string> => (await lines.next()).value ?? '';
    const url = await nextLine();
    return {
      url,
      process: child,
      nextLine,
      exitCode,
      [Symbol.asyncDispose]: async () => {
        child.kill('SIGKILL');
        await exitCode;
      },
    };
  }
}
