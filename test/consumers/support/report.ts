import type { Row } from './check.ts';

/** How much is shown of a failure. */
const mostLines = 25;

/** Prints a table of what passed and what failed, why it failed, and sets the exit code. */
export function report(rows: readonly Row[]): void {
  const lines = rows.map(({ subject, version, outcomes }) => {
    const passed = outcomes.filter(({ error }) => error === undefined).length;
    const isWhole = passed === outcomes.length && passed > 0;
    return [subject, version, `${passed}/${outcomes.length}`, isWhole ? 'ok' : 'FAILED'];
  });
  const table = [['', 'version', 'checks passed', ''], ...lines];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0))) ?? [];
  for (const cells of table) {
    console.log(
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }

  const failures = rows.flatMap(({ subject, outcomes }) =>
    outcomes.flatMap(({ name, error }) => (error === undefined ? [] : [`${subject}: ${name}\n${error}`])),
  );
  for (const failure of failures) {
    const lines = failure.split('\n');
    console.error(`\n${lines.slice(0, mostLines).join('\n    ')}`);
    if (lines.length > mostLines) console.error(`    … and ${lines.length - mostLines} lines more`);
  }

  const all = rows.flatMap(({ outcomes }) => outcomes).length;
  console.log(`\n${all - failures.length} passed, ${failures.length} failed`);
  if (failures.length > 0 || rows.some(({ outcomes }) => outcomes.length === 0)) process.exitCode = 1;
}
