import type { Options } from 'tsup';
import packageJson from './package.json' with { type: 'json' };

const config: Options = {
  entry: {
    index: 'src/index.ts',
    'testing/index': 'src/testing/index.ts',
    'testing/msw': 'src/testing/msw.ts',
    'testing/node': 'src/testing/node.ts',
  },
  format: ['esm', 'cjs'],
  target: 'es2022',
  platform: 'neutral',
  clean: true,
  sourcemap: true,
  treeshake: true,
  splitting: false,
  // One file, so that it starts fast, and a CommonJS build that does not have to load ESM-only packages.
  noExternal: ['ky', 'zod'],
  external: ['msw', /^node:/],
  // Deno knows Node's modules by that name alone.
  removeNodeProtocol: false,
  dts: { resolve: ['@standard-schema/spec'] },
  define: { __MIOSA_CLIENT_VERSION__: JSON.stringify(packageJson.version) },
};

export default config;
