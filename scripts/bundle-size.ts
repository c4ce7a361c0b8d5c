/** Prints what `import { MiosaClient }` costs a browser bundle. Run `npm run build` first. */
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const { outputFiles } = await build({
  stdin: {
    contents: `import { MiosaClient } from 'miosa-client'; globalThis.miosa = new MiosaClient({ apiKey: null });`,
    resolveDir: import.meta.dirname,
  },
  bundle: true,
  minify: true,
  write: false,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
});
const code = outputFiles[0]?.contents ?? new Uint8Array();
const gzip = gzipSync(code, { level: 9 });
const brotli = brotliCompressSync(code, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
console.table({ minified: code.length, 'gzip -9': gzip.length, 'brotli -q 11': brotli.length });
