import type { MiosaHooks } from 'miosa-client';
import type { Customer } from './customers.ts';
import { planImport } from './existing.ts';
import { reasonOf } from './failures.ts';
import { importInProcess } from './in-process.ts';
import { limitedClient } from './miosa.ts';
import type { Options } from './options.ts';
import { type Counts, Progress } from './progress.ts';
import type { Failure, Report } from './report.ts';

/** Imports a file in this process, and shows how far it is. */
export async function runInProcess(
  customers: readonly Customer[],
  { rate, concurrency }: Options,
  signal: AbortSignal,
): Promise<Report> {
  let retries = 0;
  const hooks: MiosaHooks = {
    onRetry: () => {
      retries += 1;
    },
  };
  const miosa = limitedClient(rate, hooks);
  const { found: foundBefore, jobs } = await planImport(miosa, customers);
  const failed: Failure[] = [];
  let created = 0;
  let found = foundBefore;
  let pendingDomains = 0;
  const progress = new Progress();
  const counts = (): Counts => ({
    total: customers.length,
    done: created + found + failed.length,
    failed: failed.length,
    retries,
  });
  const timer = setInterval(() => progress.show(counts()), 250);
  progress.show(counts());
  await importInProcess(jobs, {
    miosa,
    concurrency,
    signal,
    onImported: (_job, imported) => {
      if (imported.created) created += 1;
      else found += 1;
      if (imported.pendingDomain !== undefined) pendingDomains += 1;
    },
    onFailed: ({ id }, error) => failed.push({ id, reason: reasonOf(error) }),
  });
  clearInterval(timer);
  progress.end(counts());
  return { created, found, failed, left: customers.length - counts().done, pendingDomains };
}
