import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { repository } from './folders.ts';
import { run } from './run.ts';
import { toolFile } from './tools.ts';

/** Options of the compiler, as in a `tsconfig.json`. */
export type CompilerOptions = Readonly<Record<string, unknown>>;

const strictest: CompilerOptions = {
  target: 'ES2022',
  lib: ['ES2022', 'DOM'],
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  skipLibCheck: false,
  noEmit: true,
};

/** The types of Node. */
export const nodeTypes: CompilerOptions = {
  types: ['node'],
  typeRoots: [path.join(repository, 'node_modules/@types')],
};

/**
 * Compiles files with a release of TypeScript, with every check that the options do not turn off. Declarations are
 * checked, too.
 *
 * @throws {Error} With what the compiler printed, when there is an error.
 */
export async function compile(
  tool: string,
  folder: string,
  options: CompilerOptions,
  files: readonly string[],
): Promise<void> {
  const config = { compilerOptions: { ...strictest, ...options }, files };
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
  await run(process.execPath, [toolFile(tool, 'bin/tsc'), '-p', folder], folder);
}
