import { readFileSync } from 'node:fs';
import { setImmediate as nextTick, setTimeout as sleep } from 'node:timers/promises';
import { type MakeDecode, parse } from '../decoders.ts';
import { longPage } from '../documents.ts';
import { measure } from './measure.ts';

interface Task {
  readonly run: () => Promise<void>;
  /** How long a turn takes. */
  readonly milliseconds: number;
  /** Of one decoding in each turn, in milliseconds. */
  readonly times: number[];
}

/** The engine optimizes what it has seen often enough. */
const warmUp = 400;

/** Reports how long a list takes to be decoded, and to be only parsed, in nanoseconds per item. */
export async function decodingTime(makeDecode: MakeDecode, listLength: string): Promise<void> {
  const length = Number(listLength);
  const [turns, milliseconds] = length < 10_000 ? [6, 40] : length < 100_000 ? [4, 50] : [2, 200];
  // Asking for the time after each run would be part of short ones.
  const batch = length < 10_000 ? 50 : 1;

  const [text, emptyText] = [longPage(length), longPage(0)];
  const [decoding, emptyDecoding, parsing, emptyParsing] = [
    makeTask(makeDecode(text), batch, milliseconds),
    makeTask(makeDecode(emptyText), batch, 40),
    makeTask(parse(text), batch, milliseconds),
    makeTask(parse(emptyText), batch, 40),
  ];
  const tasks = [decoding, emptyDecoding, parsing, emptyParsing];
  // As long as one project lives, so does the shape of all, and with it the code that was optimized for it.
  const kept = await Promise.all([makeDecode, parse].map((make) => make(longPage(1))()));
  for (const { run } of tasks) await measure(run, warmUp);
  for (let turn = 0; turn < turns; turn++) {
    for (const task of tasks) {
      // Each turn with long lists pays for its own garbage alone; short ones share theirs.
      if (length >= 10_000) globalThis.gc?.();
      task.times.push((await measure(task.run, task.milliseconds)) / batch);
    }
  }
  if (kept.length !== 2) throw new Error('Nothing was kept.');
  const decoded = perItem(decoding, emptyDecoding, length);
  const parsed = perItem(parsing, emptyParsing, length);
  console.log(JSON.stringify({ decoded, parsed }));
}

/** Reports how much memory a process takes at most to decode a list once, and how much the result keeps, in bytes. */
export async function decodingMemory(makeDecode: MakeDecode, file: string): Promise<void> {
  // Making the text here would leave garbage that counts.
  const decode = makeDecode(readFileSync(file, 'latin1'));
  globalThis.gc?.();
  await sleep(10);
  const before = process.memoryUsage();
  const result = await decode();
  const peak = process.resourceUsage().maxRSS * 1024;
  globalThis.gc?.();
  await sleep(10);
  globalThis.gc?.();
  const kept = process.memoryUsage().heapUsed - before.heapUsed;
  if (result === undefined) throw new Error('Nothing was decoded.');
  console.log(JSON.stringify({ peak: peak - before.rss, kept }));
}

function makeTask(decode: () => unknown, batch: number, milliseconds: number): Task {
  const run = async (): Promise<void> => {
    for (let index = 0; index < batch; index++) {
      const result = decode();
      if (result instanceof Promise) await result;
    }
    // What weak references hold is not freed within a task.
    await nextTick();
  };
  return { run, milliseconds, times: [] };
}

/** What a list takes more than an empty one in the same turn, in nanoseconds per item. */
function perItem({ times }: Task, empty: Task, length: number): number {
  const differences = times.map((time, turn) => time - (empty.times[turn] ?? time)).sort((a, b) => a - b);
  const median = differences[differences.length >> 1] ?? Number.NaN;
  return (median * 1_000_000) / length;
}
