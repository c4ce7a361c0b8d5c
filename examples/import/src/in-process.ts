import type { MiosaClient } from 'miosa-client';
import PQueue from 'p-queue';
import { isAboutKey } from './failures.ts';
import { type Imported, type ImportJob, importCustomer } from './import-customer.ts';

/** Options of {@link importInProcess}. */
export interface InProcessOptions {
  readonly miosa: MiosaClient;
  /** How many customers are imported at the same time. */
  readonly concurrency: number;
  readonly onImported: (job: ImportJob, imported: Imported) => void;
  readonly onFailed: (job: ImportJob, error: unknown) => void;
  /** Lets running jobs end, and starts no others. */
  readonly signal: AbortSignal;
}

/** Imports customers in this process. What is left when it is stopped or crashes, the next run of it finds. */
export async function importInProcess(jobs: readonly ImportJob[], options: InProcessOptions): Promise<void> {
  const { miosa, concurrency, onImported, onFailed, signal } = options;
  const queue = new PQueue({ concurrency });
  const stop = (): void => queue.clear();
  signal.addEventListener('abort', stop, { once: true });
  for (const job of jobs) {
    if (signal.aborted) break;
    void queue.add(async () => {
      try {
        onImported(job, await importCustomer(miosa, job));
      } catch (error) {
        onFailed(job, error);
        if (isAboutKey(error)) stop();
      }
    });
  }
  await queue.onIdle();
  signal.removeEventListener('abort', stop);
}
