import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { duration, Progress } from '../src/progress.ts';

/** Shows progress at some seconds of a fake clock, and gives what was written. */
function written(terminal: { isTTY?: boolean; columns?: number }, seconds: readonly number[]): string {
  const stream = Object.assign(new PassThrough(), terminal);
  let now = 0;
  const progress = new Progress(stream, () => now * 1000);
  const counts = (second: number) => ({ total: 1000, done: second * 40, failed: 1, retries: 12 });
  for (now of seconds) progress.show(counts(now));
  progress.end({ ...counts(now), total: counts(now).done });
  return stream.read().toString();
}

test('where it is piped, lines are printed at intervals, without control characters', () => {
  assert.equal(
    written({}, [0, 1, 2, 5, 6, 9.9, 10]),
    [
      '0/1,000 0 %, 1 failed, 12 retries',
      '200/1,000 20 %, 40.0/s, 1 failed, 12 retries, 20 s left',
      '400/1,000 40 %, 40.0/s, 1 failed, 12 retries, 15 s left',
      '400/400 100 %, 1 failed, 12 retries',
      '',
    ].join('\n'),
  );
});

test('in a terminal one line is rewritten, and fits', () => {
  const output = written({ isTTY: true, columns: 60 }, [0, 1, 2]);
  assert.match(output, /█░{19}|░{20}/);
  assert.equal(output.split('\n').length, 2);
  const states = output.split('\u001B[1G').slice(1);
  assert.equal(states.length, 4);
  for (const state of states) assert.ok((state.split('\u001B')[0]?.length ?? 0) < 60, state);
});

test('the rate is that of the last seconds', () => {
  const stream = new PassThrough();
  let now = 0;
  const progress = new Progress(stream, () => now * 1000);
  for (now = 0; now <= 30; now++) progress.show({ total: 1000, done: Math.min(now, 10) * 40, failed: 0, retries: 0 });
  assert.match(stream.read().toString(), /400\/1,000 40 %, 0\.0\/s, 0 failed, 0 retries, waiting\n$/);
});

test('a time that is left is rounded up to what people plan with', () => {
  assert.deepEqual([0.2, 59, 61, 3599, 3600, 9000].map(duration), [
    '1 s',
    '59 s',
    '2 min',
    '1 h 0 min',
    '1 h 0 min',
    '2 h 30 min',
  ]);
});
