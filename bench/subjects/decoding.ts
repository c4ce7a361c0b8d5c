import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { compileWorkers } from '../support/compile.ts';
import { type DecoderName, decoderNames, decoders } from '../support/decode.ts';
import { longPage } from '../support/documents.ts';
import { figure, interleave } from '../support/rounds.ts';
import { runWorker } from '../support/run-worker.ts';
import type { Effort, Subject } from '../support/section.ts';
import { showNumber, showSpread } from '../support/statistics.ts';
import { workFolder } from '../support/work-folder.ts';

/** The lists, and how many times what `JSON.parse` takes they may take. */
const lists: readonly { readonly length: number; readonly rounds: number; readonly limit?: number }[] = [
  { length: 1, rounds: 2 },
  { length: 100, rounds: 3, limit: 1.2 },
  { length: 10_000, rounds: 3, limit: 1.3 },
  { length: 100_000, rounds: 2, limit: 1.9 },
];

/** The floor is measured in the processes of the others. */
const timedNames = decoderNames.filter((name) => name !== 'parse');

/** Nanoseconds per project. */
interface TimeSample {
  readonly decoded: number;
  readonly parsed: number;
}

/** Bytes. */
interface MemorySample {
  readonly peak: number;
  readonly kept: number;
}

export const decoding: Subject = async (effort) => {
  const times = await measureTimes(effort);
  const memory = await measureMemory(effort.rounds(2));
  const decoded = (sample: TimeSample): number => sample.decoded;
  const parsed = (sample: TimeSample): number => sample.parsed;
  const over = (sample: TimeSample): number => sample.decoded / sample.parsed;
  const lengths = lists.map(({ length }) => showNumber(length));
  return {
    title: 'Decoding',
    about:
      'Nanoseconds per project of lists of different lengths, and how many times what `JSON.parse` ' +
      'takes for the same text, measured by tinybench in turns in the same process. `miosa-client` is measured from outside, as whole calls of ' +
      '`projects.list` with a `fetch` that returns the same `Response` each time: it has no stream, and its `text()` ' +
      'hands the finished string over. From every figure that of an empty list is taken away, and with it all of the ' +
      'call that does not depend on the projects. Before each turn of 10,000 and more garbage is ' +
      'collected, so that it pays for its own alone. zod checks, but does not rename; `miosa-client` does both. Two or ' +
      'three rounds, each in new processes and the median of several turns.',
    tables: [
      {
        head: ['ns per project', ...lengths],
        rows: [
          [decoders.parse, ...times.map(({ samples }) => showSpread(figure(samples, 'miosa', parsed), 0))],
          ...timedNames.map((name) => [
            decoders[name],
            ...times.map(({ samples }) => showSpread(figure(samples, name, decoded), 0)),
          ]),
        ],
      },
      {
        head: ['× JSON.parse', ...lengths],
        rows: timedNames.map((name) => [
          decoders[name],
          ...times.map(({ samples }) => showSpread(figure(samples, name, over), 2)),
        ]),
      },
      {
        head: ['100,000 projects', 'peak memory (RSS), MiB', 'heap that the result keeps, MiB'],
        rows: decoderNames.map((name) => [
          decoders[name],
          showSpread(
            figure(memory, name, ({ peak }) => peak / 2 ** 20),
            0,
          ),
          showSpread(
            figure(memory, name, ({ kept }) => kept / 2 ** 20),
            0,
          ),
        ]),
      },
    ],
    goals: times.flatMap(({ length, limit, samples }) => {
      const text = `miosa-client over JSON.parse, ${showNumber(length)} projects`;
      return limit === undefined ? [] : [{ text, reached: figure(samples, 'miosa', over).median, limit }];
    }),
    notes: [
      'Memory is what one call adds at most to a process that holds the text already, and what its result still takes ' +
        'after a collection.',
    ],
  };
};

async function measureTimes(effort: Effort) {
  const workers = await compileWorkers('decoding', timedNames, decoderAlias);
  const all = [];
  for (const { length, rounds, limit } of lists) {
    const samples = await interleave(`Decoding ${length}`, effort.rounds(rounds), timedNames, (name) =>
      runWorker<TimeSample>(workers.get(name), [length], ['--expose-gc']),
    );
    all.push({ length, limit, samples });
  }
  return all;
}

async function measureMemory(rounds: number) {
  const workers = await compileWorkers('decoding-memory', decoderNames, decoderAlias);
  const file = path.join(workFolder, 'list.json');
  mkdirSync(workFolder, { recursive: true });
  writeFileSync(file, longPage(100_000));
  return interleave('Decoding, memory', rounds, decoderNames, (name) =>
    runWorker<MemorySample>(workers.get(name), [file], ['--expose-gc']),
  );
}

function decoderAlias(name: DecoderName): Readonly<Record<string, string>> {
  return { '#decoder': `decoders/${name}.ts` };
}
