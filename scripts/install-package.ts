/**
 * Installs this package into example projects as users get it: packed, from the tarball. Their package.json and lock
 * file stay as they are. Run `npm ci` in the folder first.
 *
 *     node scripts/install-package.ts <folder> …
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packInto } from './support/pack.ts';

const folders = process.argv.slice(2);
if (folders.length === 0) {
  console.error('Which folder? node scripts/install-package.ts <folder> …');
  process.exit(1);
}
const temporary = mkdtempSync(path.join(tmpdir(), 'miosa-client-'));
try {
  const tarball = packInto(temporary);
  for (const folder of folders) {
    // Unpacked, not installed by npm, which would add what `npm ci --omit=dev` left out.
    const target = path.join(folder, 'node_modules/miosa-client');
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    execFileSync('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
    console.log(`${path.basename(tarball)} is installed in ${folder}`);
  }
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
