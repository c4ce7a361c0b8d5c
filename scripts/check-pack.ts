/**
 * Checks what `npm publish` would send: the same files from here, whatever was run before, as from a clean checkout,
 * and not too many bytes. Lists them.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from './support/entries.ts';

/** What `npm pack --json` says about a tarball. */
interface Tarball {
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly size: number }[];
  /** Tarballs of npm hold no times: the same files have the same hash. */
  readonly integrity: string;
}

const maxBytes = { size: 330_000, unpackedSize: 1_300_000 };

const here = pack(root);
const checkout = checkOut();
const clean = pack(checkout);
rmSync(checkout, { recursive: true });

console.table(here.files.map(({ path: file, size }) => ({ file, size })));
console.log(`${here.files.length} files, ${here.size} bytes, ${here.unpackedSize} bytes unpacked`);

const problems = [
  ...(['size', 'unpackedSize'] as const)
    .filter((name) => here[name] > maxBytes[name])
    .map((name) => `${name} is ${here[name]}, more than ${maxBytes[name]}.`),
  ...difference(here, clean).map((file) => `${file} differs from a clean checkout.`),
  ...(here.integrity === clean.integrity ? [] : ['The tarball differs from that of a clean checkout.']),
];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;

function pack(folder: string): Tarball {
  const args = ['pack', '--dry-run', '--json', '--foreground-scripts=false'];
  const printed = JSON.parse(
    execFileSync('npm', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  );
  const [tarball] = Array.isArray(printed) ? printed : Object.values(printed);
  return tarball;
}

/** The files that git knows or would add, as a clone of what is here would have them. */
function checkOut(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'miosa-client-checkout-'));
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const listed = execFileSync('git', args, { cwd: root, encoding: 'utf8' });
  // What was deleted and not committed yet is listed, too.
  for (const file of listed.split('\0').filter((name) => name !== '' && existsSync(path.join(root, name)))) {
    cpSync(path.join(root, file), path.join(folder, file));
  }
  execFileSync('npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'ignore' });
  return folder;
}

/** The files that only one of two tarballs holds, or that differ in size. */
function difference(one: Tarball, other: Tarball): string[] {
  const [ours, theirs] = [describe(one), describe(other)];
  return [...new Set([...ours, ...theirs])].filter((file) => !(ours.includes(file) && theirs.includes(file)));
}

function describe({ files }: Tarball): string[] {
  return files.map(({ path: file, size }) => `${file} (${size} bytes)`);
}
