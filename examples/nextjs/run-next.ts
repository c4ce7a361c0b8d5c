/** Runs `next` as the demo and the tests need it. Your own project has no use for this file. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** Builds as a machine without secrets does. */
export async function buildApp(): Promise<void> {
  const { MIOSA_API_KEY: _key, SESSION_SECRET: _secret, ...environment } = process.env;
  const [code] = await once(next(['build'], environment, 'inherit'), 'close');
  if (code !== 0) throw new Error(`next build ended with ${code}.`);
}

/** The application, once it can be reached. */
export interface RunningApp extends AsyncDisposable {
  readonly url: string;
}

/** Starts what was built, on this machine only. Port 0 is any that is free. */
export async function startApp(port: number, variables: Readonly<Record<string, string>>): Promise<RunningApp> {
  const environment = { SESSION_SECRET: crypto.randomUUID(), ...process.env, ...variables };
  const args = ['start', '--hostname', '127.0.0.1', '--port', String(port)];
  const server = next(args, environment, 'pipe');
  const url = await new Promise<string>((resolve, reject) => {
    let output = '';
    server.stdout?.on('data', (chunk) => {
      output += chunk;
      const [, found] = /Local:\s+(http\S+)/.exec(output) ?? [];
      if (found !== undefined && output.includes('Ready')) resolve(found);
    });
    server.once('close', (code) => reject(new Error(`next start ended with ${code}.\n${output}`)));
  });
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.kill();
      await closed;
    },
  };
}

function next(args: readonly string[], environment: NodeJS.ProcessEnv, stdout: 'inherit' | 'pipe'): ChildProcess {
  const program = path.join(import.meta.dirname, 'node_modules/next/dist/bin/next');
  return spawn(process.execPath, [program, ...args], {
    cwd: import.meta.dirname,
    env: { ...environment, NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', stdout, 'inherit'],
  });
}
