/** Something that must hold. It throws, or rejects, when it does not. */
export interface Check {
  readonly name: string;
  readonly run: () => unknown;
}

/** What came of a check. */
export interface Outcome {
  readonly name: string;
  /** Why it failed; missing when it passed. */
  readonly error?: string;
}

/** One line of a report. */
export interface Row {
  /** The consumer or the runtime. */
  readonly subject: string;
  readonly version: string;
  readonly outcomes: readonly Outcome[];
}

/** Runs checks one after the other: two cores are not more. */
export async function tryAll(subject: string, version: string, checks: readonly Check[]): Promise<Row> {
  const outcomes: Outcome[] = [];
  for (const { name, run } of checks) {
    try {
      await run();
      outcomes.push({ name });
    } catch (error) {
      outcomes.push({ name, error: error instanceof Error ? error.message : String(error) });
    }
  }
  return { subject, version, outcomes };
}
