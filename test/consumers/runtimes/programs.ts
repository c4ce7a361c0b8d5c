import { commandChecks } from '../cases/command.ts';
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
  /** Whether it runs the command of the package, too. */
  readonly runsCommand?: true;
}

const node = (release: string) => () => toolFile(`node${release}`, 'bin/node');
const bun = () => toolFile('bun', 'bin/bun.exe');
const deno = () => toolFile('deno', 'bin.cjs');

const programs: readonly Program[] = [
  ...['22', '24', '26'].flatMap((release): Program[] => [
    { subject: `Node ${release}, ES modules`, command: node(release), extension: '.mjs', runsCommand: true },
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

/** What `uncaught.mjs` does wrong. */
const mistakes = [
  'an option',
  'a domain',
  'an ownership',
  'an emulator',
  'an id',
  'a read',
  'an iteration',
  'an ensure',
  'a wait',
];

/** Runs the conformance script in every runtime that is a program, and an emulator of its own. */
export async function tryPrograms(installation: Installation): Promise<Row[]> {
  const conformance = project(installation, 'programs', 'conformance');
  const emulator = project(installation, 'emulators', 'node');
  const rows: Row[] = [];
  for (const { subject, command, flags = [], permissions, extension, runsCommand } of programs) {
    const program = command();
    const permitted = [...flags, ...(permissions ?? [])];
    const row = rowFrom(subject, await versionOf(program), async () => {
      const conforms = await withServers(installation, async (servers) =>
        JSON.parse(await run(program, [...permitted, `main${extension}`, JSON.stringify(servers)], conformance)),
      );
      // It fails when the process does not come to its end, too.
      const serves = { name: 'an emulator', run: () => run(program, [...permitted, `testing${extension}`], emulator) };
      const checks = [serves, ...(runsCommand ? commandChecks(installation, program) : [])];
      // Node prints no source for what was awaited.
      if (!subject.startsWith('Node') && extension === '.mjs') {
        for (const wrong of mistakes) {
          const printed = () => failureOf(run(program, [...permitted, 'uncaught.mjs', wrong], conformance));
          checks.push({ name: `nobody catches what ${wrong} throws`, run: async () => showsCaller(await printed()) });
        }
      }
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

/** What a program printed that had to fail. */
async function failureOf(running: Promise<string>): Promise<string> {
  const [result] = await Promise.allSettled([running]);
  if (result.status === 'fulfilled') throw new Error('It did not fail.');
  return String(result.reason);
}

/** These programs print the source at the top of an error's stack: it must be the user's. */
function showsCaller(printed: string): string {
  if (printed.includes('// the line that is wrong') && !printed.includes('node_modules')) return printed;
  throw new Error(printed);
}

async function versionOf(command: string): Promise<string> {
  const printed = await run(command, ['--version'], '.');
  return /\d+\.\d+\.\d+/.exec(printed)?.[0] ?? printed.trim();
}
