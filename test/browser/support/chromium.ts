import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type Browser, chromium } from './playwright.ts';

const places = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const quietly = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts Chromium, whichever the machine has. */
export function launchChromium(): Promise<Browser> {
  // As root it refuses to start in its sandbox.
  const args = process.getuid?.() === 0 ? ['--no-sandbox', ...quietly] : quietly;
  return chromium.launch({ executablePath: findChromium() ?? installChromium(), args });
}

function findChromium(): string | undefined {
  return places.find((place) => place !== '' && existsSync(place));
}

function installChromium(): string {
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
    execFileSync('apt-get', ['install', '-y', '-qq', 'chromium'], { stdio: 'inherit' });
  }
  const found = findChromium();
  if (found === undefined) throw new Error('There is no Chromium here: install one, or say where it is with CHROMIUM.');
  return found;
}
