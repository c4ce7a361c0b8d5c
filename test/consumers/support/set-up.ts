/** Installs what the consumers need, unless it is there. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { consumers } from './folders.ts';
import { run } from './run.ts';

// npm writes this file when it has installed everything else.
const installed = path.join(consumers, 'node_modules', '.package-lock.json');
const locked = path.join(consumers, 'package-lock.json');

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(locked).mtimeMs) {
  console.log('Installing the tools and runtimes of test/consumers …');
  await run('npm', ['ci', '--no-audit', '--no-fund'], consumers, { timeout: 900_000 });
}
