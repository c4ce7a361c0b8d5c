/** Builds and starts the example, with an embedded MIOSA unless MIOSA_API_KEY is set. */
import { createMiosaEmulator } from 'miosa-client/testing';
import { listen } from 'miosa-client/testing/node';
import { buildApp, startApp } from './run-next.ts';

await buildApp();
const emulator = createMiosaEmulator({ workspaces: [{ name: 'Taken', slug: 'taken', externalWorkspaceId: 'other' }] });
const miosa = await listen(emulator);
const variables = process.env['MIOSA_API_KEY'] ? {} : { MIOSA_API_KEY: 'msk_test_nextjs', MIOSA_BASE_URL: miosa.url };
const { url } = await startApp(Number(process.env['PORT'] ?? 3000), variables);
console.log(`Sign up at ${url} (the address "taken" is taken); Ctrl+C ends it.`);
