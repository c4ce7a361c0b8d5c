import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

// The system's browser where there is one; else the one that `npx playwright install chromium` brings.
const executablePath = [process.env['CHROMIUM'] ?? '', '/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync);

export default defineConfig({
  testDir: 'tests',
  globalSetup: './tests/build.ts',
  // The tests share one application and one embedded MIOSA.
  workers: 1,
  timeout: 60_000,
  use: {
    trace: 'retain-on-failure',
    launchOptions: { args: ['--disable-background-networking'], ...(executablePath && { executablePath }) },
  },
});
