import { fileURLToPath } from 'node:url';
import type { ViteUserConfig } from 'vitest/config';
import packageJson from './package.json' with { type: 'json' };

const source = (path: string): string => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

const config: ViteUserConfig = {
  define: { __MIOSA_CLIENT_VERSION__: JSON.stringify(packageJson.version) },
  resolve: {
    alias: [
      { find: /^miosa-client\/testing\/node$/, replacement: source('testing/node.ts') },
      { find: /^miosa-client\/testing\/msw$/, replacement: source('testing/msw.ts') },
      { find: /^miosa-client\/testing$/, replacement: source('testing/index.ts') },
      { find: /^miosa-client$/, replacement: source('index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts', 'examples/testing/*.test.ts'],
    typecheck: { enabled: true, include: ['test/**/*.test-d.ts'], tsconfig: 'test/tsconfig.json' },
    restoreMocks: true,
    unstubGlobals: true,
    unstubEnvs: true,
  },
};

export default config;
