import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './entries.ts';

/** A package whose code or declarations are part of the built files. */
export interface InlinedPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/** Packages whose declarations are copied into ours: users do not have to install them. */
export const inlinedTypes: readonly string[] = ['@standard-schema/spec'];

/** The packages that paths lead into, in alphabetical order, each once. */
export function packagesOf(paths: Iterable<string>): string[] {
  const names = Array.from(paths, (each) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(each)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))].toSorted();
}

/** The modules that a folder of built files consists of: esbuild names each in a comment before its code. */
export function inlinedModules(dist: string): string[] {
  const files = globSync('**/*.{js,cjs}', { cwd: dist });
  if (files.length === 0) throw new Error(`${dist} has no JavaScript: run \`npm run build\` first.`);
  return files.flatMap((file) =>
    Array.from(
      readFileSync(path.join(dist, file), 'utf8').matchAll(/^\/\/ (\S+\.[cm]?[jt]s)$/gm),
      ([, name = '']) => name,
    ),
  );
}

/** Everything that is inlined into a folder of built files, as it is installed. */
export function inlinedPackages(dist: string): InlinedPackage[] {
  return [...packagesOf(inlinedModules(dist)), ...inlinedTypes].toSorted().map((name) => {
    const file = path.join(root, 'node_modules', name, 'package.json');
    const { version, license } = JSON.parse(readFileSync(file, 'utf8'));
    return { name, version, license };
  });
}
