import { test as base } from '@playwright/test';
import { createMiosaEmulator, type MiosaEmulator } from 'miosa-client/testing';
import { listen } from 'miosa-client/testing/node';
import { preview } from 'vite';
import { miosaProxy } from '../miosa-proxy.ts';
import { workspaceId } from '../src/session.ts';

/** The MIOSA behind the proxy, in the tests' own process: they can look into it and change it. */
export interface EmbeddedMiosa {
  readonly apiKey: string;
  readonly emulator: MiosaEmulator;
  /** Responds in place of the emulator, while it is set; or delays it. */
  respond: ((request: Request) => Response | undefined | Promise<Response | undefined>) | undefined;
}

interface WorkerFixtures {
  readonly server: { readonly url: string; readonly miosa: EmbeddedMiosa };
}

/** `test` with the built page, and a MIOSA that is new in each test: one workspace with 12 projects. */
export const test = base.extend<{ miosa: EmbeddedMiosa }, WorkerFixtures>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures it needs.
    async ({}, use) => {
      const emulator = createMiosaEmulator({
        paging: 'meta',
        pendingDnsChecks: 2,
        workspaces: [{ id: workspaceId, name: 'Dr. Smith Clinic' }],
        projects: Array.from({ length: 12 }, (_, index) => ({ workspaceId, name: `Landing Page ${index + 1}` })),
      });
      const miosa: EmbeddedMiosa = { apiKey: 'msk_test_react_e2e', emulator, respond: undefined };
      await using upstream = await listen({
        handle: async (request) => (await miosa.respond?.(request)) ?? emulator.handle(request),
      });
      const proxy = miosaProxy({ apiKey: miosa.apiKey, baseUrl: upstream.url });
      const server = await preview({ configFile: false, preview: { host: '127.0.0.1', port: 0, proxy } });
      const [url] = server.resolvedUrls?.local ?? [];
      if (url === undefined) throw new Error('The page cannot be reached.');
      await use({ url, miosa });
      await server.close();
    },
    { scope: 'worker' },
  ],
  baseURL: ({ server }, use) => use(server.url),
  miosa: async ({ server: { miosa } }, use) => {
    miosa.emulator.reset();
    miosa.respond = undefined;
    await use(miosa);
  },
});
