/**
 * Compares what the built package exports, names and types, with what was last agreed on. Run `npm run build` first;
 * `npm run api -- --update` agrees on the present state.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(import.meta.dirname, '..');
const record = path.join(root, 'scripts', 'api.txt');
const entries = ['index', 'testing/index', 'testing/msw', 'testing/node'];

const surface = entries
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

function exportsOf(file: string): string {
  const program = ts.createProgram([file], { noEmit: true, skipLibCheck: true, target: ts.ScriptTarget.ESNext });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${file} exports nothing: is the package built?`);
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
