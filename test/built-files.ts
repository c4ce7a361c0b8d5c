/** What must hold for every built file, whichever source it came from. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { createContext, runInContext } from 'node:vm';
import ts from 'typescript';
import type { Check } from './consumers/support/check.ts';

/** A built file, by its path below `dist`. */
interface BuiltFile {
  readonly name: string;
  readonly text: string;
}

const isOfNode = (name: string): boolean => name.startsWith('node:') && builtinModules.includes(name.slice(5));

/** The command of the package, which runs the built emulator. */
const command = 'cli/main';

/** What each entry may import, besides the chunks of its own package. */
const allowedImports: Readonly<Record<string, (name: string) => boolean>> = {
  [command]: (name) => ['miosa-client/testing', 'miosa-client/testing/node'].includes(name) || isOfNode(name),
  // All of msw would open a channel for web sockets, which keeps Deno from coming to its end.
  'testing/msw': (name) => name === 'msw/http',
  'testing/node': isOfNode,
};

/** The checks of an installed or packed package. */
export function builtFileChecks(folder: string): Check[] {
  const dist = path.join(folder, 'dist');
  const read = (pattern: string): BuiltFile[] => {
    const names = globSync(pattern, { cwd: dist });
    if (names.length === 0) throw new Error(`No built file matches ${pattern}.`);
    return names.map((name) => ({ name, text: readFileSync(path.join(dist, name), 'utf8') }));
  };
  const code = (): BuiltFile[] => read('**/*.{js,cjs}');
  const declarations = (): BuiltFile[] => read('**/*.d.{ts,cts}');

  return [
    {
      name: 'no eval, new Function, import() or Node globals',
      run: () => failOn(code().flatMap(forbiddenExpressions)),
    },
    { name: 'each entry loads what it may, and nothing else', run: () => failOn(code().flatMap(forbiddenImports)) },
    {
      name: 'the command starts as a program on every system, and loads no client',
      run: () => failOn(commandProblems(dist)),
    },
    {
      name: 'declarations import what exists, and nothing of ky or zod',
      run: () => failOn(declarations().flatMap((file) => forbiddenDeclarations(file, dist))),
    },
    {
      name: 'what is not for Node or msw loads without any global of a host',
      run: () => {
        for (const name of ['index.cjs', 'testing/index.cjs']) loadBare(path.join(dist, name));
      },
    },
    {
      name: 'declarations have nothing that is different in each build',
      run: () => failOn(declarations().flatMap(nominalDeclarations)),
    },
    {
      name: 'each class and interface of the declarations is exported by an entry',
      run: () => failOn(['.d.ts', '.d.cts'].flatMap((extension) => unexportedDeclarations(dist, extension))),
    },
    {
      name: 'each source map holds its own sources, and no others',
      run: () => failOn(code().flatMap((file) => mapProblems(file, dist))),
    },
  ];
}

