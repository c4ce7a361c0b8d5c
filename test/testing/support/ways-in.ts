import type { MiosaEmulator } from 'miosa-client/testing';
import { mswHandlers } from 'miosa-client/testing/msw';
import { listen } from 'miosa-client/testing/node';
import { type SetupServer, setupServer } from 'msw/node';
import { onTestFinished } from 'vitest';

/** How requests reach an emulator. */
export interface WayIn {
  readonly fetch: MiosaEmulator['fetch'];
  /** Where the API is. */
  readonly baseUrl: string;
}

/** Every way in. What is started for it ends with the test. */
export const waysIn: Record<string, (emulator: MiosaEmulator) => Promise<WayIn>> = {
  'emulator.fetch': async ({ fetch }) => ({ fetch, baseUrl: 'https://api.miosa.ai/api/v1' }),
  'msw handlers': async (emulator) => {
    startMsw(emulator);
    return { fetch: (url, init) => fetch(url, init), baseUrl: 'https://api.miosa.ai/api/v1' };
  },
  listen: async (emulator) => {
    const { url, close } = await listen(emulator);
    onTestFinished(close);
    return { fetch: (requestUrl, init) => fetch(requestUrl, init), baseUrl: url };
  },
};

/** Puts an emulator under msw until the test ends. */
export function startMsw(emulator: MiosaEmulator): SetupServer {
  const server = setupServer(...mswHandlers(emulator));
  server.listen({ onUnhandledFrame: 'error' });
  onTestFinished(() => server.close());
  return server;
}
