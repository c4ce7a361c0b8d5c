import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type DecoderName, decoders, namesOf } from '../candidates.ts';
import { longPage } from '../documents.ts';
import { compileWorkers } from '../support/compile.ts';
import { workFolder } from '../support/packages.ts';
import { interleave, runWorker } from '../support/processes.ts';
import type { Goal, Settings, Subject } from '../support/report.ts';
import { figure, type Samples, showNumber, showSpread } from '../support/statistics.ts';

/** The lists, and how many times what `JSON.parse` takes they may take. */
const lists: readonly { readonly length: number; readonly rounds: number; readonly limit?: number }[] = [
  { length: 1, rounds: 2 },
  { length: 100, rounds: 3, limit: 1.5 },
  { length: 10_000, rounds: 3, limit: 1.5 },
  { length: 100_000, rounds: 2, limit: 2.4 },
];

/** Nanoseconds per project. */
interface TimeSample {
  readonly decoded: number;
  readonly parsed: number;
}

/** MiB. */
interface MemorySample {
  readonly peak: number;
  readonly kept: number;
}

export const decoding: Subject = async (settings) => {
  const names = namesOf(decoders, settings);
  // The reference is measured in the processes of the others.
  const timedNames = names.filter((name) => name !== 'parse');
  const times = await measureTimes(timedNames, settings);
  const memory = await measureMemory(names, settings.rounds(2));

  const decoded = (sample: TimeSample): number => sample.decoded;
  const parsed = (sample: TimeSample): number => sample.parsed;
  const overParsed = (sample: TimeSample): number => sample.decoded / sample.parsed;
  const peak = (sample: MemorySample): number => sample.peak;
  const kept = (sample: MemorySample): number => sample.kept;
  const lengths = lists.map(({ length }) => showNumber(length));
  const row = (name: DecoderName, pick: (sample: TimeSample) => number, digits: number): string[] =>
    times.map(({ samples }) => showSpread(figure(samples, name, pick), digits));
  return {
    title: 'Decoding',
    about:
      'Nanoseconds per project of lists of different lengths, and how many times what `JSON.parse` takes for the ' +
      'same text, measured by tinybench in turns in the same process. `miosa-client` is measured from outside, as ' +
      'whole calls of `projects.list` with a `fetch` that returns the same `Response` each time: it has no stream, ' +
      'and its `text()` returns the finished string. From every figure that of an empty list is subtracted, and with ' +
      'it all of the call that does not depend on the projects. Before each turn of 10,000 and more garbage is ' +
      'collected, so that it pays for its own alone. zod checks, but does not rename; `miosa-client` does both. Two ' +
      'or three rounds, each in new processes and the median of several turns.',
    tables: [
      {
        head: ['ns per project', ...lengths],
        rows: [
          [decoders.parse, ...row('miosa', parsed, 0)],
          ...timedNames.map((name) => [decoders[name], ...row(name, decoded, 0)]),
        ],
      },
      {
        head: ['× JSON.parse', ...lengths],
        rows: timedNames.map((name) => [decoders[name], ...row(name, overParsed, 2)]),
      },
      {
        head: ['100,000 projects', 'peak memory (RSS), MiB', 'heap that the result keeps, MiB'],
        rows: names.map((name) => [
          decoders[name],
          showSpread(figure(memory, name, peak), 0),
          showSpread(figure(memory, name, kept), 0),
        ]),
      },
    ],
    goals: [
      ...times.flatMap(({ length, limit, samples }): Goal[] => {
        const text = `miosa-client over JSON.parse, ${showNumber(length)} projects`;
        return limit === undefined ? [] : [{ text, reached: figure(samples, 'miosa', overParsed).median, limit }];
      }),
      {
        text: 'miosa-client, MiB of peak memory for 100,000 projects',
        reached: figure(memory, 'miosa', peak).median,
        limit: 100,
        digits: 0,
      },
    ],
    notes: [
      'Memory is what one call adds at most to a process that holds the text already, and what its result still ' +
        'takes after a collection.',
    ],
  };
};

async function measureTimes(names: readonly DecoderName[], settings: Settings) {
  const workers = await compileWorkers({ file: 'workers/decoding.ts', name: 'decodingTime' }, 'decoders.ts', names);
  const times = [];
  for (const { length, rounds, limit } of lists) {
    const samples = await interleave(`Decoding ${length}`, settings.rounds(rounds), names, (name) =>
      runWorker<TimeSample>(workers.get(name), [length], ['--expose-gc']),
    );
    times.push({ length, limit, samples });
  }
  return times;
}

async function measureMemory(
  names: readonly DecoderName[],
  rounds: number,
): Promise<Samples<DecoderName, MemorySample>> {
  const workers = await compileWorkers({ file: 'workers/decoding.ts', name: 'decodingMemory' }, 'decoders.ts', names);
  const file = path.join(workFolder, 'list.json');
  mkdirSync(workFolder, { recursive: true });
  writeFileSync(file, longPage(100_000));
  return interleave('Decoding, memory', rounds, names, async (name) => {
    const { peak, kept } = await runWorker<MemorySample>(workers.get(name), [file], ['--expose-gc']);
    return { peak: peak / 2 ** 20, kept: kept / 2 ** 20 };
  });
}
