/**
 * Measures what users of the package pay, beside its peers, and writes RESULTS.md.
 *
 *     node main.ts                      everything
 *     node main.ts http decoding        some subjects only; nothing is written
 *     node main.ts --quick              few rounds; nothing is written
 *     node main.ts --baseline <folder>  also the package as it is in another checkout
 *     node main.ts --no-build           with the packages as they were installed last
 */
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { clients } from './candidates.ts';
import { bundle } from './subjects/bundle.ts';
import { coldStart } from './subjects/cold-start.ts';
import { decoding } from './subjects/decoding.ts';
import { http } from './subjects/http.ts';
import { perCall } from './subjects/per-call.ts';
import { typeCheck } from './subjects/type-check.ts';
import { baselinePackage, benchFolder, installPackages, versionIn } from './support/packages.ts';
import { renderSection, type Settings, type Subject } from './support/report.ts';

const subjects: Readonly<Record<string, Subject>> = {
  bundle,
  'cold-start': coldStart,
  'per-call': perCall,
  http,
  decoding,
  'type-check': typeCheck,
};

const { values, positionals } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    baseline: { type: 'string' },
    build: { type: 'boolean', default: true },
  },
  allowPositionals: true,
  allowNegative: true,
});
const unknown = positionals.filter((name) => !Object.hasOwn(subjects, name));
if (unknown.length > 0) {
  throw new Error(`No subject is called ${unknown.join(', ')}. There are ${Object.keys(subjects).join(', ')}.`);
}
const isPartial = values.quick || positionals.length > 0;
const settings: Settings = {
  rounds: (usual) => (values.quick ? Math.ceil(usual / 4) : usual),
  hasBaseline: values.baseline !== undefined,
};

const start = performance.now();
// npm changes the folder before it runs a script, and says which one it was.
if (values.build) installPackages(values.baseline && path.resolve(process.env['INIT_CWD'] ?? '', values.baseline));
const loadBefore = (os.loadavg()[0] ?? 0).toFixed(1);
const sections: string[] = [];
for (const [name, measure] of Object.entries(subjects)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const section = renderSection(await measure(settings));
  sections.push(section);
  console.log(`\n${section}\n`);
}

const minutes = ((performance.now() - start) / 60_000).toFixed(1);
if (isPartial)
  console.log(`Took ${minutes} minutes. RESULTS.md is left as it is: not everything was measured in full.`);
else writeFileSync(path.join(benchFolder, 'RESULTS.md'), `${[renderHead(), ...sections].join('\n\n')}\n`);

function renderHead(): string {
  const packages = [
    'miosa-client',
    ...(settings.hasBaseline ? [baselinePackage] : []),
    'ky',
    'zod',
    'openapi-fetch',
    'ofetch',
    '@octokit/core',
    'openai',
    'stripe',
    'resend',
    '@vercel/sdk',
    'tinybench',
    'esbuild',
    'typescript',
  ].map((name) => `${name} ${versionIn(path.join(benchFolder, 'node_modules', name))}`);
  const cpus = os.cpus();
  const memory = (os.totalmem() / 2 ** 30).toFixed(1);
  const machine = `${cpus[0]?.model.trim()}, ${cpus.length} cores, ${memory} GiB of memory, ${os.type()} ${os.arch()}`;
  const baseline = `

\`${clients.baseline}\` is the package as it was before, built from another checkout and installed beside the present
one as ${baselinePackage}.`;
  return `# What users of miosa-client pay

Measured by \`npm run bench\` in ${minutes} minutes, on ${machine}. The load before it was ${loadBefore}.

Node ${process.version}; ${packages.join(', ')}.

Each figure is the median of several rounds, with the interquartile range in brackets. Every round measures all
candidates in turn, and what is over another is divided within its round: these ratios count, not the times, which are
those of one machine. Each client lists projects, or does what comes nearest, through its public API; stripe with its
own client for \`fetch\`, resend over the global \`fetch\`, since it takes no other, and @vercel/sdk with a page of
Vercel's of about the same size, since it checks its responses.${settings.hasBaseline ? baseline : ''}`;
}
