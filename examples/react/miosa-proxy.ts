/**
 * The page's way to MIOSA while you develop: same origin, and the key stays here. It lets through whatever the key may
 * do, so it is for your own machine only. `examples/workers` has one for production.
 */
import { createMiosaEmulator } from 'miosa-client/testing';
import { listen } from 'miosa-client/testing/node';
import type { ProxyOptions } from 'vite';
import { workspaceId } from './src/session.ts';

/** Where MIOSA is, and as whom. */
export interface Upstream {
  /** With `/api/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string;
}

/** The real MIOSA where MIOSA_API_KEY is set, else an embedded one. */
export async function openMiosa(): Promise<Upstream> {
  const { MIOSA_API_KEY: apiKey, MIOSA_BASE_URL: baseUrl } = process.env;
  if (apiKey) return { apiKey, baseUrl: baseUrl || 'https://api.miosa.ai/api/v1' };
  const names = ['Lead Magnet', 'Patient Intake', ...Array.from({ length: 23 }, (_, i) => `Landing Page ${i + 1}`)];
  const emulator = createMiosaEmulator({
    paging: 'meta',
    previewDomain: 'preview.studio.example',
    pendingDnsChecks: 3,
    workspaces: [{ id: workspaceId, name: 'Dr. Smith Clinic' }],
    projects: names.map((name) => ({ workspaceId, name })),
  });
  return { apiKey: 'msk_test_react', baseUrl: (await listen(emulator)).url };
}

/** For `server.proxy` and `preview.proxy` of Vite. */
export function miosaProxy({ baseUrl, apiKey }: Upstream): Record<string, ProxyOptions> {
  return {
    '/api/miosa': {
      target: baseUrl,
      changeOrigin: true,
      rewrite: (path) => path.replace('/api/miosa', ''),
      // Other sites can make a browser send requests here.
      bypass: ({ headers }) => (headers['sec-fetch-site'] === 'same-origin' ? undefined : false),
      configure: (proxy) => {
        proxy.on('proxyReq', (request) => {
          request.setHeader('authorization', `Bearer ${apiKey}`);
          request.removeHeader('cookie');
        });
      },
    },
  };
}
