/**
 * Type-checks every `ts` code block of the docstrings, the README and the guides, each as a module of its own, under the
 * compiler options of the project.
 */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { root } from './support/entries.ts';
import { codeBlocks } from './support/examples.ts';

const patterns = ['src/**/*.ts', '*.md', 'docs/**/*.md'];
const files = patterns.flatMap((pattern) => globSync(pattern, { cwd: root }));
const examples = new Map(files.flatMap(examplesOf));
if (examples.size === 0) throw new Error('No examples were found: the pattern that finds them must be wrong.');

const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
const host = ts.createCompilerHost(options);
const { fileExists, readFile, getSourceFile } = host;
host.fileExists = (name) => examples.has(name) || fileExists(name);
host.readFile = (name) => examples.get(name) ?? readFile(name);
host.getSourceFile = (name, languageVersion, ...rest) => {
  const example = examples.get(name);
  if (example === undefined) return getSourceFile(name, languageVersion, ...rest);
  return ts.createSourceFile(name, example, languageVersion);
};

// What an example declares for its reader need not be used, and is never emitted.
const lenient = {
  ...options,
  // For `Array.fromAsync`, which every supported runtime has.
  lib: [...(options.lib ?? []), 'lib.esnext.array.d.ts'],
  noUnusedLocals: false,
  isolatedDeclarations: false,
  declaration: false,
};
const program = ts.createProgram([...examples.keys()], lenient, host);
const diagnostics = ts.getPreEmitDiagnostics(program);
if (diagnostics.length > 0) {
  console.error(ts.formatDiagnosticsWithColorAndContext(diagnostics, host));
  process.exitCode = 1;
} else {
  console.log(`${examples.size} examples from ${files.length} files type-check.`);
}

function examplesOf(file: string): [name: string, code: string][] {
  const text = readFileSync(path.join(root, file), 'utf8');
  return codeBlocks(text).map((code, index) => {
    const name = path.join(root, `${file.replaceAll('/', '.')}.example-${index + 1}.ts`);
    return [name, code];
  });
}
