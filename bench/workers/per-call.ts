/** Measures how long a call takes once everything is warm, in microseconds. */
import { setImmediate as nextTick } from 'node:timers/promises';
import { connect } from '#peer';
import { measure } from '../support/measure.ts';
import { serveTurns } from '../support/serve-turns.ts';
import { stubBaseUrl, stubFor } from '../support/stub.ts';

const call = connect({ baseUrl: stubBaseUrl, fetch: stubFor(process.argv[2] ?? '') });

/** Asking for the time after every call would be part of the cheapest ones. */
const batch = 50;

async function runBatch(): Promise<void> {
  for (let index = 0; index < batch; index++) await call();
  // A stub answers within the same task, as no network does: nothing that weak references lead to is freed until then.
  await nextTick();
}

serveTurns(async ({ milliseconds }) => {
  const perBatch = await measure(runBatch, milliseconds);
  return { microseconds: (perBatch * 1000) / batch };
});
