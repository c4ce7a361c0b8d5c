/**
 * Type-checks every `ts` code block of the docstrings, the README and the guides, each as a module of its own, under the
 * compiler options of the project. A block fenced with `ts errors=2345` must have exactly these errors.
 */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { root } from './support/entries.ts';
import { type CodeBlock, codeBlocks } from './support/examples.ts';

const patterns = ['src/**/*.ts', '*.md', 'docs/*.md', 'docs/guides/*.md'];
const files = patterns.flatMap((pattern) => globSync(pattern, { cwd: root }));
const examples = new Map(files.flatMap(examplesOf));
if (examples.size === 0) throw new Error('No examples were found: the pattern that finds them must be wrong.');

const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
const host = ts.createCompilerHost(options);
const { fileExists, readFile, getSourceFile } = host;
host.fileExists = (name) => examples.has(name) || fileExists(name);
host.readFile = (name) => examples.get(name)?.code ?? readFile(name);
host.getSourceFile = (name, languageVersion, ...rest) => {
  const example = examples.get(name);
  if (example === undefined) return getSourceFile(name, languageVersion, ...rest);
  return ts.createSourceFile(name, example.code, languageVersion);
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
const unexpected = diagnostics.filter(({ code, file }) => !examples.get(file?.fileName ?? '')?.errors.includes(code));
const missing = [...examples].filter(([name, { errors }]) => {
  const found = diagnostics.filter(({ file }) => file?.fileName === name).map(({ code }) => code);
  return found.toSorted().join() !== errors.toSorted().join();
});
if (unexpected.length > 0 || missing.length > 0) {
  console.error(ts.formatDiagnosticsWithColorAndContext(unexpected, host));
  for (const [name, { errors }] of missing) {
    console.error(`${path.relative(root, name)} should have exactly these errors: ${errors.join(', ') || 'none'}.`);
  }
  process.exitCode = 1;
} else {
  console.log(`${examples.size} examples from ${files.length} files type-check.`);
}

function examplesOf(file: string): [name: string, block: CodeBlock][] {
  const text = readFileSync(path.join(root, file), 'utf8');
  return codeBlocks(text).map((block, index) => {
    const name = path.join(root, `${file.replaceAll('/', '.')}.example-${index + 1}.ts`);
    return [name, block];
  });
}
