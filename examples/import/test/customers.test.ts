import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { CustomerFileError, parseCustomers, readCustomers } from '../src/customers.ts';

/** The message with which a file is refused. */
function refusal(text: string): string {
  try {
    parseCustomers(text);
  } catch (error) {
    if (error instanceof CustomerFileError) return error.message;
    throw error;
  }
  throw new Error('The file was accepted.');
}

test('a file has an id, a name and perhaps a domain for each customer', () => {
  const text =
    '\uFEFF"name",id,plan,domain\r\n"Dr. Smith, Eye Clinic",clinic-1,gold,program.smith.example\r\n\r\n Rossi ,2,,\r\n';
  assert.deepEqual(parseCustomers(text), [
    { id: 'clinic-1', name: 'Dr. Smith, Eye Clinic', domain: 'program.smith.example' },
    { id: '2', name: 'Rossi' },
  ]);
});

test('what is wrong is named with its line, all at once', () => {
  assert.equal(
    refusal('id,name\n1,Smith\n,Jones\n2,\n1,Rossi\n'),
    'line 3: the id is missing\nline 4: the name is missing\nline 5: the id 1 is on line 2 already',
  );
  const many = refusal(`id,name\n${',Smith\n'.repeat(30)}`).split('\n');
  assert.equal(many.length, 11);
  assert.equal(many.at(-1), 'and 20 more');
});

test('a file that is no table of customers is refused', () => {
  assert.match(refusal('customer,name\n1,Smith\n'), /^line 1: the column id is missing in "customer,name"/);
  assert.match(refusal('id,name\n'), /no customers/);
  assert.match(refusal(''), /no customers/);
  assert.match(refusal('id,name\n1,Smith,Jones\n'), /line 2/);
  assert.match(refusal('id,name\n1,"Smith\n'), /line 2/);
});

test('a file that is not there is named', async () => {
  await assert.rejects(readCustomers('/nowhere/customers.csv'), {
    message: /^\/nowhere\/customers\.csv cannot be read: ENOENT/,
  });
});

test('a file in another encoding is refused', async () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'miosa-customers-')), 'latin-1.csv');
  writeFileSync(file, 'id,name\n1,Müller\n', 'latin1');
  await assert.rejects(readCustomers(file), { message: /latin-1\.csv was not imported\.\nIt is not in UTF-8/ });
});

test('the maker of sample files writes as many customers as it is told', () => {
  const program = path.join(import.meta.dirname, '../src/make-sample.ts');
  const customers = parseCustomers(execFileSync(process.execPath, [program, '25'], { encoding: 'utf8' }));
  assert.equal(customers.length, 25);
  assert.deepEqual(customers[0], { id: 'clinic-1', name: 'Dr. Smith, Dental Clinic' });
});
