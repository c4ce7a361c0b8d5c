import { isMiosaError, type MiosaClient } from 'miosa-client';
import { isTemporary } from './failures.ts';

/** A domain that waits for its DNS records. */
export interface DomainWatch {
  readonly projectId: string;
  readonly domain: string;
  /** When it was set, as in `Date.now()`. */
  readonly since: number;
}

/** How a wait has ended. */
export type DomainOutcome = 'ready' | 'given up' | 'domain changed';

/** The present time, and the pause after the first check, both in milliseconds. */
export interface CheckOptions {
  readonly now: number;
  readonly firstPauseMs: number;
}

const hour = 60 * 60 * 1000;
const maxWait = 7 * 24 * hour;
const maxPause = 6 * hour;

/** Checks a domain once. Nothing is kept between two checks: when the next one is due follows from the time alone. */
export async function checkDomain(
  miosa: MiosaClient,
  { projectId, domain, since }: DomainWatch,
  { now, firstPauseMs }: CheckOptions,
): Promise<DomainOutcome | { readonly checkAgainAt: number }> {
  const state = await readState(miosa, projectId, domain);
  if (state !== 'pending') return state;
  const waited = now - since;
  if (waited >= maxWait) return 'given up';
  // Half as long as it took so far, so that the pauses grow from minutes to hours.
  const pause = Math.min(maxPause, Math.max(firstPauseMs, waited / 2));
  return { checkAgainAt: Math.min(now + pause, since + maxWait) };
}

async function readState(
  miosa: MiosaClient,
  projectId: string,
  domain: string,
): Promise<'ready' | 'pending' | 'domain changed'> {
  try {
    const { previewDomain } = await miosa.previewDomain.get({ projectId });
    if (previewDomain !== domain) return 'domain changed';
    const { ready } = await miosa.previewDomain.verify({ projectId });
    return ready ? 'ready' : 'pending';
  } catch (error) {
    if (isTemporary(error) || (isMiosaError(error) && error.code === 'DNS_NOT_FOUND')) return 'pending';
    throw error;
  }
}
