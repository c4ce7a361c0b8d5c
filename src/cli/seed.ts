import { readFileSync } from 'node:fs';
import { createMiosaEmulator, type MiosaEmulatorOptions } from 'miosa-client/testing';
import { isRecord } from '../json.ts';
import { isConfigError, Refusal } from './refusal.ts';

type Seed = Pick<MiosaEmulatorOptions, 'workspaces' | 'projects'>;

/**
 * Reads what an emulator starts with.
 *
 * @throws {@link Refusal} When the file cannot be read or is no seed; the message names the file and what is wrong.
 */
export function readSeed(file: string): Seed {
  try {
    const seed = parseSeed(file);
    // Tried alone, so that what is wrong is wrong with the file.
    createMiosaEmulator(seed);
    return seed;
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refusal(`${file} is not JSON: ${error.message}`);
    if (isConfigError(error)) throw new Refusal(`${file}: ${error.message}`);
    throw error;
  }
}

function parseSeed(file: string): Seed {
  // A decoder leaves out the byte order mark that editors on Windows write.
  const seed: unknown = JSON.parse(new TextDecoder().decode(read(file)));
  if (!isRecord(seed)) throw new Refusal(`${file} must hold an object with workspaces and projects.`);
  const unknown = Object.keys(seed).find((name) => name !== 'workspaces' && name !== 'projects');
  if (unknown !== undefined) throw new Refusal(`${file} has "${unknown}": only workspaces and projects are known.`);
  return seed;
}

function read(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Refusal(`${file} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}
