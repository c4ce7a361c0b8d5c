import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { benchFolder, workFolder } from '../support/packages.ts';
import { interleave } from '../support/processes.ts';
import type { Subject } from '../support/report.ts';
import { figure, showNumber, showSpread } from '../support/statistics.ts';

const run = promisify(execFile);

interface Program {
  readonly title: string;
  /** In `types/`. */
  readonly file?: string;
  /** What `#client` is in that file. */
  readonly client?: string;
}

/** What the compiler's own library costs whatever it compiles. */
const emptyProgram = `export async function useNothing(signal: AbortSignal): Promise<string[]> {
  return [String(signal.aborted)];
}
`;

const programs = {
  nothing: { title: 'a file without a client' },
  plain: { title: 'plain interfaces', file: 'every-method.ts', client: 'types/plain-client.ts' },
  miosa: { title: 'miosa-client', file: 'every-method.ts', client: 'node_modules/miosa-client' },
  openai: { title: 'openai', file: 'openai.ts' },
  vercel: { title: '@vercel/sdk', file: 'vercel.ts' },
} satisfies Record<string, Program>;

type Name = keyof typeof programs;

interface Sample {
  readonly instantiations: number;
  readonly types: number;
  readonly checkSeconds: number;
}

export const typeCheck: Subject = async (settings) => {
  const rounds = settings.rounds(2);
  // An object literal has no other keys than those of its type.
  const names = Object.keys(programs) as Name[];
  const configs = new Map(names.map((name) => [name, writeConfig(name, programs[name])]));
  const samples = await interleave('Type-check', rounds, names, (name) => typeCheckIn(configs.get(name)));

  const instantiations = (name: Name): number => figure(samples, name, (sample) => sample.instantiations).median;
  const types = (name: Name): number => figure(samples, name, (sample) => sample.types).median;
  const milliseconds = ({ checkSeconds }: Sample): number => checkSeconds * 1000;
  return {
    title: 'Type-check',
    about:
      '`tsc --extendedDiagnostics` of one file, strict, with `skipLibCheck`. For `miosa-client` and for plain ' +
      'interfaces it is the same file, which uses every method; for the others, a file that uses about as many of ' +
      `theirs. Counts do not vary. ${rounds} rounds.`,
    tables: [
      {
        head: ['', 'instantiations', 'over no client', 'types', 'check time, ms'],
        rows: names.map((name) => [
          programs[name].title,
          showNumber(instantiations(name)),
          showNumber(instantiations(name) - instantiations('nothing')),
          showNumber(types(name)),
          showSpread(figure(samples, name, milliseconds), 0),
        ]),
      },
    ],
    goals: [
      {
        text: 'instantiations of miosa-client over plain interfaces',
        reached: instantiations('miosa') - instantiations('plain'),
        limit: 100,
        digits: 0,
      },
    ],
  };
};

/** A configuration like that of most users, for one file. */
function writeConfig(name: string, { file, client }: Program): string {
  const folder = path.join(workFolder, 'types', name);
  const config = {
    compilerOptions: {
      target: 'ES2022',
      lib: ['ES2023', 'DOM', 'DOM.Iterable'],
      types: [],
      module: 'preserve',
      moduleResolution: 'bundler',
      noEmit: true,
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: true,
      ...(client !== undefined && { paths: { '#client': [path.join(benchFolder, client)] } }),
    },
    files: [file === undefined ? 'empty.ts' : path.join(benchFolder, 'types', file)],
  };
  mkdirSync(folder, { recursive: true });
  if (file === undefined) writeFileSync(path.join(folder, 'empty.ts'), emptyProgram);
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(config, null, 2));
  return folder;
}

async function typeCheckIn(folder: string | undefined): Promise<Sample> {
  if (folder === undefined) throw new Error('The configuration was not written.');
  const compiler = path.join(benchFolder, 'node_modules', 'typescript', 'bin', 'tsc');
  const parameters = [compiler, '--extendedDiagnostics', '--pretty', 'false', '-p', folder];
  const { stdout } = await run(process.execPath, parameters).catch((error: { readonly stdout?: string }) => {
    throw new Error(`The program does not compile:\n${error.stdout}`);
  });
  const read = (label: string): number => {
    const [, value] = new RegExp(`^${label}: +([\\d.]+)`, 'm').exec(stdout) ?? [];
    if (value === undefined) throw new Error(`tsc does not report "${label}".`);
    return Number(value);
  };
  return { instantiations: read('Instantiations'), types: read('Types'), checkSeconds: read('Check time') };
}
