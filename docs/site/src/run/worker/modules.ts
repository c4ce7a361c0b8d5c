import * as client from 'miosa-client';
import * as testing from 'miosa-client/testing';
import type { Fault, RunEvent } from '../protocol.ts';
import { createExampleEmulator } from './example-emulator.ts';
import { recordedFetch } from './recorded-fetch.ts';

/** The requests that each fault affects are the first ones of each emulator. */
const faults: Readonly<Record<Fault, { options?: testing.MiosaEmulatorOptions; next?: [testing.FaultKind, number] }>> =
  {
    none: {},
    slow: { options: { faults: { rate: 1, kinds: ['latency'], latencyMs: 1500, maxConsecutive: 1000 } } },
    unavailable: { next: ['503', 2] },
    drop: { next: ['drop-after', 1] },
    'rate-limit': { options: { faults: { rate: 0, hintMs: 2000 } }, next: ['rate-limit', 1] },
  };

/**
 * What a program can import, by its name. Clients report their requests, and emulators have the fault. `fetch` reaches
 * the emulator with the data of the examples.
 */
export function exampleModules(fault: Fault, report: (event: RunEvent) => void) {
  const { options, next } = faults[fault];

  function withFault(emulator: testing.MiosaEmulator): testing.MiosaEmulator {
    if (next !== undefined) emulator.failNext(next[0], { times: next[1] });
    return emulator;
  }

  const exampleEmulator = withFault(createExampleEmulator(options));

  class MiosaClient extends client.MiosaClient {
    constructor(given: client.MiosaClientOptions = {}) {
      const { fetch = exampleEmulator.fetch, hooks } = given;
      super({
        ...given,
        fetch: recordedFetch(fetch, report),
        hooks: {
          ...hooks,
          onRetry: (event) => {
            report({ type: 'wait', delayMs: event.delayMs, reason: event.error.message });
            hooks?.onRetry?.(event);
          },
        },
      });
    }
  }

  const modules: Readonly<Record<string, unknown>> = {
    'miosa-client': { ...client, MiosaClient },
    'miosa-client/testing': {
      ...testing,
      createMiosaEmulator: (given?: testing.MiosaEmulatorOptions) =>
        withFault(testing.createMiosaEmulator({ ...options, ...given })),
    },
  };
  return { modules, fetch: recordedFetch(exampleEmulator.fetch, report) };
}
