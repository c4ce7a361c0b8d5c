import { ConnectionDropped } from '../connection-dropped.ts';
import type { Answer } from '../replies.ts';
import { gatewayAnswer, htmlAnswer, internalErrorAnswer, rateLimitAnswer } from './fault-answers.ts';
import type { FaultKind } from './fault-options.ts';

/** What goes wrong with one request. */
export type Fault =
  | {
      readonly effect: 'delay';
      readonly milliseconds: number;
    }
  | {
      readonly effect: 'replace';
      /** Whether it happens before the request is carried out, instead of after. */
      readonly before: boolean;
      /** What arrives instead of the answer. It throws when nothing does. */
      readonly answer: () => Answer;
    }
  | {
      readonly effect: 'damage';
      /** What is left of the body of a success. */
      readonly damage: (text: string) => string | undefined;
    };

/** The numbers, from 0 up to 1, that decide the details of a fault. */
export interface FaultDetails {
  /** Before or after the request is carried out. */
  readonly moment: number;
  /** Which of several forms. */
  readonly choice: number;
  /** How much. */
  readonly amount: number;
}

/** The most that faults may ask for. */
export interface FaultLimits {
  readonly latencyMs: number;
  readonly hintMs: number;
}

/** Makes a fault out of what was drawn for it. */
export function makeFault(kind: FaultKind, details: FaultDetails, limits: FaultLimits): Fault {
  return makers[kind](details, limits);
}

const makers: Readonly<Record<FaultKind, (details: FaultDetails, limits: FaultLimits) => Fault>> = {
  latency: ({ amount }, { latencyMs }) => ({ effect: 'delay', milliseconds: Math.ceil(amount * latencyMs) }),
  'drop-before': () => ({ effect: 'replace', before: true, answer: drop }),
  'drop-after': () => ({ effect: 'replace', before: false, answer: drop }),
  'rate-limit': ({ choice, amount }, { hintMs }) => ({
    effect: 'replace',
    before: true,
    answer: () => rateLimitAnswer(Math.floor(amount * (hintMs + 1)), choice),
  }),
  '500': ({ moment }) => ({ effect: 'replace', before: isBefore(moment), answer: internalErrorAnswer }),
  '502': ({ moment }) => ({ effect: 'replace', before: isBefore(moment), answer: () => gatewayAnswer(502) }),
  '503': ({ moment }) => ({ effect: 'replace', before: isBefore(moment), answer: () => gatewayAnswer(503) }),
  '504': ({ moment }) => ({ effect: 'replace', before: isBefore(moment), answer: () => gatewayAnswer(504) }),
  html: ({ moment, choice }) => ({ effect: 'replace', before: isBefore(moment), answer: () => htmlAnswer(choice) }),
  'truncated-json': ({ amount }) => ({
    effect: 'damage',
    // At least one character arrives, and at least one does not: no beginning of an object is JSON.
    damage: (text) => text.slice(0, 1 + Math.floor(amount * (text.length - 1))),
  }),
  'empty-body': () => ({ effect: 'damage', damage: () => undefined }),
};

function isBefore(moment: number): boolean {
  return moment < 0.5;
}

function drop(): never {
  throw new ConnectionDropped();
}
