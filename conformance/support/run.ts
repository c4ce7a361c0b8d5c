import { Mismatch, NotSeen } from './seen.ts';
import type { Context, Fact, Question } from './types.ts';

/** What became of a fact. */
export interface FactResult {
  readonly outcome: 'holds' | 'does not hold' | 'not checked';
  /** What was seen instead, or why nothing was. */
  readonly detail?: string;
}

/** What became of a question. */
export interface QuestionResult {
  /** One of the known answers, `other: …`, or `undefined` when there is none. */
  readonly answer: string | undefined;
  /** Why there is none. */
  readonly detail?: string;
}

/** What one server was found to be like, by the ids of facts and questions. */
export interface Findings {
  readonly facts: ReadonlyMap<string, FactResult>;
  readonly questions: ReadonlyMap<string, QuestionResult>;
}

/** What is done in a run. */
export interface Plan {
  readonly facts: readonly Fact[];
  readonly questions: readonly Question[];
  readonly isReadOnly?: boolean;
  /** Called before each. */
  readonly onProgress?: (id: string) => void;
}

/**
 * Asks questions and checks facts, one after another.
 *
 * @throws {ConnectionLost} When the server cannot be reached.
 */
export async function run(context: Context, plan: Plan): Promise<Findings> {
  const facts = new Map<string, FactResult>();
  const questions = new Map<string, QuestionResult>();
  for (const question of plan.questions) {
    plan.onProgress?.(question.id);
    questions.set(question.id, await asked(question, context, plan));
  }
  // Last, since some of them are about all that came before.
  for (const fact of plan.facts) {
    plan.onProgress?.(fact.id);
    facts.set(fact.id, await checked(fact, context, plan));
  }
  return { facts, questions };
}

async function checked(fact: Fact, context: Context, plan: Plan): Promise<FactResult> {
  const detail = whyNot(fact, context, plan);
  if (detail !== undefined) return { outcome: 'not checked', detail };
  try {
    await fact.check(context);
    return { outcome: 'holds' };
  } catch (error) {
    if (error instanceof Mismatch) return { outcome: 'does not hold', detail: error.message };
    if (error instanceof NotSeen) return { outcome: 'not checked', detail: error.message };
    throw error;
  }
}

async function asked(question: Question, context: Context, plan: Plan): Promise<QuestionResult> {
  const detail = whyNot(question, context, plan);
  if (detail !== undefined) return { answer: undefined, detail };
  try {
    const answer = await question.probe(context);
    return { answer: Object.hasOwn(question.answers, answer) ? answer : `other: ${answer}` };
  } catch (error) {
    if (error instanceof NotSeen) return { answer: undefined, detail: error.message };
    throw error;
  }
}

function whyNot({ readsOnly, ownOnly }: Fact | Question, { isOwn }: Context, { isReadOnly }: Plan): string | undefined {
  if (ownOnly !== undefined && !isOwn) return `it ${ownOnly}`;
  return isReadOnly && !readsOnly ? 'it writes' : undefined;
}
