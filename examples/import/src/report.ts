import { styleText } from 'node:util';

/** What became of a file of customers. */
export interface Report {
  readonly created: number;
  readonly found: number;
  readonly failed: readonly Failure[];
  /** Those that an end before time has left for the next run. */
  readonly left: number;
  readonly pendingDomains: number;
}

/** A customer who could not be imported. */
export interface Failure {
  readonly id: string;
  readonly reason: string;
}

const maxListed = 20;

/** The report for people. */
export function formatReport({ created, found, failed, left, pendingDomains }: Report): string {
  const counts = [`${created} created`, `${found} found`, `${failed.length} failed`];
  if (left > 0) counts.push(`${left} left for the next run`);
  if (pendingDomains > 0) counts.push(`${pendingDomains} waiting for DNS`);
  return [styleText('bold', counts.join(', ')), ...formatFailures(failed)].join('\n');
}

/** A line for each failure. */
export function formatFailures(failed: readonly Failure[]): string[] {
  const lines = failed.slice(0, maxListed).map(({ id, reason }) => `${styleText('red', '✗')} ${id}: ${reason}`);
  const rest = failed.length - lines.length;
  return rest > 0 ? [...lines, `and ${rest} more`] : lines;
}
