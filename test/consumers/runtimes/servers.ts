import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { MiosaEmulatorOptions } from 'miosa-client/testing';
import type { Installation } from '../support/project.ts';

/** Where each emulator is, one for each way to behave. */
export interface Servers {
  /** Answers as documented, in pages. */
  readonly api: string;
  /** Knows no key that anyone has. */
  readonly guarded: string;
  /** Allows one request a minute. */
  readonly limited: string;
  /** Answers with 503 twice before it answers. */
  readonly flaky: string;
  /** Drops the connection twice before it answers: a browser repeats the first drop of a used connection itself. */
  readonly dropping: string;
  /** Never answers in time. */
  readonly slow: string;
}

const workspaceId = '550e8400-e29b-41d4-a716-446655440000';

const clinic: MiosaEmulatorOptions = {
  workspaces: [{ id: workspaceId, name: 'Dr. Smith Clinic' }],
  projects: [1, 2, 3, 4, 5].map((number) => ({ workspaceId, name: `Project ${number}` })),
  paging: 'page',
};

const behaviours: Readonly<Record<keyof Servers, MiosaEmulatorOptions>> = {
  api: clinic,
  guarded: { ...clinic, apiKeys: ['tok_unguessable'] },
  limited: { ...clinic, rateLimit: { requests: 1, windowMs: 60_000 } },
  flaky: { ...clinic, faults: { rate: 1, kinds: ['503'], maxConsecutive: 2 } },
  dropping: { ...clinic, faults: { rate: 1, kinds: ['drop-before'], maxConsecutive: 2 } },
  // The seed decides how long each answer takes: a second at the least.
  slow: { ...clinic, faults: { rate: 1, kinds: ['latency'], latencyMs: 600_000, maxConsecutive: 100, seed: 1 } },
};

/** The testing entries of the installed package, which the emulators come from. */
export async function loadTesting(installation: Installation): Promise<{
  readonly createMiosaEmulator: typeof import('miosa-client/testing').createMiosaEmulator;
  readonly listen: typeof import('miosa-client/testing/node').listen;
}> {
  const { resolve } = createRequire(path.join(installation.folder, 'package.json'));
  const load = (entry: string) => import(pathToFileURL(resolve(entry)).href);
  const [{ createMiosaEmulator }, { listen }] = await Promise.all([
    load('miosa-client/testing'),
    load('miosa-client/testing/node'),
  ]);
  return { createMiosaEmulator, listen };
}

/** Starts fresh emulators for one runtime, and closes them when it is done. */
export async function withServers<Result>(
  installation: Installation,
  work: (servers: Servers) => Promise<Result>,
): Promise<Result> {
  const { createMiosaEmulator, listen } = await loadTesting(installation);
  const started = await Promise.all(
    Object.entries(behaviours).map(async ([name, options]) => {
      return [name, await listen(createMiosaEmulator(options))] as const;
    }),
  );
  try {
    // The names are those of `behaviours`.
    return await work(Object.fromEntries(started.map(([name, { url }]) => [name, url])) as unknown as Servers);
  } finally {
    await Promise.all(started.map(([, { close }]) => close()));
  }
}
