/**
 * Measures what users of the package pay, beside its peers, and writes RESULTS.md.
 *
 *     npm run bench                          everything
 *     npm run bench http decoding            some subjects only; nothing is written
 *     npm run bench -- --quick               one round; nothing is written
 *     npm run bench -- --baseline <tarball>  also another version of the package, as `npm pack` makes it
 */
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { chosen, options } from './options.ts';
import manifest from './package.json' with { type: 'json' };
import { bundle } from './subjects/bundle.ts';
import { coldStart } from './subjects/cold-start.ts';
import { decoding } from './subjects/decoding.ts';
import { http } from './subjects/http.ts';
import { perCall } from './subjects/per-call.ts';
import { typeCheck } from './subjects/type-check.ts';
import { installPackages, versionOf } from './support/packages.ts';

const subjects = { bundle, 'cold-start': coldStart, 'per-call': perCall, http, decoding, 'type-check': typeCheck };

const unknown = chosen.filter((name) => !Object.hasOwn(subjects, name));
if (unknown.length > 0) throw new Error(`There are the subjects ${Object.keys(subjects).join(', ')}, not ${unknown}.`);

const start = performance.now();
installPackages();
const load = os.loadavg()[0]?.toFixed(1);
const sections: string[] = [];
for (const [name, measure] of Object.entries(subjects)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const section = await measure();
  sections.push(section);
  console.log(`\n${section}\n`);
}
const minutes = ((performance.now() - start) / 60_000).toFixed(1);
if (options.quick || chosen.length > 0) console.log(`Took ${minutes} minutes. RESULTS.md is left as it is.`);
else writeFileSync('RESULTS.md', `${[renderHead(), ...sections].join('\n\n')}\n`);

function renderHead(): string {
  const packages = ['miosa-client', ...Object.keys(manifest.devDependencies)];
  const cpus = os.cpus();
  const memory = (os.totalmem() / 2 ** 30).toFixed(1);
  const baseline = `

\`miosa-client (baseline)\` is the package as it was before, from ${options.baseline}.`;
  return `# What users of miosa-client pay

Measured by \`npm run bench\` in ${minutes} minutes, on ${cpus[0]?.model.trim()}, ${cpus.length} cores, ${memory} GiB of memory,
${os.type()} ${os.arch()}, under Node ${process.version}. The load before it was ${load}. The packages were
${packages.map((name) => `${name} ${versionOf(name)}`).join(', ')}.

Each figure is the median of all turns, with the interquartile range in brackets. All candidates take turns, and what is
over another is divided turn by turn: these ratios count, not the times, which are those of one machine. Each client
lists projects, or does what comes nearest, through its public API and the global \`fetch\`; stripe with its own client
for \`fetch\`, and @vercel/sdk with a page of Vercel's of about the same size, since it checks its responses.${options.baseline ? baseline : ''}`;
}
