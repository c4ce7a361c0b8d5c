import type { FaultKind, MiosaEmulator } from 'miosa-client/testing';
import { redactKeyLike, redactor } from '../http/redact.ts';
import { bearerToken } from '../testing/recorded-request.ts';

/**
 * Prints a line for each request that an emulator gets, when it is over: method, path, status, duration and fault. No
 * query and no header, and no key if one is in the path.
 */
export function withLog(emulator: MiosaEmulator, print: (line: string) => void): Pick<MiosaEmulator, 'handle'> {
  return {
    handle: async (request) => {
      const start = performance.now();
      const before = emulator.injectedFaults;
      const responding = emulator.handle(request);
      // Faults are drawn on arrival, before anything is awaited.
      const fault = difference(before, emulator.injectedFaults);
      const log = (outcome: number | string, met: FaultKind | undefined): void => {
        const path = redactKeyLike(redactor(bearerToken(request.headers))(new URL(request.url).pathname));
        const duration = `${Math.round(performance.now() - start)} ms`;
        print([request.method, path, outcome, duration, ...(met === undefined ? [] : [met])].join(' '));
      };
      try {
        const response = await responding;
        log(response.status, isMet(fault, response) ? fault : undefined);
        return response;
      } catch (error) {
        log(request.signal.aborted ? 'aborted' : 'dropped', fault);
        throw error;
      }
    },
  };
}

type Counts = MiosaEmulator['injectedFaults'];

function difference(before: Counts, after: Counts): FaultKind | undefined {
  // The counts have every kind, and no other.
  return (Object.keys(after) as FaultKind[]).find((kind) => after[kind] > before[kind]);
}

/** Faults that damage a body let pass what is no success, or has none. */
function isMet(fault: FaultKind | undefined, { ok, status }: Response): boolean {
  return (fault !== 'truncated-json' && fault !== 'empty-body') || (ok && status !== 204);
}
