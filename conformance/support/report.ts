import type { FactResult, Findings } from './run.ts';
import { uuid } from './seen.ts';
import type { Fact, Question, Source } from './types.ts';

/** What was found at one server, under the name of its column. */
export interface Column {
  readonly name: string;
  readonly findings: Findings;
}

/** How many facts hold, do not, and were not checked. */
export function summaryOf({ facts, questions }: Findings): string {
  const count = (outcome: FactResult['outcome']) =>
    [...facts.values()].filter((fact) => fact.outcome === outcome).length;
  const answered = [...questions.values()].filter(({ answer }) => answer !== undefined).length;
  return (
    `${count('holds')} facts hold, ${count('does not hold')} do not, ${count('not checked')} were not checked; ` +
    `${answered} of ${questions.size} questions were answered.`
  );
}

/** Everything that was found, as two tables in Markdown. Columns are servers; the last one is what is reported on. */
export function tablesOf(columns: readonly Column[], facts: readonly Fact[], questions: readonly Question[]): string {
  const names = columns.map(({ name }) => name);
  const factRows = facts.map(({ id, sentence, source }) => [
    id,
    sentence,
    nameOf(source),
    ...columns.map(({ findings }) => textOf(findings.facts.get(id))),
  ]);
  const questionRows = questions.map(({ id, sentence, answers }) => {
    const found = columns.map(({ findings }) => findings.questions.get(id));
    const cells = found.map((result) => result?.answer ?? `not asked: ${result?.detail}`);
    const last = cells.at(-1) ?? '';
    const differs = cells.some((cell) => cell !== last) && found.at(-1)?.answer !== undefined;
    const known = answers[last] ?? 'not known: please report it';
    return [
      id,
      sentence,
      ...cells.slice(0, -1),
      differs ? `**${last}**` : last,
      found.at(-1)?.answer === undefined ? '' : known,
    ];
  });
  return [
    '## Facts',
    '',
    ...table(['id', 'fact', 'source', ...names], factRows),
    '',
    '## Questions',
    '',
    ...table(['id', 'question', ...names, 'what the client does'], questionRows),
    '',
  ].join('\n');
}

/** The lines of a table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

/** A source in a few words. */
export function nameOf(source: Source): string {
  return source.kind === 'seed' ? 'seed' : `${source.kind}: ${source.where}`;
}

/** A text without the key, and without ids. Facts and questions put no names into what they say. */
export function withoutSecrets(text: string, apiKey: string): string {
  return text
    .replaceAll(apiKey || '<key>', '<key>')
    .replace(new RegExp(`${uuid.source}|\\b(tnt|req)_\\w+`, 'gi'), '<id>');
}

function textOf(result: FactResult | undefined): string {
  if (result === undefined) return '';
  const { outcome, detail } = result;
  if (detail === undefined) return outcome;
  return outcome === 'does not hold' ? `**does not hold**: ${detail}` : `${outcome}: ${detail}`;
}
