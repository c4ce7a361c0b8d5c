#!/usr/bin/env node
/** The command of the package. Nothing else imports it. */
import { readFileSync } from 'node:fs';
import { asUsageRefusal, helpText, readArguments } from './arguments.ts';
import { isConfigError, Refusal } from './refusal.ts';
import { readSeed } from './seed.ts';
import { serve } from './serve.ts';

interface Manifest {
  readonly version: string;
  readonly engines: { readonly node: string };
}

const manifest: Manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

// Who took the address may be gone: a script that reads one line.
process.stdout.on('error', () => {});

try {
  checkNode();
  await run(process.argv.slice(2));
} catch (error) {
  const refusal = isConfigError(error) ? asUsageRefusal(error) : error;
  if (!(refusal instanceof Refusal)) throw error;
  process.stderr.write(`${refusal.message}\n`);
  process.exitCode = refusal.exitCode;
}

function checkNode(): void {
  const { node } = process.versions;
  const oldest = Number.parseInt(manifest.engines.node.replace('>=', ''), 10);
  if (Number.parseInt(node, 10) < oldest) {
    throw new Refusal(`miosa-client needs Node ${oldest} or newer; this is Node ${node}.`);
  }
}

async function run(args: readonly string[]): Promise<void> {
  const invocation = readArguments(args);
  if (invocation.asks === 'help') return print(helpText());
  if (invocation.asks === 'version') return print(manifest.version);
  const { port, hosts, seed, emulator } = invocation;
  await serve({ ...emulator, ...(seed !== undefined && readSeed(seed)) }, { port, hosts }, print);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
