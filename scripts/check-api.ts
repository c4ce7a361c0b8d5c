/**
 * Compares what the built package exports, names and types, with what was last agreed on, and the values that the
 * declarations promise with those that the JavaScript exports, for ES modules and CommonJS. With `--update` the present
 * state becomes the agreed one.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import ts from 'typescript';
import { entries, root } from './support/entries.ts';
import { buildIfStale } from './support/pack.ts';

const record = path.join(root, 'scripts', 'api.txt');
const require = createRequire(import.meta.url);

buildIfStale();
const names = Object.keys(entries);
const surface = names
  .map((entry) => `# ${entry}\n\n${exportsOf(path.join(root, 'dist', `${entry}.d.ts`))}\n`)
  .join('\n');
if (process.argv.includes('--update')) {
  writeFileSync(record, surface);
} else if (readFileSync(record, 'utf8') === surface) {
  console.log('The public API is the agreed one.');
} else {
  writeFileSync(`${record}.new`, surface);
  console.error('The public API has changed: compare scripts/api.txt with scripts/api.txt.new.');
  console.error('If that is on purpose, run `npm run api -- --update` and tell users in CHANGELOG.md.');
  process.exitCode = 1;
}

for (const name of names) {
  const file = path.join(root, 'dist', name);
  const builds = {
    'ES modules': { declared: valuesIn(`${file}.d.ts`), exported: Object.keys(await import(`${file}.js`)) },
    CommonJS: { declared: valuesIn(`${file}.d.cts`), exported: Object.keys(require(`${file}.cjs`)) },
  };
  for (const [build, { declared, exported }] of Object.entries(builds)) {
    const missing = declared.filter((value) => !exported.includes(value));
    const surplus = exported.filter((value) => !declared.includes(value));
    for (const value of missing) console.error(`${name}, ${build}: ${value} is declared as a value, and not exported.`);
    for (const value of surplus) console.error(`${name}, ${build}: ${value} is exported, and not declared as a value.`);
    if (missing.length + surplus.length > 0) process.exitCode = 1;
  }
}

/** The exports that can be used as values: not interfaces, types, or classes that are exported as types alone. */
function valuesIn(file: string): string[] {
  const { checker, module } = load(file);
  return checker
    .getExportsOfModule(module)
    .filter((symbol) => {
      const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
      const isTypeOnly = symbol.declarations?.some((each) => ts.isTypeOnlyExportDeclaration(each)) ?? false;
      const { flags } = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
      return !isTypeOnly && (flags & ts.SymbolFlags.Value) !== 0;
    })
    .map(({ name }) => name);
}

function load(file: string): { readonly checker: ts.TypeChecker; readonly module: ts.Symbol } {
  const program = ts.createProgram([file], { noEmit: true, skipLibCheck: true, target: ts.ScriptTarget.ESNext });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${file} exports nothing: is the package built?`);
  return { checker, module };
}

function exportsOf(file: string): string {
  const { checker, module } = load(file);
  const printed = checker.getExportsOfModule(module).map((symbol) => {
    const { name } = symbol;
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    const declarations = (isAlias ? checker.getAliasedSymbol(symbol) : symbol).declarations ?? [];
    return `${name}\n${declarations.map(print).join('\n')}`;
  });
  return printed.toSorted().join('\n\n');
}

function print(declaration: ts.Declaration): string {
  const printer = ts.createPrinter({ removeComments: true });
  return printer.printNode(ts.EmitHint.Unspecified, declaration, declaration.getSourceFile());
}
