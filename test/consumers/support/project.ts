import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fixtures, temporaryFolder } from './folders.ts';
import { run } from './run.ts';
import { toolFolder } from './tools.ts';

/** A folder outside of the repository with the package installed from its tarball. */
export interface Installation {
  readonly folder: string;
  /** The installed package itself. */
  readonly package: string;
  /** What the installation brought: the names in its `node_modules`. */
  readonly brought: readonly string[];
}

/** Installs the tarball into an empty project, without a registry: it needs nothing else. */
export async function install(tarball: string): Promise<Installation> {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], folder);
  const modules = path.join(folder, 'node_modules');
  const brought = readdirSync(modules).filter((name) => !name.startsWith('.'));
  return { folder, package: path.join(modules, 'miosa-client'), brought };
}

/** Lets an installation's projects import tools, without installing them again. */
export function lend({ folder }: Installation, tools: readonly string[]): void {
  for (const tool of tools) {
    const link = path.join(folder, 'node_modules', tool);
    mkdirSync(path.dirname(link), { recursive: true });
    // Windows lets everybody make junctions, and not everybody make symbolic links.
    symlinkSync(toolFolder(tool), link, 'junction');
  }
}

/** Installs a second copy of the package, under another name and version. */
export function copyPackage(
  installation: Installation,
  changes: { readonly name: string; readonly version: string },
): void {
  const copy = path.join(path.dirname(installation.package), changes.name);
  cpSync(installation.package, copy, { recursive: true });
  const manifest = path.join(copy, 'package.json');
  writeFileSync(manifest, JSON.stringify({ ...JSON.parse(readFileSync(manifest, 'utf8')), ...changes }));
}

/** Makes a project of its own inside an installation, with the files of a fixture. */
export function project({ folder }: Installation, name: string, fixture: string, settings: object = {}): string {
  const root = path.join(folder, 'projects', name);
  cpSync(path.join(fixtures, fixture), root, { recursive: true });
  writeFileSync(path.join(root, 'package.json'), JSON.stringify({ name, private: true, ...settings }));
  return root;
}
