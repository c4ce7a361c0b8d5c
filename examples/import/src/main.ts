/** Imports customers into MIOSA, in one process or on a queue. `--help` says how. */
import { readCustomers } from './customers.ts';
import { openMiosa } from './miosa.ts';
import { readOptions, usage } from './options.ts';
import { formatReport } from './report.ts';
import { runInProcess } from './run-in-process.ts';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // Once: the second one ends the process.
  process.once(signal, () => stop.abort());
}
const options = readOptions(process.argv.slice(2));
if (options.command === 'help') {
  console.log(usage);
  process.exit();
}
const customers = await readCustomers(options.file);
const { where, close } = await openMiosa();
console.log(`${customers.length} customers, on ${where}`);
const start = performance.now();
const report = await runInProcess(customers, options, stop.signal);
console.log(formatReport(report));
console.log(`${report.requests} requests in ${((performance.now() - start) / 1000).toFixed(1)} s`);
await close();
