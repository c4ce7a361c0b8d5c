import type { Outcome, Row } from '../support/check.ts';

/** Turns what a runtime says about itself into a line of the report. */
export async function rowFrom(subject: string, version: string, work: () => Promise<readonly Outcome[]>): Promise<Row> {
  try {
    return { subject, version, outcomes: await work() };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { subject, version, outcomes: [{ name: 'the run itself', error: message }] };
  }
}
