import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { facts } from '../../conformance/facts/index.ts';
import { questions } from '../../conformance/questions/index.ts';
import { emulatorContext, openEmulator } from '../../conformance/support/emulator.ts';
import { tablesOf } from '../../conformance/support/report.ts';
import { run } from '../../conformance/support/run.ts';

const bodies: readonly unknown[] = [
  ...[null, {}, [], 'x', 0, true, [null], { data: null }, { data: {} }, { data: [null] }, { data: [{ id: 1 }] }],
  ...[{ error: null }, { error: [] }, { errors: [null, 'x', { field: 3 }] }, { data: { id: 'a' } }],
  ...[
    { error: { code: 'SECRET_CLINIC' }, errors: { secret: ['x'] } },
    { secret: 1, status: 'secret' },
  ],
];
const replies = fc.oneof(
  fc.record({ status: fc.constantFrom(200, 201, 400, 404, 409, 422, 500), body: fc.constantFrom(...bodies) }),
  fc.constant({ status: 204, body: undefined }),
);

vi.setConfig({ testTimeout: 60_000 });

test('a server that answers anything is reported on without names, and leaves nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(replies, { minLength: 1 }), fc.integer({ min: 1, max: 20 }), async (odd, every) => {
      const { handle } = openEmulator();
      let count = 0;
      let isOdd = true;
      const context = emulatorContext({
        handle: async (request) => {
          const response = await handle(request);
          if (!isOdd || ++count % every !== 0) return response;
          const { status, body } = odd[count % odd.length] ?? { status: 500, body: null };
          return new Response(body === undefined ? null : JSON.stringify(body), { status });
        },
      });
      const findings = await run(context, { facts, questions });
      expect([findings.facts.size, findings.questions.size]).toEqual([facts.length, questions.length]);
      expect(tablesOf([{ name: 'odd', findings }], facts, questions)).not.toMatch(/secret/i);
      isOdd = false;
      await context.lab.cleanUp(context.api);
      expect(await context.lab.everyItem('/workspaces')).toEqual([]);
    }),
    { numRuns: process.env['PROPERTY_RUNS'] === undefined ? 10 : 200 },
  );
});