function failOn(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

/**
 * Loads a CommonJS entry where nothing is but the language, as in Jest's jsdom, which lacks much of what a request needs.
 */
function loadBare(file: string): void {
  const module = { exports: {} };
  const wrapped = `(function (module, exports) {${readFileSync(file, 'utf8')}})`;
  runInContext(wrapped, createContext({}), { filename: file })(module, module.exports);
}

/** Strings and comments do not count, so the code is parsed. */
function forbiddenExpressions({ name, text }: BuiltFile): string[] {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  const isForNode = name.startsWith('testing/node') || name.startsWith(command);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isForbidden(node, isForNode)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${name}:${line + 1}: ${node.getText().split('\n')[0]}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isForbidden(node: ts.Node, isForNode: boolean): boolean {
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return true;
  if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && isNamed(node.expression, 'eval', 'Function'))
    return true;
  if (isForNode) return false;
  // `globalThis.process?.env` is how to ask for what may be missing.
  if (ts.isPropertyAccessExpression(node) && isNamed(node.expression, 'process')) return !node.questionDotToken;
  return ts.isPropertyAccessExpression(node) && isNamed(node.expression, 'Buffer');
}

function isNamed(node: ts.Node, ...names: readonly string[]): boolean {
  return ts.isIdentifier(node) && names.includes(node.text);
}

function forbiddenImports({ name, text }: BuiltFile): string[] {
  const isAllowed = allowedImports[name.replace(/\.c?js$/, '')] ?? (() => false);
  return importsOf(text)
    .filter((imported) => !isChunk(imported) && !isAllowed(imported))
    .map((imported) => `${name} loads ${imported}`);
}

function commandProblems(dist: string): string[] {
  const text = readFileSync(path.join(dist, `${command}.js`), 'utf8');
  const loaded = new Set(['testing/index.js', 'testing/node.js']);
  const found: string[] = [];
  // A set yields what is added to it while it is iterated.
  for (const name of loaded) {
    const code = readFileSync(path.join(dist, name), 'utf8');
    if (/^\/\/ node_modules\/|^\/\/ src\/client\.ts$/m.test(code))
      found.push(`The command loads ${name}, with the client.`);
    for (const imported of importsOf(code).filter(isChunk)) loaded.add(path.join(path.dirname(name), imported));
  }
  // With a carriage return the system would look for a program of that name.
  return text.startsWith('#!/usr/bin/env node\n') ? found : [...found, 'The command does not name its program.'];
}

function isChunk(imported: string): boolean {
  return /^\.{1,2}\/chunk-\w+\.js$/.test(imported);
}

function forbiddenDeclarations({ name, text }: BuiltFile, dist: string): string[] {
  const missing = importsOf(text).filter((imported) => {
    if (!imported.startsWith('.')) return !(imported === 'msw/http' && name.startsWith('testing/msw'));
    const declared = imported.replace(/js$/, 'ts').replace(/\.(c?ts)$/, '.d.$1');
    return !existsSync(path.join(dist, path.dirname(name), declared));
  });
  const foreign = /\b(Zod\w+|Ky(Instance|Response|Request|Options)\b)/.exec(text);
  return [
    ...missing.map((imported) => `${name} imports ${imported}`),
    ...(foreign === null ? [] : [`${name} names ${foreign[0]}`]),
  ];
}

/** What keeps a type from fitting the same type of another build or copy of the package. */
const nominalKinds: readonly ts.SyntaxKind[] = [
  ts.SyntaxKind.PrivateIdentifier,
  ts.SyntaxKind.PrivateKeyword,
  ts.SyntaxKind.ProtectedKeyword,
  ts.SyntaxKind.EnumDeclaration,
];

function nominalDeclarations({ name, text }: BuiltFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isUnique = ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.UniqueKeyword;
    if (isUnique || nominalKinds.includes(node.kind)) found.push(`${name}: ${node.parent.getText()}`);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true));
  return found;
}

/** The declarations of a user's package cannot name them, while what a type alias stands for can be written out. */
function unexportedDeclarations(dist: string, extension: string): string[] {
  const files = globSync(`**/*${extension}`, { cwd: dist }).map((name) => path.join(dist, name));
  const program = ts.createProgram(files, { noEmit: true, target: ts.ScriptTarget.ESNext });
  const checker = program.getTypeChecker();
  const sources = files.flatMap((file) => program.getSourceFile(file) ?? []);
  const isEntry = ({ fileName }: ts.SourceFile): boolean => existsSync(fileName.replace(/\.d\.(c?)ts$/, '.$1js'));
  const exported = new Set(
    sources.filter(isEntry).flatMap((source) => {
      const module = checker.getSymbolAtLocation(source);
      return module === undefined ? [] : checker.getExportsOfModule(module).map((each) => resolve(checker, each));
    }),
  );
  return sources.flatMap((source) =>
    source.statements
      .filter((node) => ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node))
      .filter(({ name }) => name !== undefined && !exported.has(checker.getSymbolAtLocation(name)))
      .map(({ name }) => `${path.relative(dist, source.fileName)}: ${name?.text}`),
  );
}

function resolve(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol | undefined {
  return (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
}

/** What a file imports, requires, or names in `import('…')` types. Docstrings show imports, too, so it is parsed. */
function importsOf(text: string): string[] {
  const found: string[] = [];
  const add = (node: ts.Node | undefined): void => {
    if (node !== undefined && ts.isStringLiteralLike(node)) found.push(node.text);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier);
    else if (ts.isImportTypeNode(node)) add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined);
    else if (ts.isCallExpression(node) && isNamed(node.expression, 'require')) add(node.arguments[0]);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest));
  return found;
}

function mapProblems({ name, text }: BuiltFile, dist: string): string[] {
  const links = [...text.matchAll(/^\/\/# sourceMappingURL=(\S+)/gm)].map(([, link]) => link);
  const [link] = links;
  if (links.length > 1) return [`${name} links ${links.length} source maps`];
  if (name.endsWith('.cjs') || name === `${command}.js`) return link === undefined ? [] : [`${name} links ${link}`];
  if (link === undefined) return [`${name} links no source map`];
  const file = path.join(dist, path.dirname(name), link);
  if (!existsSync(file)) return [`${name} links ${link}, which is missing`];
  const { sources, sourcesContent } = JSON.parse(readFileSync(file, 'utf8'));
  const isWhole =
    sourcesContent?.length === sources.length &&
    sourcesContent.every((content: unknown) => typeof content === 'string');
  const foreign = sources.filter((source: string) => source.includes('node_modules/'));
  return [...(isWhole ? [] : [`${link} lacks sources`]), ...foreign.map((source: string) => `${link} holds ${source}`)];
}
