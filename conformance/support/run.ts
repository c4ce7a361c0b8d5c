import { ConnectionLost } from './api.ts';
import { Mismatch, NotSeen, withoutNames } from './seen.ts';
import type { Context, Fact, Question } from './types.ts';

/** Whether a fact holds. */
export interface FactResult {
  readonly outcome: 'holds' | 'does not hold' | 'not checked';
  /** What was seen instead, or why nothing was. */
  readonly detail?: string;
}

/** The answer to a question. */
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
  /** What ended the run before its end. */
  readonly lost: ConnectionLost | undefined;
}

/** What is done in a run. */
export interface Plan {
  readonly facts: readonly Fact[];
  readonly questions: readonly Question[];
  readonly isReadOnly?: boolean;
  /** Called before each. */
  readonly onProgress?: (id: string) => void;
}

/** Asks questions and checks facts, one after another. Without a connection the rest is neither asked nor checked. */
export async function run(context: Context, plan: Plan): Promise<Findings> {
  const facts = new Map<string, FactResult>();
  const questions = new Map<string, QuestionResult>();
  let lost: ConnectionLost | undefined;
  const attempt = async <T>(subject: Fact | Question, work: () => Promise<T>, none: (why: string) => T): Promise<T> => {
    plan.onProgress?.(subject.id);
    const why = lost === undefined ? whyNot(subject, context, plan) : 'no response arrived';
    if (why !== undefined) return none(why);
    try {
      return await work();
    } catch (error) {
      if (error instanceof NotSeen) return none(error.message);
      if (!(error instanceof ConnectionLost)) throw error;
      lost = error;
      return none('no response arrived');
    }
  };
  for (const question of plan.questions) {
    const result = await attempt(question, () => asked(question, context), unanswered);
    questions.set(question.id, result);
  }
  // Last, since some of them are about all that came before.
  for (const fact of plan.facts) {
    const result = await attempt(fact, () => checked(fact, context), unchecked);
    facts.set(fact.id, result);
  }
  return { facts, questions, lost };
}

function unanswered(detail: string): QuestionResult {
  return { answer: undefined, detail };
}

function unchecked(detail: string): FactResult {
  return { outcome: 'not checked', detail };
}

async function asked({ answers, probe }: Question, context: Context): Promise<QuestionResult> {
  const answer = await probe(context);
  return { answer: Object.hasOwn(answers, answer) ? answer : `other: ${withoutNames(answer)}` };
}

async function checked(fact: Fact, context: Context): Promise<FactResult> {
  try {
    await fact.check(context);
    return { outcome: 'holds' };
  } catch (error) {
    if (error instanceof Mismatch) return { outcome: 'does not hold', detail: error.message };
    throw error;
  }
}

function whyNot({ readsOnly, ownOnly }: Fact | Question, { isOwn }: Context, { isReadOnly }: Plan): string | undefined {
  if (ownOnly !== undefined && !isOwn) return `it ${ownOnly}`;
  return isReadOnly && !readsOnly ? 'it writes' : undefined;
}
