/**
 * The platform's own backend: it serves the page, and it alone holds the MIOSA key.
 *
 * It talks to an embedded MIOSA; with MIOSA_API_KEY and MIOSA_WORKSPACE_ID set, to the real API. HOSTS adds the names,
 * separated by spaces, under which browsers reach it.
 */
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import { createProxy } from '../workers/src/proxy.ts';
import { type MiosaSide, openDemoMiosa } from './server/demo-miosa.ts';

/** The server, once it can be reached. */
export interface PageServer {
  readonly url: string;
  /** Whether `/demo` is there to change how MIOSA behaves. */
  readonly isDemo: boolean;
  close(): Promise<void>;
}

/** Starts the server, on this machine only. Port 0 is any that is free. */
export async function startServer(port: number): Promise<PageServer> {
  const miosa = openRealMiosa() ?? (await openDemoMiosa());
  const { apiKey, baseUrl, workspaceId, demo } = miosa;
  // Those of this machine are known once it listens.
  const hosts = (process.env['HOSTS'] ?? '').split(' ').filter(Boolean);
  const proxy = createProxy({ apiKey, baseUrl, path: '/api/miosa', hosts });

  const app = new Hono();
  // A real platform knows from the session whose workspace it is.
  app.all('/api/miosa/*', ({ req }) => proxy(req.raw, workspaceId));
  const self = ["'self'"];
  app.use(
    secureHeaders({
      contentSecurityPolicy: { defaultSrc: self, scriptSrc: self, styleSrc: self, connectSrc: self },
      xFrameOptions: 'DENY',
      strictTransportSecurity: false,
    }),
  );
  if (demo !== undefined) {
    app.post('/demo', bodyLimit({ maxSize: 1024 }), async (context) => {
      const { behaviour } = await context.req.parseBody();
      return context.redirect(demo.change(String(behaviour)), 303);
    });
    app.get('/demo', page('/demo.html'));
  }
  app.get('/', page('/index.html'));
  app.get('/assets/*', serveStatic({ root: `${import.meta.dirname}/dist` }));

  const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', resolve);
  });
  // A server that listens on a port, not on a pipe, has such an address.
  const address = server.address() as AddressInfo;
  hosts.push(`127.0.0.1:${address.port}`, `localhost:${address.port}`);
  return {
    url: `http://127.0.0.1:${address.port}/`,
    isDemo: demo !== undefined,
    close: async () => {
      if ('closeAllConnections' in server) server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await miosa.close();
    },
  };
}

function page(file: string): ReturnType<typeof serveStatic> {
  return serveStatic({ root: `${import.meta.dirname}/dist`, rewriteRequestPath: () => file });
}

function openRealMiosa(): MiosaSide | undefined {
  const { MIOSA_API_KEY: apiKey, MIOSA_WORKSPACE_ID: workspaceId, MIOSA_BASE_URL: baseUrl } = process.env;
  if (!apiKey) return undefined;
  if (!workspaceId) throw new Error('MIOSA_API_KEY is set: set MIOSA_WORKSPACE_ID, too, to say whose page this is.');
  return { apiKey, workspaceId, baseUrl: baseUrl || undefined, demo: undefined, close: async () => {} };
}

if (import.meta.main) {
  const { url, isDemo } = await startServer(Number(process.env['PORT'] ?? 4173));
  console.log(`The customer's page:  ${url}`);
  if (isDemo) console.log(`Make MIOSA misbehave: ${url}demo`);
}
