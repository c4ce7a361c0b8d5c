import { showNumber } from './statistics.ts';

/** How to measure. */
export interface Settings {
  /** How many rounds there are instead of the usual number: fewer for whoever works on the benchmark itself. */
  readonly rounds: (usual: number) => number;
  /** Whether an older version of the package is measured, too. */
  readonly hasBaseline: boolean;
}

/** Measures one subject. */
export type Subject = (settings: Settings) => Promise<Section>;

/** The results of one subject. */
export interface Section {
  readonly title: string;
  /** Exactly what was measured. */
  readonly about: string;
  readonly tables: readonly Table[];
  readonly goals: readonly Goal[];
  readonly notes?: readonly string[];
}

/** A table as rows of cells, the first of which names the row. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What is to be reached, and what was. */
export interface Goal {
  readonly text: string;
  readonly reached: number;
  readonly limit: number;
  /** Whether the limit is the least instead of the most. */
  readonly atLeast?: boolean;
  readonly digits?: number;
}

/** A section as Markdown. */
export function renderSection({ title, about, tables, goals, notes = [] }: Section): string {
  const lists = [goals.map(renderGoal), notes].filter((lines) => lines.length > 0).map(renderList);
  return [`## ${title}`, about, ...tables.map(renderTable), ...lists].join('\n\n');
}

function renderGoal({ text, reached, limit, atLeast = false, digits = 2 }: Goal): string {
  const isMet = atLeast ? reached >= limit : reached <= limit;
  const bound = `at ${atLeast ? 'least' : 'most'} ${showNumber(limit, digits)}`;
  return `Goal: ${text}, ${bound}. It is ${showNumber(reached, digits)}: ${isMet ? 'met' : '**missed**'}.`;
}

function renderList(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

/** The columns are aligned for those who read the file as plain text: names on the left, figures on the right. */
function renderTable({ head, rows }: Table): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0), 3));
  const pad = (text: string, width: number, column: number): string =>
    column === 0 ? text.padEnd(width) : text.padStart(width);
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => pad(cells[column] ?? '', width, column)).join(' | ')} |`;
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
