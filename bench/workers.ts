/**
 * What runs in processes of its own, each with one candidate: a worker prepares and warms up, and returns what takes a
 * sample when its turn comes. A process that waits takes no processor time.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTick, setTimeout as sleep } from 'node:timers/promises';
import ts from 'typescript';
import type { Connect } from './clients.ts';
import { type MakeDecode, parse } from './decoders.ts';
import { longPage, stubBaseUrl } from './documents.ts';
import type { Program } from './types/programs.ts';

/** Takes a sample whenever the parent asks for one, and tells when it is ready to. */
export function serveTurns(takeSample: () => object): void {
  process.on('message', async () => process.send?.(await takeSample()));
  process.send?.('ready');
}

/** Milliseconds since the process began, and of the processor, all threads together. */
export async function coldStart(connect: Connect, body: string) {
  stubFetch(body);
  const call = connect(stubBaseUrl);
  const constructed = performance.now();
  const result = await call();
  const finished = performance.now();
  const { user, system } = process.cpuUsage();
  if (typeof result !== 'object' || result === null) throw new Error('The result is not a page.');
  return () => ({ constructed, finished, cpu: (user + system) / 1000 });
}

/** Calls one after the other, over a stub. */
export async function perCall(connect: Connect, body: string) {
  stubFetch(body);
  const calls = inBatches(connect(stubBaseUrl), 50);
  await measure(calls, 1500);
  return async () => ({ microseconds: ((await measure(calls, 160)).milliseconds * 1000) / 50 });
}

/** Calls under way at once, to a server. */
export async function overHttp(connect: Connect, baseUrl: string) {
  const call = connect(baseUrl);
  await measure(call, 1500, 16);
  return async () => {
    const { milliseconds, cpuMicroseconds } = await measure(call, 250, 16);
    return { perSecond: 1000 / milliseconds, cpuMicroseconds };
  };
}

/** What a list takes more than an empty one, in nanoseconds per item, beside what parsing it takes. */
export async function decodingTime(makeDecode: MakeDecode, listLength: string, duration: string) {
  const length = Number(listLength);
  // Asking for the time after each run would be part of short ones.
  const batch = length < 10_000 ? 50 : 1;
  const tasks = [makeDecode, parse].flatMap((make) =>
    [length, 0].map((each) => inBatches(make(longPage(each)), batch)),
  );
  // As long as one project lives, so does the shape of all, and with it the code that was optimized for it.
  for (const make of [makeDecode, parse]) kept.push(await make(longPage(1))());
  for (const task of tasks) await measure(task, 400);
  return async () => {
    const times: number[] = [];
    for (const task of tasks) {
      // Each turn with long lists pays for its own garbage alone; short ones share theirs.
      if (length >= 10_000) globalThis.gc?.();
      times.push((await measure(task, Number(duration))).milliseconds / batch);
    }
    const [decoded = 0, emptyDecoded = 0, parsed = 0, emptyParsed = 0] = times;
    const perItem = ((decoded - emptyDecoded) * 1_000_000) / length;
    return { nanoseconds: perItem, overParsed: (decoded - emptyDecoded) / (parsed - emptyParsed) };
  };
}

/** What decoding a list once takes at most, and what its result keeps, in MiB. A process that waited has less to give. */
export async function decodingMemory(makeDecode: MakeDecode, file: string) {
  // Making the text here would leave garbage that counts.
  const decode = makeDecode(readFileSync(file, 'latin1'));
  globalThis.gc?.();
  await sleep(10);
  const before = process.memoryUsage();
  kept.push(await decode());
  const peak = process.resourceUsage().maxRSS * 1024 - before.rss;
  globalThis.gc?.();
  await sleep(10);
  globalThis.gc?.();
  const held = process.memoryUsage().heapUsed - before.heapUsed;
  return () => ({ peak: peak / 2 ** 20, held: held / 2 ** 20 });
}

/** Type-checks a file, with a configuration like that of most users. */
export async function typeCheck({ file, client }: Program) {
  const program = ts.createProgram([`types/${file}`], {
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    ...(client !== undefined && { paths: { '#client': [path.resolve(client)] } }),
  });
  // Declarations are bound before anything is checked.
  program.getTypeChecker();
  return () => {
    const start = performance.now();
    const [error] = ts.getPreEmitDiagnostics(program);
    const milliseconds = performance.now() - start;
    if (error !== undefined) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, '\n'));
    return { instantiations: program.getInstantiationCount(), types: program.getTypeCount(), milliseconds };
  };
}

/** What must outlive a measurement. */
const kept: unknown[] = [];

/** Responds without a network: with a new `Response` each time, as every real one is. */
function stubFetch(body: string): void {
  const headers = { 'content-type': 'application/json' };
  globalThis.fetch = async () => new Response(body, { headers });
}

/** Makes one call of many: asking for the time after each would be part of the cheapest ones. */
function inBatches(call: () => unknown, size: number): () => Promise<void> {
  return async () => {
    for (let index = 0; index < size; index++) await call();
    // A stub responds within the same task, as no network does: what weak references hold is not freed until then.
    await nextTick();
  };
}

/**
 * Calls a function again and again, as many at once as is said.
 *
 * @param duration - For how long, in milliseconds.
 * @returns What a call took: the mean, to which the garbage of all calls belongs.
 */
async function measure(call: () => Promise<unknown>, duration: number, concurrency = 1) {
  const start = performance.now();
  const cpu = process.cpuUsage();
  let calls = 0;
  const loop = async (): Promise<void> => {
    while (performance.now() - start < duration) {
      await call();
      calls += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, loop));
  const { user, system } = process.cpuUsage(cpu);
  return { milliseconds: (performance.now() - start) / calls, cpuMicroseconds: (user + system) / calls };
}
