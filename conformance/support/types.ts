import type { Api } from './api.ts';
import type { Lab } from './lab.ts';

/** Where a fact comes from. */
export type Source =
  /** The document that the client was made from, which is the authority. */
  | { readonly kind: 'seed' }
  /** A public page of MIOSA. */
  | { readonly kind: 'docs'; readonly where: string }
  /** The source or tests of an official client. */
  | { readonly kind: 'sdk'; readonly where: string };

/** What a fact or question may use. */
export interface Context {
  readonly api: Api;
  readonly lab: Lab;
  /** Whether the server may be treated as one likes: it is an emulator. */
  readonly isOwn: boolean;
  /** UUID of a project in another organization. */
  readonly foreignProject?: string | undefined;
}

/** What facts and questions have in common. */
interface Subject {
  readonly id: string;
  readonly sentence: string;
  /** Set where GET requests suffice. */
  readonly readsOnly?: true;
  /** What it does or needs, where that keeps it to emulators: "changes the domain of the whole organization". */
  readonly ownOnly?: string;
}

/** What a source says of the API. */
export interface Fact extends Subject {
  readonly source: Source;
  /**
   * Shows it on the wire.
   *
   * @throws {Mismatch} When it does not hold.
   * @throws {NotSeen} When that could not be seen.
   */
  check(context: Context): Promise<void>;
}

/** What no source says of the API. */
export interface Question extends Subject {
  /** Each known answer, and what the client does then. */
  readonly answers: Readonly<Record<string, string>>;
  /**
   * Asks the server.
   *
   * @returns One of the answers, or another in a few words that identify nobody.
   * @throws {NotSeen} When there is no answer.
   */
  probe(context: Context): Promise<string>;
}

/** Answers that make no difference to the client. */
export function sameFor(sentence: string, ...answers: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(answers.map((answer) => [answer, sentence]));
}

/** The document that the client was made from. */
export const seed: Source = { kind: 'seed' };

/** A public page, by its path. */
export function docs(path: string): Source {
  return { kind: 'docs', where: `miosa.ai/docs/${path}` };
}

/** A file of an official client. */
export function sdk(where: string): Source {
  return { kind: 'sdk', where };
}
