import { median, quantile } from 'd3-array';
import { markdownTable } from 'markdown-table';
import type { Candidates } from '../candidates.ts';
import type { Values } from './samples.ts';

/** What a candidate has in a column. */
export type Column = (name: string) => string;

/** A table with a row for each candidate. */
export function table(head: string, candidates: Candidates, columns: Readonly<Record<string, Column>>): string {
  const rows = Object.entries(candidates).map(([name, { title }]) => [
    title,
    ...Object.values(columns).map((column) => column(name)),
  ]);
  return renderTable([[head, ...Object.keys(columns)], ...rows]);
}

/** Names are on the left, figures on the right. */
export function renderTable(rows: readonly (readonly string[])[]): string {
  return markdownTable(rows, { align: rows[0]?.map((_, column) => (column === 0 ? '' : 'r')) });
}

/** `12.3 (11.9–12.8)`: the median and the interquartile range. */
export function figure(values: Values, digits: number): Column {
  return (name) => {
    const [low, middle, high] = [0.25, 0.5, 0.75].map((share) =>
      showNumber(quantile(values(name), share) ?? Number.NaN, digits),
    );
    return `${middle} (${low}–${high})`;
  };
}

/** How many times what another takes each candidate takes, turn by turn. */
export function over(values: Values, other: string): Values {
  return (name) => values(name).map((value, turn) => value / (values(other)[turn] ?? Number.NaN));
}

/** What each candidate takes more than another, turn by turn. */
export function minus(values: Values, other: string): Values {
  return (name) => values(name).map((value, turn) => value - (values(other)[turn] ?? Number.NaN));
}

export function medianOf(values: Values, name: string): number {
  return median(values(name)) ?? Number.NaN;
}

interface Bounds {
  readonly atMost?: number;
  readonly atLeast?: number;
  readonly digits?: number;
  /** Why it is missed where it is, as a sentence. */
  readonly reason: string;
}

/** What is to be reached, and what was. */
export function goal(text: string, reached: number, { atMost, atLeast, digits = 2, reason }: Bounds): string {
  const isMet = reached <= (atMost ?? reached) && reached >= (atLeast ?? reached);
  const bound = atMost === undefined ? `at least ${atLeast?.toFixed(digits)}` : `at most ${showNumber(atMost, digits)}`;
  return `- Goal: ${text}, ${bound}. It is ${showNumber(reached, digits)}: ${isMet ? 'met.' : `**missed**. ${reason}`}`;
}

export function showNumber(value: number, digits = 0): string {
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
