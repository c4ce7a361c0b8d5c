import assert from 'node:assert/strict';
import { copyFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Check, type Row, tryAll } from '../support/check.ts';
import { type CompilerOptions, compile, nodeTypes } from '../support/compile.ts';
import { copyPackage, type Installation, project } from '../support/project.ts';
import { toolVersion } from '../support/tools.ts';
import { emitChecks } from './declaration-emit.ts';
import { guideChecks } from './guides.ts';

/** How a consumer's TypeScript is set up. */
interface Mode {
  readonly name: string;
  readonly options: CompilerOptions;
  /** What is compiled: the name of a fixture, and the extension that makes it an ES module or CommonJS. */
  readonly files: readonly (readonly [fixture: string, extension: string])[];
}

const plain = [['client', '.ts']] as const;

/** What users write, in the resolutions and with the strictness that they have. */
const firstDay: readonly Mode[] = [
  { module: 'nodenext', files: inBothKinds('first-day') },
  { module: 'preserve', files: [['first-day', '.ts']] as const },
].flatMap(({ module, files }) =>
  [true, false].map((exactOptionalPropertyTypes) => ({
    name: `${module}, first day, ${exactOptionalPropertyTypes ? 'with' : 'without'} exactOptionalPropertyTypes`,
    options: { module, exactOptionalPropertyTypes },
    files,
  })),
);

const modes: readonly Mode[] = [
  { name: 'node16', options: { module: 'node16' }, files: inBothKinds('client') },
  { name: 'nodenext', options: { module: 'nodenext' }, files: inBothKinds('client', 'copies') },
  { name: 'esnext, bundler', options: { module: 'esnext', moduleResolution: 'bundler' }, files: plain },
  {
    name: 'preserve, bundler, as tools that compile file by file need it',
    options: { module: 'preserve', verbatimModuleSyntax: true, isolatedDeclarations: true, declaration: true },
    files: plain,
  },
  {
    name: 'nodenext, ES2020 and the DOM',
    options: { module: 'nodenext', target: 'ES2020', lib: ['ES2020', 'DOM'] },
    files: inBothKinds('client', 'testing', 'testing-msw'),
  },
  {
    // Those of msw need the DOM.
    name: 'nodenext, ES2020 and the types of Node',
    options: { module: 'nodenext', target: 'ES2020', lib: ['ES2020'], ...nodeTypes },
    files: inBothKinds('client', 'testing'),
  },
  ...firstDay,
];

/** What `module: 'commonjs'` looks packages up with by default. Node's old resolution finds no `msw/http`. */
const releases = [
  { tool: 'typescript59', commonjsResolution: 'node10' },
  { tool: 'typescript6', commonjsResolution: 'bundler' },
  { tool: 'typescript7', commonjsResolution: 'bundler' },
] as const;

function inBothKinds(...fixtures: readonly string[]): Mode['files'] {
  return fixtures.flatMap((fixture) => ['.mts', '.cts'].map((extension) => [fixture, extension] as const));
}

/** Compiles a consumer with each release of TypeScript, in each mode, with declarations checked too. */
export async function tryTypeScript(installation: Installation): Promise<Row[]> {
  // TypeScript takes folders with the same name and version for one package.
  copyPackage(installation, { name: 'miosa-client-copy', version: '0.0.1' });
  const rows: Row[] = [];
  for (const { tool, commonjsResolution } of releases) {
    const commonjs = { module: 'commonjs', moduleResolution: commonjsResolution };
    const checks = [
      ...modes.map((mode) => check(installation, tool, mode)),
      check(installation, tool, { name: `commonjs, ${commonjsResolution}`, options: commonjs, files: plain }),
      namesMissingParts(installation, tool),
      ...emitChecks(installation, tool, commonjs),
      ...guideChecks(installation, tool),
    ];
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
