/** Writes what the suite knows into the guide about it: `npm run conformance:guide`. A test compares the two. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { facts } from './facts/index.ts';
import { questions, unasked } from './questions/index.ts';
import { emulatorContext } from './support/emulator.ts';
import { nameOf, table } from './support/report.ts';
import { run } from './support/run.ts';
import type { Fact, Question } from './support/types.ts';

/** The guide. */
export const guidePath: string = path.resolve(import.meta.dirname, '../docs/guides/conformance.md');

const start = '<!-- Written by "npm run conformance:guide" from here on. -->';

/** The guide as it should be: its own text, and what the emulator answers today. */
export async function currentGuide(): Promise<string> {
  const { questions: answers } = await run(emulatorContext(), { facts: [], questions });
  const [text = ''] = readFileSync(guidePath, 'utf8').split(start);
  const factRows = facts.map((fact) => [fact.sentence, nameOf(fact.source), whereChecked(fact)]);
  const questionRows = questions.map((question) => [
    question.sentence,
    asText(answers.get(question.id)?.answer ?? ''),
    consequencesOf(question),
  ]);
  return [
    `${text}${start}`,
    '',
    '## Facts',
    '',
    'What is checked by reading is part of `--read-only`.',
    '',
    ...table(['fact', 'source', 'checked'], factRows),
    '',
    '## Questions',
    '',
    ...table(['question', 'emulator', 'what the client does'], questionRows),
    '',
    '## What cannot be asked',
    '',
    ...unasked.map((sentence) => `- ${sentence}`),
    '',
  ].join('\n');
}

function whereChecked({ readsOnly, ownOnly }: Fact): string {
  if (ownOnly !== undefined) return `on emulators: it ${ownOnly}`;
  return readsOnly ? 'by reading' : 'by writing';
}

/** What the client does for each answer, said once where it is always the same. */
function consequencesOf({ answers }: Question): string {
  const sentences = [...new Set(Object.values(answers))];
  if (sentences.length === 1) return sentences.join();
  const answersOf = (sentence: string) => Object.keys(answers).filter((answer) => answers[answer] === sentence);
  return sentences.map((sentence) => `*${answersOf(sentence).map(asText).join('*, *')}*: ${sentence}`).join('<br>');
}

/** An answer such as `<word>` is no HTML. */
function asText(answer: string): string {
  return answer.replaceAll('<', '\\<');
}

if (import.meta.main) writeFileSync(guidePath, await currentGuide());
