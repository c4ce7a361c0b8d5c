/**
 * Measures what users of the package pay, beside its peers, and writes RESULTS.md.
 *
 *     node main.ts                    everything
 *     node main.ts http decoding      some subjects only; nothing is written
 *     node main.ts --quick            few rounds; nothing is written
 *     node main.ts --no-build         with the package as it was installed last
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { installPackage } from './prepare.ts';
import { drawSection } from './report.ts';
import { bundle } from './subjects/bundle.ts';
import { coldStart } from './subjects/cold-start.ts';
import { decoding } from './subjects/decoding.ts';
import { http } from './subjects/http.ts';
import { perCall } from './subjects/per-call.ts';
import { typeCheck } from './subjects/type-check.ts';
import { currentLoad, describeMachine, versionOf } from './support/machine.ts';
import type { Effort, Subject } from './support/section.ts';
import { benchFolder } from './support/work-folder.ts';

const subjects: Readonly<Record<string, Subject>> = {
  bundle,
  'cold-start': coldStart,
  'per-call': perCall,
  http,
  decoding,
  'type-check': typeCheck,
};

const packages = [
  'miosa-client',
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
];

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, build: { type: 'boolean', default: true } },
  allowPositionals: true,
  allowNegative: true,
});
const unknown = positionals.filter((name) => !Object.hasOwn(subjects, name));
if (unknown.length > 0) {
  throw new Error(`No subject is called ${unknown.join(', ')}. There are ${Object.keys(subjects).join(', ')}.`);
}
const isPartial = values.quick || positionals.length > 0;
const effort: Effort = { rounds: (usual) => (values.quick ? Math.ceil(usual / 4) : usual) };

const start = performance.now();
if (values.build) installPackage();
const loadBefore = currentLoad();
const sections: string[] = [];
for (const [name, measure] of Object.entries(subjects)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const section = drawSection(await measure(effort));
  sections.push(section);
  console.log(`\n${section}\n`);
}

const minutes = ((performance.now() - start) / 60_000).toFixed(1);
const head = `# What users of miosa-client pay

Measured by \`npm run bench\` in ${minutes} minutes, on ${describeMachine()}. The load before it was ${loadBefore}.

Node ${process.version}; ${packages.map((name) => `${name} ${versionOf(name)}`).join(', ')}.

Each figure is the median of several rounds, with the interquartile range in brackets. Every round measures all
candidates in turn, and what is over another is divided within its round: these ratios count, not the times, which are
those of one machine. Each peer lists projects, or does what comes nearest, through its public API; stripe with its own
client for \`fetch\`, resend over the global \`fetch\`, since it takes no other, and @vercel/sdk with a page of Vercel's
of about the same size, since it checks its answers.`;
if (isPartial)
  console.log(`Took ${minutes} minutes. RESULTS.md is left as it is: not everything was measured in full.`);
else writeFileSync(path.join(benchFolder, 'RESULTS.md'), `${[head, ...sections].join('\n\n')}\n`);
