import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { currentListings } from '../../scripts/guides.ts';
import { everyMethod } from '../support/every-method.ts';

test.for(currentListings().map(([file, text]) => ({ name: path.basename(file), file, text })))(
  '$name lists the guides of today: npm run docs:guides writes them',
  ({ file, text }) => {
    expect(readFileSync(file, 'utf8')).toBe(text);
  },
);

test('the guide to all methods has every method', () => {
  const guide = readFileSync(path.resolve(import.meta.dirname, '../../docs/guides/methods.md'), 'utf8');
  const missing = Object.values(everyMethod).filter(({ operation }) => !guide.includes(`| \`${operation}(`));
  expect(missing).toEqual([]);
});
