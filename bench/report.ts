import type { Goal, Section } from './support/section.ts';
import { showNumber } from './support/statistics.ts';
import { drawTable } from './support/table.ts';

/** A section as Markdown. */
export function drawSection({ title, about, tables, goals, notes = [] }: Section): string {
  const lists = [goals.map(drawGoal), notes].filter((lines) => lines.length > 0).map(drawList);
  return [`## ${title}`, about, ...tables.map(drawTable), ...lists].join('\n\n');
}

function drawGoal({ text, reached, limit, atLeast = false, digits = 2 }: Goal): string {
  const isMet = atLeast ? reached >= limit : reached <= limit;
  const bound = `at ${atLeast ? 'least' : 'most'} ${showNumber(limit, digits)}`;
  return `Goal: ${text}, ${bound}. It is ${showNumber(reached, digits)}: ${isMet ? 'met' : '**missed**'}.`;
}

function drawList(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}
