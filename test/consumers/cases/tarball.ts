import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Row, tryAll } from '../support/check.ts';
import type { Installation } from '../support/project.ts';
import { run } from '../support/run.ts';
import { toolFile, toolVersion } from '../support/tools.ts';

/** What users need, and nothing else. */
const expected = /^(LICENSE|README\.md|CHANGELOG\.md|package\.json|dist\/.+\.(js|cjs|d\.ts|d\.cts|js\.map|cjs\.map))$/;

/** Looks at the tarball and at what installing it brings. */
export function tryTarball({ package: folder, brought }: Installation): Promise<Row> {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return tryAll('The tarball', manifest.version, [
    {
      name: 'holds what users need, and nothing else',
      run: () => {
        const files = globSync('**/*', { cwd: folder, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name)));
        const surplus = files.filter((file) => !expected.test(file));
        if (surplus.length > 0) throw new Error(`Nobody needs ${surplus.join(', ')}.`);
        const missing = ['LICENSE', 'README.md', 'package.json'].filter((file) => !files.includes(file));
        if (missing.length > 0) throw new Error(`${missing.join(', ')} is missing.`);
      },
    },
    {
      name: 'brings no dependencies',
      run: () => {
        if (brought.join() !== 'miosa-client') throw new Error(`node_modules holds ${brought.join(', ')}.`);
      },
    },
    {
      name: 'runs no script when it is installed',
      run: () => {
        const hooks = Object.keys(manifest.scripts).filter((name) => /install|^prepare$/.test(name));
        if (hooks.length > 0) throw new Error(`package.json has ${hooks.join(', ')}.`);
      },
    },
  ]);
}

/** Lets publint look for mistakes in the tarball's metadata. */
export function tryPublint(tarball: string): Promise<Row> {
  const program = toolFile('publint', 'src/cli.js');
  return tryAll('publint', toolVersion('publint'), [
    {
      name: 'finds nothing',
      run: async () => {
        const printed = await run(process.execPath, [program, 'run', tarball, '--strict'], path.dirname(tarball));
        if (!printed.includes('All good!')) throw new Error(printed);
      },
    },
  ]);
}

/** Lets attw resolve the types of every entry, in every mode there is. */
export function tryAttw(tarball: string): Promise<Row> {
  const name = '@arethetypeswrong/cli';
  return tryAll('attw', toolVersion(name), [
    {
      name: 'finds nothing',
      run: () =>
        run(
          process.execPath,
          [toolFile(name, 'dist/index.js'), tarball, '--no-emoji', '--no-color'],
          path.dirname(tarball),
        ),
    },
  ]);
}
