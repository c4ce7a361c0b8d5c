import { createMiosaEmulator, type MiosaEmulatorOptions } from 'miosa-client/testing';
import { type ListeningEmulator, type ListenOptions, listen } from 'miosa-client/testing/node';
import { isConfigError, Refusal } from './refusal.ts';
import { withLog } from './request-log.ts';

/**
 * Serves an emulator until the process is told to stop.
 *
 * @param print - Prints a line.
 * @throws {@link Refusal} When the port cannot be used.
 * @throws {@link MiosaConfigError} When an option is invalid; the message names it.
 */
export async function serve(
  options: MiosaEmulatorOptions,
  where: ListenOptions,
  print: (line: string) => void,
): Promise<void> {
  const emulator = createMiosaEmulator(options);
  const server = await listenAt(withLog(emulator, print), where);
  print(server.url);
  const key = options.apiKeys === undefined ? 'msk_test_anything' : '$MIOSA_API_KEY';
  print(`curl -H "Authorization: Bearer ${key}" ${server.url}/workspaces`);
  if (options.faults !== undefined) print(`--fault-seed ${emulator.faultSeed} repeats the faults of this run`);
  // A script that is stopped by Ctrl-C must see that this was, too; who ends it otherwise meant just that.
  closeOn('SIGINT', 130, server);
  closeOn('SIGTERM', 0, server);
}

async function listenAt(emulator: Parameters<typeof listen>[0], where: ListenOptions): Promise<ListeningEmulator> {
  try {
    return await listen(emulator, where);
  } catch (error) {
    if (isConfigError(error) || !(error instanceof Error)) throw error;
    const isTaken = 'code' in error && error.code === 'EADDRINUSE';
    const problem = isTaken ? 'is taken' : `cannot be used: ${error.message}`;
    throw new Refusal(`Port ${where.port} ${problem}. Choose another with --port; 0 is any that is free.`);
  }
}

/** Nothing is left to do then, so the process ends by itself, with all printed. */
function closeOn(signal: NodeJS.Signals, exitCode: number, server: ListeningEmulator): void {
  process.once(signal, () => {
    process.exitCode = exitCode;
    void server.close();
  });
}
