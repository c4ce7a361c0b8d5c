import { MiosaClient, type MiosaHooks } from 'miosa-client';
import { createMiosaEmulator } from 'miosa-client/testing';
import { listen } from 'miosa-client/testing/node';
import PQueue from 'p-queue';

/** Where the requests go. */
export interface Miosa {
  readonly isEmulated: boolean;
  /** For people. */
  readonly where: string;
  /** How many requests arrived, for people; nothing where that is not known. */
  requests(): string;
  close(): Promise<void>;
}

/** What the embedded API allows, and how often a request to it fails. */
const emulated = { rateLimit: { requests: 100, windowMs: 1000 }, faults: { rate: 0.05 }, paging: 'page' } as const;

/** The API that clients of this process use. */
export function apiName(): string {
  return process.env['MIOSA_BASE_URL'] ?? 'MIOSA';
}

/**
 * MIOSA where `MIOSA_API_KEY` is set; else an embedded one, for this process and those that it starts: the variables
 * that clients read are set for both.
 */
export async function openMiosa(): Promise<Miosa> {
  if (process.env['MIOSA_API_KEY']) {
    return { isEmulated: false, where: apiName(), requests: () => '', close: async () => {} };
  }
  const emulator = createMiosaEmulator(emulated);
  const { url, close } = await listen(emulator);
  Object.assign(process.env, { MIOSA_API_KEY: 'msk_test_import', MIOSA_BASE_URL: url });
  const limits = `${emulated.rateLimit.requests} requests a second, ${emulated.faults.rate * 100} % of them fail`;
  return {
    isEmulated: true,
    where: `an embedded MIOSA (${limits})`,
    requests: () => `${emulator.requests.length} requests, `,
    close,
  };
}

/** A client for one process that imports alone. Nothing else repeats what fails, so it does that for more than two minutes. */
export function limitedClient(requestsPerSecond: number, hooks: MiosaHooks): MiosaClient {
  // Counted anew ten times a second, so that they do not arrive all at once.
  const intervalCap = Math.max(1, Math.floor(requestsPerSecond / 10));
  const limiter = new PQueue({ intervalCap, interval: (intervalCap / requestsPerSecond) * 1000, strict: true });
  // Around `fetch`, so that retries and further pages count, too.
  return new MiosaClient({ hooks, maxRetries: 40, fetch: (url, init) => limiter.add(() => fetch(url, init)) });
}
