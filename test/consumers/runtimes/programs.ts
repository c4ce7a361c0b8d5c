import { type Row, tryAll } from '../support/check.ts';
import { type Installation, project } from '../support/project.ts';
import { run } from '../support/run.ts';
import { toolFile } from '../support/tools.ts';
import { rowFrom } from './outcomes.ts';
import { withServers } from './servers.ts';

/** A runtime that is a program. */
interface Program {
  readonly subject: string;
  readonly command: () => string;
  /** What stands before the script. */
  readonly flags?: readonly string[];
  /** What lets a script use the network, where that is not permitted to all. */
  readonly permissions?: readonly string[];
  /** The extension that makes its scripts ES modules or CommonJS. */
  readonly extension: '.mjs' | '.cjs';
}

const node = (release: string) => () => toolFile(`node${release}`, 'bin/node');
const bun = () => toolFile('bun', 'bin/bun.exe');
const deno = () => toolFile('deno', 'bin.cjs');

const programs: readonly Program[] = [
  ...['22', '24', '26'].flatMap((release): Program[] => [
    { subject: `Node ${release}, ES modules`, command: node(release), extension: '.mjs' },
    { subject: `Node ${release}, CommonJS`, command: node(release), extension: '.cjs' },
  ]),
  { subject: 'Bun, ES modules', command: bun, extension: '.mjs' },
  { subject: 'Bun, CommonJS', command: bun, extension: '.cjs' },
  {
    subject: 'Deno',
    command: deno,
    flags: ['run', '--no-prompt', '--node-modules-dir=manual'],
    // Not the environment: the key and the base URL are given.
    permissions: ['--allow-net=127.0.0.1'],
    extension: '.mjs',
  },
];

/** Runs the conformance script in every runtime that is a program, and an emulator of its own. */
export async function tryPrograms(installation: Installation): Promise<Row[]> {
  const conformance = project(installation, 'programs', 'conformance');
  const emulator = project(installation, 'emulators', 'node');
  const rows: Row[] = [];
  for (const { subject, command, flags = [], permissions, extension } of programs) {
    const program = command();
    const permitted = [...flags, ...(permissions ?? [])];
    const row = rowFrom(subject, await versionOf(program), async () => {
      const conforms = await withServers(installation, async (servers) =>
        JSON.parse(await run(program, [...permitted, `main${extension}`, JSON.stringify(servers)], conformance)),
      );
      // It fails when the process does not come to its end, too.
      const checks = [
        { name: 'an emulator', run: () => run(program, [...permitted, `testing${extension}`], emulator) },
      ];
      if (permissions !== undefined) {
        const name = 'what needs no permission';
        checks.push({ name, run: () => run(program, [...flags, 'unpermitted.mjs'], conformance) });
      }
      return [...conforms, ...(await tryAll(subject, '', checks)).outcomes];
    });
    rows.push(await row);
  }
  return rows;
}

async function versionOf(command: string): Promise<string> {
  const printed = await run(command, ['--version'], '.');
  return /\d+\.\d+\.\d+/.exec(printed)?.[0] ?? printed.trim();
}
