import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { run } from '../support/run.ts';

const program = '/usr/bin/chromium';

/** Installs Debian's Chromium where it is missing and may be installed. */
export async function installChromium(): Promise<void> {
  if (existsSync(program)) return;
  if (process.getuid?.() !== 0) throw new Error(`${program} is missing: install Debian's package chromium.`);
  console.log('Installing Chromium …');
  const quietly = { variables: { DEBIAN_FRONTEND: 'noninteractive' }, timeout: 600_000 };
  await run('apt-get', ['update', '-qq'], '/', quietly);
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], '/', quietly);
}

/** A host that is this machine, but that the browser does not count as a secure origin, as it does 127.0.0.1. */
export const insecureHost = 'shop.test';

/** Starts Chromium. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: program,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--host-resolver-rules=MAP ${insecureHost} 127.0.0.1`,
    ],
  });
}
