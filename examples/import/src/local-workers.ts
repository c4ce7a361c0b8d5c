import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** Worker processes on this machine. */
export interface LocalWorkers {
  /** How many run. One that was killed is started again; one that ends by itself is not, since it has said why. */
  readonly running: number;
  /** Lets their running jobs end, for so long. */
  stop(graceMs: number): Promise<void>;
}

const program = path.join(import.meta.dirname, 'main.ts');

/** Starts processes that work on the queue. */
export function startLocalWorkers(count: number, redisUrl: string, concurrency: number): LocalWorkers {
  const children = new Set<ChildProcess>();
  let isStopping = false;
  const start = (number: number): ChildProcess => {
    const args = [program, '--worker', '--redis', redisUrl, '--concurrency', String(concurrency)];
    // Its channel closes when this process ends, however that happens, and stops it.
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    children.add(child);
    child.once('exit', (_code, signal) => {
      children.delete(child);
      if (signal === null || isStopping) return;
      console.log(`\nworker ${number} was killed, and runs again as process ${start(number).pid}`);
    });
    return child;
  };
  for (let number = 1; number <= count; number++) {
    console.log(`worker ${number} runs as process ${start(number).pid}`);
  }
  return {
    get running() {
      return children.size;
    },
    stop: async (graceMs) => {
      isStopping = true;
      const timer = setTimeout(() => {
        for (const child of children) child.kill('SIGKILL');
      }, graceMs);
      await Promise.all(
        [...children].map((child) => {
          child.disconnect();
          return once(child, 'exit');
        }),
      );
      clearTimeout(timer);
    },
  };
}
