import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ProgressBar } from '../../examples/progress-bar.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubEnv('NO_COLOR', '1');
});
afterEach(() => vi.useRealTimers());

/** An output that keeps what is written to it. */
function record(settings: { readonly isTTY?: boolean; readonly columns?: number } = {}) {
  const written: string[] = [];
  return { written, output: { ...settings, write: (text: string) => written.push(text) } };
}

test('writes one line per update where the output is not a terminal, and can be read without colour', () => {
  const { written, output } = record();
  const bar = new ProgressBar(4000, output);
  bar.update('check 1');
  vi.advanceTimersByTime(1000);
  bar.update('check 2');
  bar.end('ready', true);
  expect(written).toEqual([
    `  ${'░'.repeat(24)} 0.0 s  check 1\n`,
    `  ${'█'.repeat(6)}${'░'.repeat(18)} 1.0 s  check 2\n`,
    `  ${'█'.repeat(24)} 1.0 s  ready\n`,
  ]);
});

test('moves in a terminal between updates, on one line that never wraps', () => {
  const { written, output } = record({ isTTY: true, columns: 40 });
  const bar = new ProgressBar(4000, output);
  bar.update('check 1: pending, next check in 5.0 s');
  vi.advanceTimersByTime(1000);
  expect(written.length).toBeGreaterThan(10);
  expect(written.every((text) => text.startsWith('\r\u001b[K') && text.length <= 39 + 4)).toBe(true);
  expect(written.at(-1)).toContain('1.0 s');
});

test('stops at its end, and does not look full where the goal was not reached', () => {
  const { written, output } = record({ isTTY: true });
  const bar = new ProgressBar(4000, output);
  vi.advanceTimersByTime(2000);
  bar.end('failed', false);
  const count = written.length;
  expect(written.at(-1)).toBe(`\r\u001b[K  ${'█'.repeat(12)}${'░'.repeat(12)} 2.0 s  failed\n`);
  vi.advanceTimersByTime(2000);
  expect(written).toHaveLength(count);
});
