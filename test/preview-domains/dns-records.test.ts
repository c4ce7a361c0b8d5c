import { MiosaConfigError, requiredDnsRecords } from 'miosa-client';
import { expect, test } from 'vitest';
import { clientWith } from '../support/client.ts';
import { misuse } from '../support/refusal.ts';

const records = [
  { type: 'CNAME', name: '*', fqdn: '*.program.drsmithclinic.com', value: 'proxy.miosa.ai' },
  { type: 'CNAME', name: '*.sandbox', fqdn: '*.sandbox.program.drsmithclinic.com', value: 'proxy.miosa.ai' },
];

test.each(['program.drsmithclinic.com', 'program.drsmithclinic.com.'])('gives the records that %s needs', (domain) => {
  expect(requiredDnsRecords(domain)).toEqual(records);
});

test('gives the same as a method of the client', () => {
  expect(clientWith({}).previewDomain.requiredDnsRecords('program.drsmithclinic.com')).toEqual(records);
});

test.each<[unknown]>([
  ['https://program.drsmithclinic.com'],
  ['program.drsmithclinic.com/path'],
  ['program.drsmithclinic.com:443'],
  ['someone@drsmithclinic.com'],
  ['*.drsmithclinic.com'],
  ['.drsmithclinic.com'],
  ['drsmithclinic..com'],
  ['drsmithclinic.com?x'],
  ['drsmithclinic.com#x'],
  ['drsmith clinic.com'],
  [''],
  [' '],
  [7],
  [null],
])('refuses %j', (domain) => {
  expect(() => requiredDnsRecords(misuse(domain))).toThrow(MiosaConfigError);
});
