import { parseArgs } from 'node:util';

/** How `main.ts` was called, and which subjects were asked for. */
export const { values: options, positionals: chosen } = parseArgs({
  options: { quick: { type: 'boolean' }, baseline: { type: 'string' } },
  allowPositionals: true,
});
