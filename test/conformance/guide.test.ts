import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { currentGuide, guidePath } from '../../conformance/guide.ts';

test('the guide has the facts and questions of today: npm run conformance:guide writes them', async () => {
  expect(readFileSync(guidePath, 'utf8')).toBe(await currentGuide());
});
