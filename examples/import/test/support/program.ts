import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Customer } from '../../src/customers.ts';

const compileCache = path.join(tmpdir(), 'miosa-import-compile-cache');
const main = path.join(import.meta.dirname, '../../src/main.ts');

/** The program, as a user starts it. */
export interface Program extends AsyncDisposable {
  readonly process: ChildProcess;
  /** What it has printed so far. */
  output(): string;
  /** Waits until it prints something. */
  prints(expected: RegExp): Promise<RegExpExecArray>;
  /** Waits until it ends: its exit code or signal, and everything that it printed. */
  ended(): Promise<{ readonly status: number | NodeJS.Signals; readonly output: string }>;
}

/** Starts the program. Only `env` says which API it uses. */
export function startProgram(args: readonly string[], env: Readonly<Record<string, string>>): Program {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [main, ...args], {
    // Programs are started dozens of times, and compiled once.
    env: { PATH, NO_COLOR: '1', NODE_COMPILE_CACHE: compileCache, ...env },
    stdio: 'pipe',
  });
  let output = '';
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      for (const check of waiting) check();
    });
  }
  const end = once(child, 'close').then(() => {
    for (const check of waiting) check();
  });
  return {
    process: child,
    output: () => output,
    prints: (expected) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          const found = expected.exec(output);
          if (found === null && child.exitCode === null && child.signalCode === null) return;
          waiting.delete(check);
          if (found === null) reject(new Error(`${expected} was not printed:\n${output}`));
          else resolve(found);
        };
        waiting.add(check);
        check();
      }),
    ended: async () => {
      await end;
      return { status: child.exitCode ?? child.signalCode ?? 0, output };
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      await end;
    },
  };
}

/** Writes customers to a file. */
export function writeCustomers(customers: readonly Customer[]): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'miosa-customers-')), 'customers.csv');
  const lines = customers.map(({ id, name, domain = '' }) => `${id},${name},${domain}\n`);
  writeFileSync(file, `id,name,domain\n${lines.join('')}`);
  return file;
}
