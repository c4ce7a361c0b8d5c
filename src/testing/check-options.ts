import { MiosaConfigError } from '../errors/client-errors.ts';
import { type FaultOptions, faultKinds } from './faults/fault-options.ts';
import type { FaultConfig } from './faults/fault-plan.ts';
import type { EmulatorPaging, EmulatorRateLimit, MiosaEmulatorOptions } from './options.ts';
import { pagings } from './paging.ts';

/** The options of an emulator, checked and with their defaults. */
export interface EmulatorConfig extends Omit<MiosaEmulatorOptions, 'faults'> {
  readonly tenantId: string;
  readonly pendingDnsChecks: number;
  readonly idempotency: boolean;
  readonly paging: EmulatorPaging;
  readonly faults: FaultConfig;
}

/** Timers overflow past it and fire at once. */
const longestTimer = 2 ** 31 - 1;

/**
 * Checks the options of an emulator and fills in the defaults.
 *
 * @throws {MiosaConfigError} When an option cannot be right.
 */
export function checkOptions(options: MiosaEmulatorOptions): EmulatorConfig {
  const { tenantId = 'tnt_abc123', pendingDnsChecks = 2, idempotency = true, paging = 'none', rateLimit } = options;
  checkWholeNumber('pendingDnsChecks', pendingDnsChecks, 0);
  checkOneOf('paging', paging, pagings);
  if (rateLimit !== undefined) checkRateLimit(rateLimit);
  return { ...options, tenantId, pendingDnsChecks, idempotency, paging, faults: checkFaults(options.faults) };
}

function checkRateLimit({ requests, windowMs }: EmulatorRateLimit): void {
  checkWholeNumber('rateLimit.requests', requests, 1);
  checkWholeNumber('rateLimit.windowMs', windowMs, 1);
}

function checkFaults(options: FaultOptions = { rate: 0 }): FaultConfig {
  const { rate = 0.2, maxConsecutive = 3, latencyMs = 100, hintMs = 1000 } = options;
  const { seed = Math.floor(Math.random() * 2 ** 32) } = options;
  const [kind, ...kinds] = options.kinds ?? faultKinds;
  if (!(typeof rate === 'number' && rate >= 0 && rate <= 1)) {
    throw new MiosaConfigError('faults.rate must be a share of the requests: a number from 0 to 1.');
  }
  if (kind === undefined) {
    throw new MiosaConfigError('faults.kinds is empty: leave it out for all kinds, or leave faults out for none.');
  }
  for (const each of [kind, ...kinds]) checkOneOf('faults.kinds', each, faultKinds);
  checkWholeNumber('faults.seed', seed, Number.MIN_SAFE_INTEGER);
  checkWholeNumber('faults.maxConsecutive', maxConsecutive, 1);
  checkWholeNumber('faults.latencyMs', latencyMs, 0, longestTimer);
  checkWholeNumber('faults.hintMs', hintMs, 0);
  return { seed, rate, kinds: [kind, ...kinds], maxConsecutive, latencyMs, hintMs };
}

function checkWholeNumber(option: string, value: unknown, least: number, most = Number.MAX_SAFE_INTEGER): void {
  if (Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most) return;
  const from = least === Number.MIN_SAFE_INTEGER ? '' : ` from ${least}`;
  const to = most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most}`;
  throw new MiosaConfigError(`${option} must be a whole number${from}${to}.`);
}

function checkOneOf(option: string, value: unknown, known: readonly string[]): void {
  if (typeof value === 'string' && known.includes(value)) return;
  throw new MiosaConfigError(`${option} cannot be ${JSON.stringify(value)}. Known are ${known.join(', ')}.`);
}
