import { formatWithOptions, inspect } from 'node-inspect-extracted';
import type { Level, RunEvent } from '../protocol.ts';

/**
 * A console that prints to the page what Node's would. Errors are printed without their stack, wherever they stand: it
 * leads through scripts that the reader did not write.
 */
export function exampleConsole(report: (event: RunEvent) => void) {
  Object.defineProperty(Error.prototype, inspect.custom, { value: shortenStack });
  const print = (level: Level, values: readonly unknown[]) =>
    report({ type: 'print', level, text: formatWithOptions({}, ...values).replaceAll(/\n *at program/g, '') });
  const log = (...values: readonly unknown[]) => print('log', values);
  const error = (...values: readonly unknown[]) => print('error', values);
  const table = (data: unknown) => (isRecord(data) ? report({ type: 'table', ...cellsOf(data) }) : log(data));
  return { log, info: log, debug: log, dir: (value: unknown) => log(value), table, error, warn: error };
}

/** Leaves one frame, which `print` removes: an error without any would be printed in brackets. */
function shortenStack(this: Error): Error {
  Reflect.set(this, 'stack', `${Error.prototype.toString.call(this)}\n    at program`);
  return this;
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** A row for each entry of an object or an array, and a column for each field that one of them has. */
function cellsOf(data: object): { columns: string[]; rows: string[][] } {
  const entries = Object.entries(data);
  const fields = [...new Set(entries.flatMap(([, value]) => (isRecord(value) ? Object.keys(value) : [])))];
  const rows = entries.map(([index, value]) => [index, ...fields.map((field) => cellOf(value, field))]);
  if (!entries.some(([, value]) => !isRecord(value))) return { columns: ['(index)', ...fields], rows };
  const values = entries.map(([, value]) => (isRecord(value) ? '' : inspect(value)));
  return { columns: ['(index)', ...fields, 'Values'], rows: rows.map((row, index) => [...row, values[index] ?? '']) };
}

function cellOf(value: unknown, field: string): string {
  return isRecord(value) && Object.hasOwn(value, field) ? inspect(Reflect.get(value, field)) : '';
}
