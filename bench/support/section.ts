import type { Table } from './table.ts';

/** What is to be reached, and what was. */
export interface Goal {
  readonly text: string;
  readonly reached: number;
  readonly limit: number;
  /** Whether the limit is the least instead of the most. */
  readonly atLeast?: boolean;
  readonly digits?: number;
}

/** The results of one subject. */
export interface Section {
  readonly title: string;
  /** Exactly what was measured. */
  readonly about: string;
  readonly tables: readonly Table[];
  readonly goals: readonly Goal[];
  readonly notes?: readonly string[];
}

/** How thoroughly to measure. */
export interface Effort {
  /** A share of the usual number of rounds, for whoever works on the benchmark itself. */
  readonly rounds: (usual: number) => number;
}

/** Measures one subject. */
export type Subject = (effort: Effort) => Promise<Section>;
