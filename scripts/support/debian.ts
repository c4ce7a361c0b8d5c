import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Installs a package of Debian where its program is missing and may be installed. */
export function installFromDebian(program: string, packageName: string): void {
  if (existsSync(program)) return;
  if (process.getuid?.() !== 0) throw new Error(`${program} is missing: install Debian's package ${packageName}.`);
  console.log(`Installing ${packageName} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const aptGet = (...args: readonly string[]) => execFileSync('apt-get', [...args, '-qq'], { env, stdio: 'inherit' });
  aptGet('update');
  aptGet('install', '-y', '--no-install-recommends', packageName);
}
