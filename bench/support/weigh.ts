import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { rootFolder } from './work-folder.ts';

/** What a program weighs in a browser, in bytes. */
export interface Weight {
  readonly minified: number;
  readonly gzip: number;
  readonly brotli: number;
  readonly metafile: Metafile;
}

/** Bundles a program for browsers and weighs it. */
export async function weigh(
  entry: string,
  options: Pick<BuildOptions, 'alias' | 'define' | 'external'> = {},
): Promise<Weight> {
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    absWorkingDir: rootFolder,
    outdir: path.join(rootFolder, 'nowhere'),
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    // The project's own paths would lead past the installed package.
    tsconfigRaw: {},
    logLevel: 'error',
    ...options,
  });
  const code = outputFiles[0]?.contents ?? new Uint8Array();
  return {
    minified: code.length,
    gzip: gzipSync(code, { level: 9 }).length,
    brotli: brotliCompressSync(code, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length,
    metafile,
  };
}

/** How many bytes of a bundle come from where, the most first. */
export function originsOf(metafile: Metafile): [origin: string, bytes: number][] {
  const bytes = new Map<string, number>();
  for (const output of Object.values(metafile.outputs)) {
    for (const [file, { bytesInOutput }] of Object.entries(output.inputs)) {
      const origin = originOf(file);
      bytes.set(origin, (bytes.get(origin) ?? 0) + bytesInOutput);
    }
  }
  return [...bytes].filter(([, size]) => size > 0).sort(([, a], [, b]) => b - a);
}

/** A package, a folder of ours, or else the file. */
function originOf(file: string): string {
  const [, packageName] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file) ?? [];
  if (packageName !== undefined) return packageName;
  const [, folder] = /^(src\/[^/]+\/)/.exec(file) ?? [];
  return folder ?? file;
}
