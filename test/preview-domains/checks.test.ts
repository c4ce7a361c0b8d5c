import type { PreviewDomainCheck } from 'miosa-client';
import { describe, expect, test } from 'vitest';
import { clientWith } from '../support/client.ts';
import { ids, wirePreviewDomain } from '../support/seed.ts';
import { json, startServer } from '../support/server.ts';

async function verify(body: unknown): Promise<PreviewDomainCheck> {
  const { url } = await startServer(json(body));
  return clientWith({ baseUrl: url, maxRetries: 0 }).previewDomain.verify({ projectId: ids.project });
}

describe('a DNS check', () => {
  const target = 'proxy.miosa.ai';
  const asRecord = {
    scope: 'project',
    id: ids.project,
    previewDomain: 'program.drsmithclinic.com',
    effectiveDomain: 'program.drsmithclinic.com',
    urlExamples: wirePreviewDomain.url_examples,
    records: [],
  };

  test.each<[string, object, Omit<PreviewDomainCheck, 'raw'> & Record<string, unknown>]>([
    ['{ verified, target, records }', { verified: true, target, records: [] }, { ready: true, target, records: [] }],
    ['{ verified }', { verified: true }, { ready: true, records: [] }],
    ['{ verified } inside data', { data: { verified: true, target } }, { ready: true, target, records: [] }],
    ['{ verified: false }', { verified: false, target }, { ready: false, target, records: [] }],
    [
      'the ordinary record, pending',
      wirePreviewDomain,
      { ...asRecord, ready: false, status: 'pending_dns', dnsStatus: 'pending' },
    ],
    [
      'the ordinary record, configured, inside data',
      { data: { ...wirePreviewDomain, status: 'configured', dns_status: 'ok' } },
      { ...asRecord, ready: true, status: 'configured', dnsStatus: 'ok' },
    ],
    [
      'records with content',
      { status: 'pending_dns', records: [{ record_type: 'CNAME', found_value: null }, 'cname'] },
      { ready: false, status: 'pending_dns', records: [{ record_type: 'CNAME', found_value: null }, 'cname'] },
    ],
    ['an empty object', {}, { ready: false, records: [] }],
  ])('is read from %s', async (_, body, check) => {
    expect(await verify(body)).toEqual({ ...check, raw: body });
  });

  test('keeps unknown fields in camelCase, and raw as it was sent', async () => {
    const body = { data: { verified: false, checked_at: null, dns_error: { err_code: 7 } }, request_id: 'req_1' };
    const check = await verify(body);
    expect(check).toEqual({ ready: false, records: [], checkedAt: null, dnsError: { err_code: 7 }, raw: body });
  });

  test.each([
    { verified: 'yes', status: 'pending_dns' },
    { verified: null, status: 'pending_dns', target: 7 },
    { verified: 1, status: 'pending_dns', records: {} },
    { status: 'pending_dns', dns_status: { state: 'pending' }, records: null, target: null },
  ])('ignores a field of another kind, which raw still has: %j', async (body) => {
    expect(await verify(body)).toEqual({ ready: false, status: 'pending_dns', records: [], raw: body });
  });
});

describe('ready', () => {
  test.each([
    [true, { verified: true, status: 'pending_dns' }],
    [true, { ready: true }],
    [false, { verified: false, ready: true }],
    [true, { status: 'configured' }],
    [true, { status: 'verified' }],
    [true, { status: 'active' }],
    [true, { dns_status: 'verified' }],
    [true, { status: null, dns_status: 'configured' }],
    [false, { verified: false, status: 'configured' }],
    [false, { status: 'pending_dns', dns_status: 'verified' }],
    [false, { status: 'failed' }],
    [false, { status: 'not_configured' }],
    [false, { dns_status: 'pending' }],
    [false, { status: 'CONFIGURED' }],
  ])('is %s for %j', async (ready, body) => {
    expect(await verify(body)).toMatchObject({ ready });
  });

  test('is false for a status that nobody documents, which comes back verbatim', async () => {
    const check = await verify({ status: 'half-propagated', dns_status: 'Querying' });
    expect(check).toMatchObject({ ready: false, status: 'half-propagated', dnsStatus: 'Querying' });
  });
});
