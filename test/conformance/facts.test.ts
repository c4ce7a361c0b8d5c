import { describe, expect, test } from 'vitest';
import { facts } from '../../conformance/facts/index.ts';
import { emulatorContext } from '../../conformance/support/emulator.ts';
import { run } from '../../conformance/support/run.ts';
import { breaks, brokenEmulator } from './breaks.ts';

test('each fact has a server on which it does not hold', () => {
  expect(Object.keys(breaks).sort()).toEqual(facts.map(({ id }) => id).sort());
});

describe('a server that breaks one fact is told by it, and by no other', () => {
  test.each(Object.entries(breaks))('%s', async (id, makeBreak) => {
    const found = await run(emulatorContext(brokenEmulator(makeBreak())), { facts, questions: [] });
    const notHolding = [...found.facts].filter(([, { outcome }]) => outcome !== 'holds');
    expect(notHolding).toEqual([[id, { outcome: 'does not hold', detail: expect.stringMatching(/./) }]]);
  });
});
