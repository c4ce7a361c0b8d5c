import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { benchFolder } from './work-folder.ts';

/** The machine in one line. */
export function describeMachine(): string {
  const cpus = os.cpus();
  const memory = (os.totalmem() / 2 ** 30).toFixed(1);
  return `${cpus[0]?.model.trim()}, ${cpus.length} cores, ${memory} GiB of memory, ${os.type()} ${os.arch()}`;
}

/** The load of the last minute, by which a reader sees whether the machine had other work. */
export function currentLoad(): string {
  return (os.loadavg()[0] ?? 0).toFixed(1);
}

/** The installed version of a package. */
export function versionOf(name: string): string {
  const manifest = readFileSync(path.join(benchFolder, 'node_modules', name, 'package.json'), 'utf8');
  const { version }: { version: string } = JSON.parse(manifest);
  return version;
}
