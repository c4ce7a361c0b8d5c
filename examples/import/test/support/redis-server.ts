import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';

/** A Redis of its own, that keeps what it has over a restart. */
export interface RedisServer extends AsyncDisposable {
  readonly url: string;
  /** Kills it, and starts it again with what it had. */
  restart(): Promise<void>;
  /** Kills it, and starts it again with nothing. */
  replace(): Promise<void>;
}

/** Starts Debian's `redis-server` on a port that is free, with its files in a folder that is removed at the end. */
export async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  const folder = mkdtempSync(path.join(tmpdir(), 'miosa-import-'));
  let server = await start(port, folder);
  return {
    url: `redis://127.0.0.1:${port}`,
    restart: async () => {
      await kill(server);
      server = await start(port, folder);
    },
    replace: async () => {
      await kill(server);
      rmSync(path.join(folder, 'appendonlydir'), { recursive: true });
      server = await start(port, folder);
    },
    [Symbol.asyncDispose]: async () => {
      await kill(server);
      rmSync(folder, { recursive: true });
    },
  };
}

/** A connection that lasts as long as a test. */
export function openRedis(url: string): Redis & Disposable {
  const redis = new Redis(url, { maxRetriesPerRequest: null });
  // A test that restarts Redis interrupts it.
  redis.on('error', () => {});
  return Object.assign(redis, { [Symbol.dispose]: () => redis.disconnect() });
}

async function start(port: number, folder: string): Promise<ChildProcess> {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes', '--save', ''];
  const server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const output: string[] = [];
  for await (const line of createInterface({ input: server.stdout })) {
    output.push(line);
    if (line.includes('Ready to accept connections')) {
      server.stdout.resume();
      return server;
    }
  }
  throw new Error(`redis-server has not started:\n${output.join('\n')}`);
}

async function kill(server: ChildProcess): Promise<void> {
  server.kill('SIGKILL');
  await once(server, 'exit');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('A port was asked for.');
  return address.port;
}
