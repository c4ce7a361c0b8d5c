import path from 'node:path';
import { build } from 'esbuild';
import { benchFolder, workFolder } from './work-folder.ts';

/**
 * Compiles a worker for one subject to plain JavaScript: removing types at run time would be part of every cold start.
 *
 * @param worker - The file in `workers/`.
 * @param aliases - What the names that begin with `#` stand for, as paths inside `bench/`.
 * @param name - Tells the compiled files of one worker apart.
 * @param packages - Whether packages stay imports, to be loaded as they are published, or become part of the file.
 * @returns The path of the compiled file.
 */
export async function compileWorker(
  worker: string,
  aliases: Readonly<Record<string, string>> = {},
  name = 'any',
  packages: 'external' | 'bundle' = 'external',
): Promise<string> {
  const outfile = path.join(workFolder, 'workers', `${worker}.${name}.mjs`);
  await build({
    entryPoints: [path.join(benchFolder, 'workers', `${worker}.ts`)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    packages,
    // The project's own paths would lead past the installed package.
    tsconfigRaw: {},
    alias: Object.fromEntries(Object.entries(aliases).map(([from, to]) => [from, path.join(benchFolder, to)])),
    logLevel: 'warning',
  });
  return outfile;
}

/** The same worker for many subjects. */
export async function compileWorkers<Name extends string>(
  worker: string,
  names: readonly Name[],
  aliases: (name: Name) => Readonly<Record<string, string>>,
): Promise<ReadonlyMap<Name, string>> {
  const files = names.map(async (name) => [name, await compileWorker(worker, aliases(name), name)] as const);
  return new Map(await Promise.all(files));
}
