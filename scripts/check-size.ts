/**
 * Checks what the package costs before it does anything: the client's bytes in a browser bundle, against
 * size-budget.json and a margin; the bytes of imports that need no client, against their limits; that loading the
 * package loads only itself, in few modules; and that it loads none later. With `--update` the client's bytes become the
 * new budget.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import ts from 'typescript';
import { root } from './support/entries.ts';
import { buildIfStale } from './support/pack.ts';

/** Bytes of a program. */
interface Sizes {
  readonly minified: number;
  readonly gzip: number;
  readonly brotli: number;
}

interface Budget {
  /** Of a program that uses every namespace. */
  readonly client: Sizes;
  /** The most bytes, after brotli, of a program in test/consumers/fixtures/bundlers; every bundler must keep to it. */
  readonly smallImports: Readonly<Record<string, number>>;
}

/** Other versions of esbuild and of the compressors differ by less. */
const margin = 0.02;

/** Each module takes time to find and read when a process starts. */
const maxModules = { import: 4, require: 1 };

const program = `
  import { MiosaClient } from 'miosa-client';
  const miosa = new MiosaClient({ apiKey: null, baseUrl: '/api/miosa' });
  const { data } = await miosa.projects.list();
  const { id } = await miosa.workspaces.create({ name: 'Dr. Smith Clinic' });
  const domain = await miosa.previewDomain.get({ workspaceId: id });
  console.log(data.length, domain.status);
`;

const budgetFile = path.join(import.meta.dirname, 'size-budget.json');
const distFolder = path.join(root, 'dist');
const budget: Budget = JSON.parse(readFileSync(budgetFile, 'utf8'));
buildIfStale();
const client = await measure(program);
const problems = [
  ...(await checkSmallImports()),
  ...(await checkLoading()),
  ...globSync('**/*.{js,cjs}', { cwd: distFolder }).flatMap(findDynamicImports),
];

if (process.argv.includes('--update')) writeFileSync(budgetFile, `${JSON.stringify({ ...budget, client }, null, 2)}\n`);
else problems.push(...checkSizes(client));

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;

async function measure(contents: string): Promise<Sizes> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    // The paths of tsconfig.json would lead to the sources instead of the build.
    tsconfigRaw: {},
  });
  const code = outputFiles[0]?.contents ?? new Uint8Array();
  return {
    minified: code.length,
    gzip: gzipSync(code, { level: 9 }).length,
    brotli: brotliCompressSync(code, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length,
  };
}

async function checkSmallImports(): Promise<string[]> {
  const found: string[] = [];
  for (const [name, limit] of Object.entries(budget.smallImports)) {
    const fixture = path.join(root, 'test', 'consumers', 'fixtures', 'bundlers', `${name}.js`);
    const { brotli } = await measure(readFileSync(fixture, 'utf8'));
    console.log(`Only ${name}: ${brotli} of ${limit} bytes after brotli.`);
    if (brotli > limit) found.push(`Importing only ${name} costs ${brotli} bytes, more than ${limit}.`);
  }
  return found;
}

function checkSizes(measured: Sizes): string[] {
  const rows = Object.entries(measured).map(([name, bytes]) => {
    // The names of the rows are those of the measured sizes.
    const allowed = budget.client[name as keyof Sizes];
    return { name, bytes, budget: allowed, change: `${(100 * (bytes / allowed - 1)).toFixed(1)} %` };
  });
  console.table(Object.fromEntries(rows.map(({ name, ...row }) => [name, row])));
  return rows
    .filter(({ bytes, budget: allowed }) => !(bytes <= allowed * (1 + margin)))
    .map(({ name, bytes, budget: allowed, change }) => {
      const advice = 'Make it smaller, or raise the budget with: node scripts/check-size.ts --update';
      return `${name}: ${bytes} bytes are ${change} more than the budget of ${allowed}. ${advice}`;
    });
}

/** What is loaded when the package is imported and when it is required. */
async function checkLoading(): Promise<string[]> {
  const loaded: string[] = [];
  const hooks = registerHooks({
    load: (url, context, next) => {
      loaded.push(url);
      return next(url, context);
    },
  });
  await import('miosa-client');
  const imported = loaded.splice(0);
  createRequire(import.meta.url)('miosa-client');
  hooks.deregister();
  return [
    { how: 'import', urls: imported, max: maxModules.import },
    { how: 'require', urls: loaded, max: maxModules.require },
  ].flatMap(({ how, urls, max }) => {
    const foreign = urls.filter((url) => !url.startsWith(pathToFileURL(distFolder).href));
    return [
      ...foreign.map((url) => `${how} of miosa-client loads ${url}`),
      ...(urls.length > max ? [`${how} of miosa-client loads ${urls.length} modules, more than ${max}.`] : []),
    ];
  });
}

/** Strings and comments may hold `import(`, too, so the file is parsed. */
function findDynamicImports(file: string): string[] {
  const text = readFileSync(path.join(distFolder, file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const { line } = source.getLineAndCharacterOfPosition(node.pos);
      found.push(`dist/${file}:${line + 1}: a dynamic import`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
