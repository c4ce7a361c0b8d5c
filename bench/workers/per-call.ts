/** Measures how long a call takes once everything is warm, in microseconds of the main thread. */
import { setImmediate as nextTick } from 'node:timers/promises';
import { connect } from '#peer';
import { serveTurns } from '../support/serve-turns.ts';
import { stubBaseUrl, stubFor } from '../support/stub.ts';
import { freshThreadTime, threadTime } from '../support/thread-time.ts';

const call = connect({ baseUrl: stubBaseUrl, fetch: stubFor(process.argv[2] ?? '') });

/** Asking for the time after every call would be part of the cheapest ones. */
const batch = 50;

serveTurns(async (turn) => {
  const start = freshThreadTime();
  let calls = 0;
  let elapsed = 0;
  while (elapsed < turn.milliseconds * 1000 && calls < turn.calls) {
    for (let index = 0; index < batch; index++) await call();
    // A stub answers within the same task, as no network does: nothing that weak references lead to is freed until then.
    await nextTick();
    calls += batch;
    elapsed = threadTime() - start;
  }
  return { microseconds: elapsed / calls };
});
