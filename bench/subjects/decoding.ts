import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { decoders } from '../candidates.ts';
import { longPage } from '../documents.ts';
import { workFolder } from '../support/packages.ts';
import { type Column, figure, goal, medianOf, showNumber, table } from '../support/report.ts';
import { takeSamples } from '../support/samples.ts';

/** How long a list is decoded in a turn, in milliseconds, and the goal: how many times what `JSON.parse` takes. */
const lists = [
  { length: 1, rounds: 2, turns: 6, duration: 40, atMost: undefined },
  { length: 100, rounds: 3, turns: 6, duration: 40, atMost: 1.5 },
  { length: 10_000, rounds: 3, turns: 4, duration: 50, atMost: 1.5 },
  { length: 100_000, rounds: 2, turns: 2, duration: 200, atMost: 2.4 },
];

export async function decoding(): Promise<string> {
  const nanoseconds: Record<string, Column> = {};
  const overParsed: Record<string, Column> = {};
  const goals: string[] = [];
  const nodeOptions = ['--expose-gc'];
  for (const { length, duration, atMost, ...schedule } of lists) {
    const args = [String(length), String(duration)];
    const how = { ...schedule, work: 'decodingTime', nodeOptions };
    const samples = await takeSamples(how, 'decoders.ts', decoders, () => args);
    nanoseconds[showNumber(length)] = figure(samples('nanoseconds'), 0);
    overParsed[showNumber(length)] = figure(samples('overParsed'), 2);
    if (atMost === undefined) continue;
    const reached = (name: string): number => medianOf(samples('overParsed'), name);
    const [checking, renaming] = [reached('zod'), reached('rename')].map((ratio) => showNumber(ratio, 2));
    const reason = `It checks and renames: zod's checks alone are at ${checking}, renaming by hand is at ${renaming}.`;
    const text = `miosa-client over JSON.parse, ${showNumber(length)} projects`;
    goals.push(goal(text, reached('miosa'), { atMost, reason }));
  }
  const file = path.join(workFolder, 'list.json');
  writeFileSync(file, longPage(100_000));
  const how = { work: 'decodingMemory', rounds: 2, turns: 1, nodeOptions };
  const memory = await takeSamples(how, 'decoders.ts', decoders, () => [file]);
  const reason = 'What was parsed and what is made of it are held at once.';
  const peak = medianOf(memory('peak'), 'miosa');
  goals.push(goal('miosa-client, MiB of peak memory for 100,000 projects', peak, { atMost: 100, digits: 0, reason }));
  return `## Decoding

Nanoseconds per project of lists of different lengths, and how many times what \`JSON.parse\` takes for the same text,
measured in turns in the same process. \`miosa-client\` is measured from outside, as whole calls of \`projects.list\` with a
\`fetch\` that returns the same \`Response\` each time: it has no stream, and its \`text()\` returns the finished string. From
every figure that of an empty list is subtracted, and with it all of the call that does not depend on the projects.
Before each turn of 10,000 and more garbage is collected, so that it pays for its own alone. zod checks, but does not
rename; \`miosa-client\` does both. Two or three rounds with new processes, of two to six turns each.

${table('ns per project', decoders, nanoseconds)}

${table('× JSON.parse', decoders, overParsed)}

${table('100,000 projects', decoders, {
  'peak memory (RSS), MiB': figure(memory('peak'), 0),
  'heap that the result keeps, MiB': figure(memory('held'), 0),
})}

${goals.join('\n')}

Memory is what one call adds at most to a process that holds the text already, and what its result still takes after a
collection.`;
}
