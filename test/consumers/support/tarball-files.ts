import { globSync } from 'node:fs';
import { command, entries, root } from '../../../scripts/support/entries.ts';

/** What the tarball must hold. */
export const requiredFiles: readonly string[] = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'THIRD-PARTY-NOTICES',
  'llms.txt',
  'package.json',
  ...globSync('docs/guides/*.md', { cwd: root }),
  ...Object.keys(entries).flatMap((entry) =>
    ['js', 'cjs', 'd.ts', 'd.cts', 'js.map'].map((extension) => `dist/${entry}.${extension}`),
  ),
  ...Object.keys(command).map((name) => `dist/${name}.js`),
];

/** What it may hold. */
export const allowedFiles: RegExp =
  /^(LICENSE|THIRD-PARTY-NOTICES|(README|CHANGELOG)\.md|package\.json|llms\.txt|docs\/([\w-]+\/)*[\w-]+\.md|dist\/.+\.(js|cjs|d\.ts|d\.cts|js\.map))$/;
