/**
 * Checks what the package costs before it does anything: its bytes in a browser bundle, against size-budget.json and a
 * margin; that loading it loads one module; and that it loads none later. Run `npm run build` first. With `--update`
 * the bytes become the new budget.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import ts from 'typescript';

/** Bytes of a program that uses every namespace. */
interface Sizes {
  readonly minified: number;
  readonly gzip: number;
  readonly brotli: number;
}

/** Other versions of esbuild and of the compressors differ by less. */
const margin = 0.02;

const program = `
  import { MiosaClient } from 'miosa-client';
  const miosa = new MiosaClient({ apiKey: null, baseUrl: '/api/miosa' });
  const { data } = await miosa.projects.list();
  const { id } = await miosa.workspaces.create({ name: 'Dr. Smith Clinic' });
  const domain = await miosa.previewDomain.get({ workspaceId: id });
  console.log(data.length, domain.status);
`;

const budgetFile = path.join(import.meta.dirname, 'size-budget.json');
const distFolder = path.join(import.meta.dirname, '..', 'dist');
const sizes = await measureSizes();
const problems = [...(await checkLoading()), ...['index.js', 'index.cjs'].flatMap(findDynamicImports)];

if (process.argv.includes('--update')) writeFileSync(budgetFile, `${JSON.stringify(sizes, null, 2)}\n`);
else problems.push(...checkSizes(sizes));

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;

async function measureSizes(): Promise<Sizes> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: import.meta.dirname },
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

function checkSizes(measured: Sizes): string[] {
  const budget: Sizes = JSON.parse(readFileSync(budgetFile, 'utf8'));
  const rows = Object.entries(measured).map(([name, bytes]) => {
    const allowed = budget[name as keyof Sizes];
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
    { how: 'import', urls: imported },
    { how: 'require', urls: loaded },
  ]
    .filter(({ urls }) => urls.length !== 1)
    .map(({ how, urls }) => `${how} of miosa-client loads ${urls.length} modules instead of one: ${urls.join(', ')}`);
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
