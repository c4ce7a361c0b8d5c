/** Reports how much memory a process takes at most to decode a list once, and how much the result keeps, in bytes. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeDecode } from '#decoder';

// Making the text here would leave garbage that counts.
const decode = makeDecode(readFileSync(process.argv[2] ?? '', 'latin1'));
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
