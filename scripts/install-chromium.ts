/** Installs Debian's Chromium where it is missing and may be installed. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const program = '/usr/bin/chromium';

if (!existsSync(program)) {
  if (process.getuid?.() !== 0) throw new Error(`${program} is missing: install Debian's package chromium.`);
  console.log('Installing Chromium …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const aptGet = (...args: readonly string[]) => execFileSync('apt-get', [...args, '-qq'], { env, stdio: 'inherit' });
  aptGet('update');
  aptGet('install', '-y', '--no-install-recommends', 'chromium');
}
