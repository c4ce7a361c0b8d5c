import { readFile } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse/sync';

/** A customer, as a line of the file says. */
export interface Customer {
  /** Your own id, which never changes. */
  readonly id: string;
  readonly name: string;
  /** The domain that the customer's previews run under, if there is one. */
  readonly domain?: string;
}

/** What is wrong with a file of customers. The message names every line. */
export class CustomerFileError extends Error {}

const required = ['id', 'name'];
const maxProblems = 10;

/** @throws {CustomerFileError} When the file cannot be read, or a line is not a customer. */
export async function readCustomers(file: string): Promise<Customer[]> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new CustomerFileError(`${file} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
  try {
    return parseCustomers(decode(bytes));
  } catch (error) {
    if (!(error instanceof CustomerFileError)) throw error;
    throw new CustomerFileError(`${file} was not imported.\n${error.message}`);
  }
}

/** In another encoding, names would be damaged, and never repaired: what exists is not changed. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CustomerFileError('It is not in UTF-8: save it as "CSV UTF-8", for instance.');
  }
}

/**
 * Reads customers from CSV with the columns `id`, `name` and, if wanted, `domain`. Further columns are ignored.
 *
 * @throws {CustomerFileError} When a line is not a customer, or an id is there twice.
 */
export function parseCustomers(text: string): Customer[] {
  const lineOf = new Map<string, number>();
  const problems: string[] = [];
  const customers = recordsOf(text).map(({ record: { id = '', name = '', domain }, info: { lines } }) => {
    const first = lineOf.get(id);
    if (id === '') problems.push(`line ${lines}: the id is missing`);
    else if (first !== undefined) problems.push(`line ${lines}: the id ${id} is on line ${first} already`);
    else lineOf.set(id, lines);
    if (name === '') problems.push(`line ${lines}: the name is missing`);
    return { id, name, ...(domain && { domain }) };
  });
  if (problems.length > 0) throw new CustomerFileError(summary(problems));
  if (customers.length === 0) throw new CustomerFileError('It has no customers: a line for each follows the header.');
  return customers;
}

interface Line {
  readonly record: Readonly<Partial<Record<string, string>>>;
  readonly info: { readonly lines: number };
}

function recordsOf(text: string): Line[] {
  try {
    return parse<Line>(text, { bom: true, columns: checkHeader, info: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    if (error instanceof CsvError) throw new CustomerFileError(error.message);
    throw error;
  }
}

function checkHeader(header: readonly string[]): string[] {
  const missing = required.filter((name) => !header.includes(name));
  if (missing.length === 0) return [...header];
  throw new CustomerFileError(
    `line 1: the column ${missing.join(' and ')} is missing in "${header.join()}". The first line names the columns, such as: id,name,domain`,
  );
}

function summary(problems: readonly string[]): string {
  const rest = problems.length - maxProblems;
  return [...problems.slice(0, maxProblems), ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n');
}
