import path from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import type { Candidate } from '../candidates.ts';
import { baselineFolder, benchFolder, workFolder } from './packages.ts';

/** Keeps packages as imports, to be loaded as they are published. */
const importPackages: Plugin = {
  name: 'import packages',
  setup({ onResolve }) {
    // Otherwise esbuild would keep the imports of all other candidates, which might have side effects.
    onResolve({ filter: /^[^.]/ }, (args) => ({ path: args.path, external: true, sideEffects: false }));
  },
};

// The project's own paths would lead past the installed package.
const options = { bundle: true, format: 'esm', platform: 'node', tsconfigRaw: {} } satisfies BuildOptions;

/**
 * Compiles a program that imports one candidate, the packages it needs and no others. It becomes plain JavaScript:
 * removing types at run time would be part of every cold start.
 *
 * @param file - Where the candidate is exported.
 * @param code - What is done with `candidate`.
 */
export async function compile(file: string, name: string, candidate: Candidate, code: string): Promise<string> {
  const { exportName = name, isOneFile } = candidate;
  const outfile = path.join(name === 'baseline' ? baselineFolder : workFolder, `${file}.${name}.mjs`);
  const contents = `import { ${exportName} as candidate } from './${file}';\n${code}`;
  await build({ ...options, stdin: { contents, resolveDir: benchFolder }, outfile, plugins: [importPackages] });
  if (isOneFile) await build({ ...options, entryPoints: [outfile], outfile, allowOverwrite: true });
  return outfile;
}
