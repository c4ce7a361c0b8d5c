/** Checks the MIOSA API, or the emulator, against what is documented: `npm run conformance`. */
import { runProgram } from './support/cli.ts';

const controller = new AbortController();
let stoppedAt = Number.POSITIVE_INFINITY;
process.on('SIGINT', () => {
  // A terminal and npm send one each for the same Ctrl-C.
  if (performance.now() - stoppedAt > 1000) process.exit(130);
  stoppedAt = Math.min(stoppedAt, performance.now());
  controller.abort();
});

process.exitCode = await runProgram({
  args: process.argv.slice(2),
  env: process.env,
  print: (text) => console.log(text),
  progress: (text) => process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${text}` : `${text}\n`),
  interrupted: controller.signal,
});
