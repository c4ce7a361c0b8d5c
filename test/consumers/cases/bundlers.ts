import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import * as esbuild from 'esbuild';
import { rollup } from 'rollup';
import * as vite from 'vite';
import webpack from 'webpack';
import sizeBudget from '../../../scripts/size-budget.json' with { type: 'json' };
import { type Row, tryAll } from '../support/check.ts';
import { type Installation, project } from '../support/project.ts';
import { run } from '../support/run.ts';
import { toolVersion } from '../support/tools.ts';

/** Bundles a script for browsers. Returns the code. */
type Bundle = (folder: string, script: string) => Promise<string>;

const bundleWithVite: Bundle = async (folder, script) => {
  const outDir = path.join(folder, `vite-${script}`);
  await vite.build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    build: { outDir, rolldownOptions: { input: path.join(folder, script), output: { entryFileNames: 'out.js' } } },
  });
  return readFileSync(path.join(outDir, 'out.js'), 'utf8');
};

const bundleWithEsbuild: Bundle = async (folder, script) => {
  const { outputFiles, warnings } = await esbuild.build({
    absWorkingDir: folder,
    entryPoints: [script],
    bundle: true,
    minify: true,
    write: false,
    platform: 'browser',
  });
  if (warnings.length > 0) throw new Error(warnings.map(({ text }) => text).join('\n'));
  return outputFiles[0]?.text ?? '';
};

const bundleWithWebpack: Bundle = async (folder, script) => {
  const output = { path: path.join(folder, `webpack-${script}`), filename: 'out.js' };
  await new Promise<void>((resolve, reject) => {
    webpack({ context: folder, entry: `./${script}`, mode: 'production', target: 'web', output }, (error, stats) => {
      if (error) reject(error);
      else if (stats === undefined || stats.hasErrors() || stats.hasWarnings()) reject(new Error(stats?.toString()));
      else resolve();
    });
  });
  return readFileSync(path.join(output.path, 'out.js'), 'utf8');
};

/** Rollup has no minifier of its own. */
const bundleWithRollup: Bundle = async (folder, script) => {
  const bundle = await rollup({
    input: path.join(folder, script),
    plugins: [nodeResolve({ browser: true })],
    onwarn: ({ message }) => {
      throw new Error(message);
    },
  });
  const { output } = await bundle.generate({ format: 'es' });
  await bundle.close();
  const { code } = await esbuild.transform(output[0].code, { minify: true, format: 'esm' });
  return code;
};

const bundlers: Readonly<Record<string, Bundle>> = {
  vite: bundleWithVite,
  esbuild: bundleWithEsbuild,
  webpack: bundleWithWebpack,
  rollup: bundleWithRollup,
};

/** Bundles an application for browsers with each bundler, and runs it. */
export async function tryBundlers(installation: Installation): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [name, bundle] of Object.entries(bundlers)) {
    const folder = project(installation, name, 'bundlers', { type: 'module' });
    rows.push(await tryBundler(name, folder, bundle));
  }
  return rows;
}

function tryBundler(name: string, folder: string, bundle: Bundle): Promise<Row> {
  let application = '';
  return tryAll(name, toolVersion(name), [
    {
      name: 'bundles the client without a warning',
      run: async () => {
        application = await bundle(folder, 'app.js');
      },
    },
    {
      name: 'the bundle runs, and errors keep their class',
      run: async () => {
        const file = path.join(folder, 'bundled', 'app.mjs');
        mkdirSync(path.dirname(file));
        writeFileSync(file, application);
        const printed = await run(process.execPath, [file], folder);
        if (!printed.startsWith('404 NOT_FOUND: gone')) throw new Error(printed);
      },
    },
    {
      name: 'the bundle has nothing of Node and nothing of msw in it',
      run: () => {
        const found = /["']node:|__vite-browser-external|\bmsw\b|\bBuffer\./.exec(application);
        if (found) throw new Error(`It has ${found[0]}.`);
      },
    },
    ...Object.entries(sizeBudget.smallImports).map(([script, limit]) => ({
      name: `only ${script} costs at most ${limit} bytes after brotli`,
      run: async () => {
        const { length } = brotliCompressSync(await bundle(folder, `${script}.js`));
        console.log(`${name}, only ${script}: ${length} of ${limit} bytes`);
        if (length > limit) throw new Error(`It costs ${length} bytes.`);
      },
    })),
    {
      name: 'an import that nothing uses costs nothing',
      run: async () => {
        const { length } = await bundle(folder, 'unused.js');
        if (length > 200) throw new Error(`It costs ${length} bytes.`);
      },
    },
  ]);
}
