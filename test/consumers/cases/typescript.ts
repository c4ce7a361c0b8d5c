import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Check, type Row, tryAll } from '../support/check.ts';
import { repository } from '../support/folders.ts';
import { type Installation, project } from '../support/project.ts';
import { run } from '../support/run.ts';
import { toolFile, toolVersion } from '../support/tools.ts';

/** How a consumer's TypeScript is set up. */
interface Mode {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** What is compiled: the name of a fixture, and the extension that makes it an ES module or CommonJS. */
  readonly files: readonly (readonly [fixture: string, extension: string])[];
}

const strictest = {
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

const nodeTypes = { types: ['node'], typeRoots: [path.join(repository, 'node_modules/@types')] };

const bothKinds = [
  ['client', '.mts'],
  ['client', '.cts'],
] as const;
const plain = [['client', '.ts']] as const;

/** What users write, in the resolutions and with the strictness that they have. */
const firstDay: readonly Mode[] = [
  {
    module: 'nodenext',
    files: [
      ['first-day', '.mts'],
      ['first-day', '.cts'],
    ] as const,
  },
  { module: 'preserve', files: [['first-day', '.ts']] as const },
].flatMap(({ module, files }) =>
  [true, false].map((exactOptionalPropertyTypes) => ({
    name: `${module}, first day, ${exactOptionalPropertyTypes ? 'with' : 'without'} exactOptionalPropertyTypes`,
    options: { module, exactOptionalPropertyTypes },
    files,
  })),
);

const modes: readonly Mode[] = [
  { name: 'node16', options: { module: 'node16' }, files: bothKinds },
  { name: 'nodenext', options: { module: 'nodenext' }, files: bothKinds },
  { name: 'preserve, bundler', options: { module: 'preserve' }, files: plain },
  { name: 'esnext, bundler', options: { module: 'esnext', moduleResolution: 'bundler' }, files: plain },
  {
    name: 'nodenext, the types of Node instead of the DOM',
    options: { module: 'nodenext', lib: ['ES2022'], ...nodeTypes },
    files: bothKinds,
  },
  {
    // A server that can be disposed of needs the types of Node, or a newer `lib`.
    name: 'nodenext, the testing entries',
    options: { module: 'nodenext', ...nodeTypes },
    files: [
      ['testing', '.mts'],
      ['testing', '.cts'],
    ],
  },
  ...firstDay,
];

const releases = [
  // Node's old resolution finds no `msw/http`, and is gone from 6 on.
  { tool: 'typescript59', modes: [...modes, commonjs('node10', plain)] },
  { tool: 'typescript6', modes: [...modes, commonjs('bundler', plain)] },
  { tool: 'typescript7', modes: [...modes, commonjs('bundler', plain)] },
];

function commonjs(moduleResolution: string, files: Mode['files']): Mode {
  return { name: `commonjs, ${moduleResolution}`, options: { module: 'commonjs', moduleResolution }, files };
}

/** Compiles a consumer with each release of TypeScript, in each mode, with declarations checked too. */
export async function tryTypeScript(installation: Installation): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { tool, modes } of releases) {
    const checks = [...modes.map((mode) => check(installation, tool, mode)), namesMissingParts(installation, tool)];
    rows.push(await tryAll('TypeScript', toolVersion(tool), checks));
  }
  return rows;
}

function check(installation: Installation, tool: string, { name, options, files }: Mode): Check {
  const compileAll = async (): Promise<void> => {
    const folder = project(installation, `${tool} ${name}`, 'typescript');
    const copies = files.map(([fixture, extension]) => {
      const copy = `consumer-${fixture}${extension}`;
      copyFileSync(path.join(folder, `${fixture}.ts`), path.join(folder, copy));
      return copy;
    });
    await compile(tool, folder, options, copies);
  };
  return { name, run: compileAll };
}

/** A call without a part of its input fails with an error whose first line names that part. */
function namesMissingParts(installation: Installation, tool: string): Check {
  const name = 'the first line of an error names what is missing';
  const compileMistakes = async (): Promise<void> => {
    const folder = project(installation, `${tool} ${name}`, 'typescript');
    const file = 'missing-parts.ts';
    const printed = await compile(tool, folder, { module: 'preserve' }, [file]).then(
      () => assert.fail('it compiled'),
      (error: Error) => error.message,
    );
    const firstLines = printed.split('\n').filter((line) => line.includes('error TS'));
    const parts = readFileSync(path.join(folder, file), 'utf8').match(/(?<=; \/\/ )\w+$/gm) ?? [];
    assert.equal(firstLines.length, parts.length);
    for (const [index, line] of firstLines.entries()) assert.match(line, new RegExp(`\\b${parts[index]}\\b`));
  };
  return { name, run: compileMistakes };
}

/** @throws {Error} With what the compiler printed, when there is an error. */
async function compile(
  tool: string,
  folder: string,
  options: Mode['options'],
  files: readonly string[],
): Promise<void> {
  const config = { compilerOptions: { ...strictest, ...options }, files };
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
  await run(process.execPath, [toolFile(tool, 'bin/tsc'), '-p', folder], folder);
}
