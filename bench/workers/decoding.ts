/** Reports how long a list takes to be decoded, and to be only parsed, in nanoseconds of the main thread per item. */
import { setImmediate as nextTick } from 'node:timers/promises';
import { makeDecode } from '#decoder';
import { makeDecode as makeParse } from '../decoders/parse.ts';
import { longPage } from '../support/documents.ts';
import { freshThreadTime, threadTime } from '../support/thread-time.ts';

interface Work {
  readonly decode: () => unknown;
  /** How long a turn takes. */
  readonly milliseconds: number;
  readonly times: number[];
}

const length = Number(process.argv[2]);
const [turns, milliseconds] = length < 10_000 ? [6, 40] : length < 100_000 ? [4, 50] : [2, 200];
/** How many runs do not count: the engine optimizes what it has seen often enough. */
const warmUp = Math.max(3, Math.min(12_000, 300_000 / length));

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
for (const { decode } of works) {
  for (let runs = 0; runs < warmUp; runs += 100) {
    await run(decode, Math.min(100, warmUp));
    await nextTick();
  }
}
for (let turn = 0; turn < turns; turn++) {
  for (const work of works) {
    // Each turn with long lists pays for its own garbage alone; short ones share theirs.
    if (length >= 10_000) globalThis.gc?.();
    work.times.push(await measure(work));
  }
}
if (kept.length !== 2) throw new Error('Nothing was kept.');
console.log(JSON.stringify({ decoded: perItem(decoding, emptyDecoding), parsed: perItem(parsing, emptyParsing) }));

/** What a list takes over an empty one of the same turn. */
function perItem({ times }: Work, empty: Work): number {
  const differences = times.map((time, turn) => time - (empty.times[turn] ?? time));
  return median(differences) / length;
}

function makeWork(decode: () => unknown, milliseconds: number): Work {
  return { decode, milliseconds, times: [] };
}

/** One turn: the nanoseconds of one run. */
async function measure({ decode, milliseconds }: Work): Promise<number> {
  const batch = await chooseBatch(decode);
  const start = freshThreadTime();
  let runs = 0;
  let elapsed = 0;
  while (elapsed < milliseconds * 1000) {
    await run(decode, batch);
    // Nothing that weak references lead to is freed within a task.
    await nextTick();
    runs += batch;
    elapsed = threadTime() - start;
  }
  return (elapsed * 1000) / runs;
}

/** How many runs take about a third of a millisecond: asking for the time after each would be part of short ones. */
async function chooseBatch(decode: () => unknown): Promise<number> {
  if (length >= 10_000) return 1;
  const runs = 10;
  const start = performance.now();
  await run(decode, runs);
  return Math.ceil((runs * 0.3) / (performance.now() - start));
}

async function run(decode: () => unknown, times: number): Promise<void> {
  for (let index = 0; index < times; index++) {
    const result = decode();
    if (result instanceof Promise) await result;
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
