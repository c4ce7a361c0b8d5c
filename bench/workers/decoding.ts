/** Reports how long a list takes to be decoded, and to be only parsed, in nanoseconds per item. */
import { setImmediate as nextTick } from 'node:timers/promises';
import { makeDecode } from '#decoder';
import { makeDecode as makeParse } from '../decoders/parse.ts';
import { longPage } from '../support/documents.ts';
import { measure } from '../support/measure.ts';

interface Work {
  readonly run: () => Promise<void>;
  /** How long a turn takes. */
  readonly milliseconds: number;
  /** Of one decoding in each turn, in milliseconds. */
  readonly times: number[];
}

const length = Number(process.argv[2]);
const [turns, milliseconds] = length < 10_000 ? [6, 40] : length < 100_000 ? [4, 50] : [2, 200];
/** Asking for the time after each run would be part of short ones. */
const batch = length < 10_000 ? 50 : 1;
/** The engine optimizes what it has seen often enough. */
const warmUp = 400;

const [text, emptyText] = [longPage(length), longPage(0)];
const [decoding, emptyDecoding, parsing, emptyParsing] = [
  makeWork(makeDecode(text), milliseconds),
  makeWork(makeDecode(emptyText), 40),
  makeWork(makeParse(text), milliseconds),
  makeWork(makeParse(emptyText), 40),
];

const works = [decoding, emptyDecoding, parsing, emptyParsing];
// As long as one project lives, so does the shape of all, and with it the code that was optimized for it.
const kept = await Promise.all([makeDecode, makeParse].map((make) => make(longPage(1))()));
for (const { run } of works) await measure(run, warmUp);
for (let turn = 0; turn < turns; turn++) {
  for (const work of works) {
    // Each turn with long lists pays for its own garbage alone; short ones share theirs.
    if (length >= 10_000) globalThis.gc?.();
    work.times.push((await measure(work.run, work.milliseconds)) / batch);
  }
}
if (kept.length !== 2) throw new Error('Nothing was kept.');
console.log(JSON.stringify({ decoded: perItem(decoding, emptyDecoding), parsed: perItem(parsing, emptyParsing) }));

/** What a list takes over an empty one of the same turn, in nanoseconds per item. */
function perItem({ times }: Work, empty: Work): number {
  const differences = times.map((time, turn) => time - (empty.times[turn] ?? time));
  return (median(differences) * 1_000_000) / length;
}

function makeWork(decode: () => unknown, turnLength: number): Work {
  const run = async (): Promise<void> => {
    for (let index = 0; index < batch; index++) {
      const result = decode();
      if (result instanceof Promise) await result;
    }
    // Nothing that weak references lead to is freed within a task.
    await nextTick();
  };
  return { run, milliseconds: turnLength, times: [] };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
