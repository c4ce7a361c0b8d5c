import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { currentListings } from '../../scripts/guides.ts';

test.for(currentListings().map(([file, text]) => ({ name: path.basename(file), file, text })))(
  '$name lists the guides of today: npm run docs:guides writes them',
  ({ file, text }) => {
    expect(readFileSync(file, 'utf8')).toBe(text);
  },
);
