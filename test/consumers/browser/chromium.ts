import { type Browser, chromium } from 'playwright-core';

const program = '/usr/bin/chromium';

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
