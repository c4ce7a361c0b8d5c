/**
 * The platform's own backend: it serves the page, and it alone holds the MIOSA key.
 *
 * It talks to an embedded MIOSA; with MIOSA_API_KEY and MIOSA_WORKSPACE_ID set, to the real API.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type MiosaSide, openDemoMiosa } from './server/demo-miosa.ts';
import { loadPageFiles } from './server/page-files.ts';
import { createProxy } from './server/proxy.ts';

/** The server, once it can be reached. */
export interface PageServer {
  readonly url: string;
  /** Whether `/demo` is there to change how MIOSA behaves. */
  readonly isDemo: boolean;
  close(): Promise<void>;
}

/** Starts the server, on this machine only. Port 0 is any that is free. */
export async function startServer(port: number): Promise<PageServer> {
  const files = loadPageFiles(new URL('./dist/', import.meta.url));
  const { upstream, demo, close } = openRealMiosa() ?? (await openDemoMiosa());
  const proxy = createProxy(upstream);

  const server = createServer(async (request, response) => {
    try {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      if (pathname.startsWith('/api/miosa/')) await proxy(request, response);
      else if (pathname === '/demo' && request.method === 'POST' && demo) await demo.change(request, response);
      else files.send(pathname === '/demo' && !demo ? '' : pathname, response);
    } catch (error) {
      console.error(error);
      response.writeHead(500).end();
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  // A server that listens on a port, not on a pipe, has such an address.
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}/`,
    isDemo: demo !== undefined,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await close();
    },
  };
}

function openRealMiosa(): MiosaSide | undefined {
  const { MIOSA_API_KEY: apiKey, MIOSA_WORKSPACE_ID: workspaceId, MIOSA_BASE_URL: baseUrl } = process.env;
  if (!apiKey) return undefined;
  if (!workspaceId) throw new Error('MIOSA_API_KEY is set: set MIOSA_WORKSPACE_ID, too, to say whose page this is.');
  const upstream = { baseUrl: baseUrl || 'https://api.miosa.ai/api/v1', apiKey, workspaceId };
  return { upstream, demo: undefined, close: async () => {} };
}

if (import.meta.main) {
  const { url, isDemo } = await startServer(Number(process.env['PORT'] ?? 4173));
  console.log(`The customer's page:  ${url}`);
  if (isDemo) console.log(`Make MIOSA misbehave: ${url}demo`);
}
