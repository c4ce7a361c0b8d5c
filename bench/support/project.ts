import type { wireProject } from '../../test/support/seed.ts';

/** A list of projects on the wire. */
export interface WireProjectList {
  readonly data: readonly (typeof wireProject)[];
  readonly total: number;
}
