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

test.each([
  ['Program.DrSmithClinic.com', 'program.drsmithclinic.com'],
  ['zahnärzte.example', 'xn--zahnrzte-3za.example'],
  ['xn--zahnrzte-3za.example', 'xn--zahnrzte-3za.example'],
  ['例え.jp', 'xn--r8jz45g.jp'],
  ['a_b.example', 'a_b.example'],
  ['1.example', '1.example'],
])('spells %s as DNS does', (domain, ascii) => {
  expect(requiredDnsRecords(domain).map(({ fqdn }) => fqdn)).toEqual([`*.${ascii}`, `*.sandbox.${ascii}`]);
});

test('takes the longest name that leaves room for the records, and no longer one', () => {
  const longest = `${`${'x'.repeat(59)}.`.repeat(4)}com`;
  expect(requiredDnsRecords(longest)[1]?.fqdn).toHaveLength(253);
  expect(() => requiredDnsRecords(`x${longest}`)).toThrow(MiosaConfigError);
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
  ['drsmithclinic.com..'],
  ['-drsmithclinic.com'],
  ['drsmithclinic-.com'],
  ['program.-drsmithclinic.com'],
  ['-ü.example'],
  ['ü-.example'],
  ['a\u2800.example'],
  ['dr%41smithclinic.com'],
  ['dr\\smithclinic.com'],
  [`${'x'.repeat(64)}.com`],
  ['203.0.113.7'],
  ['3405803783'],
  ['0xcb.1'],
  ['[::1]'],
  ['::1'],
  ['dr\u200Bsmithclinic.com'],
  ['drsmith\u00ADclinic.com'],
  ['\uFEFFdrsmithclinic.com'],
  ['drsmithclinic.com\u2060'],
  ['drsmithclinic.com\u0000'],
  [''],
  [' '],
  [7],
  [null],
])('refuses %j', (domain) => {
  expect(() => requiredDnsRecords(misuse(domain))).toThrow(MiosaConfigError);
});
