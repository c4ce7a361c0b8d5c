import path from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { baselinePackage, benchFolder, workFolder } from './packages.ts';

/** An export of a file of the benchmark. */
interface Export {
  readonly file: string;
  readonly name: string;
  /** What compiled files are called after, where that is not the name. */
  readonly title?: string;
  /** The package that is imported instead of `miosa-client`. */
  readonly miosa?: string;
}

const options = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // The project's own paths would lead past the installed package.
  tsconfigRaw: {},
  logLevel: 'warning',
} satisfies BuildOptions;

/**
 * Compiles a program that calls a function of `workers/` with a candidate, if any, and with its own arguments. It
 * becomes plain JavaScript: removing types at run time would be part of every cold start.
 *
 * @returns The path of the compiled file.
 */
export function compileWorker(worker: Export, candidate?: Export): Promise<string> {
  const lines = [`import { ${worker.name} as work } from './${worker.file}';`];
  if (candidate === undefined) lines.push('await work(...process.argv.slice(2));');
  else lines.push(importOf(candidate), 'await work(candidate, ...process.argv.slice(2));');
  return compile(lines, worker.title ?? worker.name, candidate);
}

/** Compiles the same worker for many candidates, which are exports of the same file. */
export async function compileWorkers<Name extends string>(
  worker: Export,
  file: string,
  names: readonly Name[],
): Promise<Map<Name, string>> {
  const files = names.map(async (name) => {
    // The baseline is called by the same code, but is another package.
    const candidate = name === 'baseline' ? { file, name: 'miosa', miosa: baselinePackage } : { file, name };
    return [name, await compileWorker(worker, candidate)] as const;
  });
  return new Map(await Promise.all(files));
}

/** Makes a candidate a file of its own, which imports the packages it needs and no others. */
export function compileCandidate(candidate: Export): Promise<string> {
  return compile([importOf(candidate), 'export { candidate };'], 'candidate', candidate);
}

/** Puts the packages that a compiled file imports into a copy of the file. */
export async function inlinePackages(file: string): Promise<string> {
  const outfile = file.replace(/\.mjs$/, '.one-file.mjs');
  await build({ ...options, entryPoints: [file], outfile });
  return outfile;
}

function importOf({ file, name }: Export): string {
  return `import { ${name} as candidate } from './${file}';`;
}

async function compile(lines: readonly string[], title: string, candidate?: Export): Promise<string> {
  const { name = 'none', miosa = 'miosa-client' } = candidate ?? {};
  const outfile = path.join(workFolder, 'compiled', `${title}.${name}.${miosa}.mjs`);
  await build({
    ...options,
    stdin: { contents: lines.join('\n'), resolveDir: benchFolder },
    outfile,
    plugins: [importPackages(miosa)],
  });
  return outfile;
}

/** Keeps packages as imports, to be loaded as they are published, with one of them instead of `miosa-client`. */
function importPackages(miosa: string): Plugin {
  return {
    name: 'import packages',
    setup({ onResolve }) {
      onResolve({ filter: /^[^.]/ }, (args) => ({
        path: args.path === 'miosa-client' ? miosa : args.path,
        external: true,
        // Otherwise esbuild would keep the imports of all other candidates, which might have side effects.
        sideEffects: false,
      }));
    },
  };
}
