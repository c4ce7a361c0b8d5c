import { globSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inlinedModules, inlinedTypes, packagesOf } from '../../../scripts/support/inlined-packages.ts';
import { type Row, tryAll } from '../support/check.ts';
import type { Installation } from '../support/project.ts';
import { run } from '../support/run.ts';
import { allowedFiles, requiredFiles } from '../support/tarball-files.ts';
import { toolFile, toolFolder, toolVersion } from '../support/tools.ts';

/** Looks at the tarball and at what installing it brings. */
export function tryTarball({ package: folder, brought }: Installation): Promise<Row> {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return tryAll('The tarball', manifest.version, [
    {
      name: 'holds what users need, and nothing else',
      run: () => {
        const files = globSync('**/*', { cwd: folder, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name)).replaceAll(path.sep, '/'));
        const surplus = files.filter((file) => !allowedFiles.test(file));
        if (surplus.length > 0) throw new Error(`Nobody needs ${surplus.join(', ')}.`);
        const missing = requiredFiles.filter((file) => !files.includes(file));
        if (missing.length > 0) throw new Error(`${missing.join(', ')} is missing.`);
      },
    },
    {
      name: 'holds the notice of everything that is inlined, and of nothing else',
      run: () => {
        const problems = noticeProblems(folder, manifest.inlinedDependencies);
        if (problems.length > 0) throw new Error(problems.join('\n'));
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

/** The built files tell which packages they hold; package.json has to name these, and the notices have to quote them. */
function noticeProblems(folder: string, named: Readonly<Record<string, string>> = {}): string[] {
  const notices = readFileSync(path.join(folder, 'THIRD-PARTY-NOTICES'), 'utf8');
  const inlined = [...packagesOf(inlinedModules(path.join(folder, 'dist'))), ...inlinedTypes];
  const surplus = Object.keys(named).filter((name) => !inlined.includes(name));
  return [
    ...surplus.map((name) => `inlinedDependencies names ${name}, which no built file holds.`),
    ...inlined.flatMap((name) => {
      const version = toolVersion(name);
      return [
        ...(named[name] === version ? [] : [`inlinedDependencies does not name ${name} ${version}.`]),
        ...(notices.includes(`\n${name} ${version}\n`) ? [] : [`The notices do not name ${name} ${version}.`]),
        ...(notices.includes(licenceOf(name)) ? [] : [`The licence of ${name} is incomplete.`]),
      ];
    }),
  ];
}

function licenceOf(name: string): string {
  const folder = toolFolder(name);
  const files = readdirSync(folder).filter((file) => /^licen[cs]e/i.test(file));
  // Under "MIT OR CC0" either one will do.
  const [first = ''] = files.toSorted((one, other) => Number(/mit/i.test(other)) - Number(/mit/i.test(one)));
  return readFileSync(path.join(folder, first), 'utf8').replaceAll('\r\n', '\n').trim();
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
