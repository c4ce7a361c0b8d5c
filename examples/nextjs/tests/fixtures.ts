import { test as base } from '@playwright/test';
import { createMiosaEmulator, type MiosaEmulator } from 'miosa-client/testing';
import { listen } from 'miosa-client/testing/node';
import { startApp } from '../run-next.ts';

/** The MIOSA that the application talks to, in the tests' own process: they can look into it and change it. */
export interface EmbeddedMiosa {
  readonly apiKey: string;
  readonly emulator: MiosaEmulator;
  /** Responds in place of the emulator, while it is set. */
  respond: (() => Response) | undefined;
}

interface WorkerFixtures {
  readonly app: { readonly url: string; readonly miosa: EmbeddedMiosa };
}

/** `test` with the built application, and a MIOSA that is new in each test. */
export const test = base.extend<{ miosa: EmbeddedMiosa }, WorkerFixtures>({
  app: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures it needs.
    async ({}, use) => {
      const emulator = createMiosaEmulator({
        paging: 'meta',
        workspaces: [{ name: 'Another customer', slug: 'taken', externalWorkspaceId: 'another-account' }],
      });
      const miosa: EmbeddedMiosa = { apiKey: 'msk_test_nextjs_e2e', emulator, respond: undefined };
      await using server = await listen({
        handle: async (request) => miosa.respond?.() ?? emulator.handle(request),
      });
      await using app = await startApp(0, { MIOSA_API_KEY: miosa.apiKey, MIOSA_BASE_URL: server.url });
      await use({ url: app.url, miosa });
    },
    { scope: 'worker' },
  ],
  baseURL: ({ app }, use) => use(app.url),
  miosa: async ({ app: { miosa } }, use) => {
    miosa.emulator.reset();
    miosa.respond = undefined;
    await use(miosa);
  },
});
