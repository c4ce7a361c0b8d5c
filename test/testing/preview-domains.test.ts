import type { MiosaEmulator } from 'miosa-client/testing';
import { describe, expect, test } from 'vitest';
import { ids, wirePreviewDomain } from '../support/seed.ts';
import { call } from './support/call.ts';
import { clinic, clinicEmulator } from './support/clinic.ts';

const scopes = {
  project: { path: `/projects/${ids.project}/preview-domain`, id: ids.project, verify: 'GET' },
  workspace: { path: `/workspaces/${ids.workspace}/preview-domain`, id: ids.workspace, verify: 'GET' },
  organization: { path: '/tenant/preview-domain', id: 'tnt_abc123', verify: 'POST' },
};

/** What each scope says about the domain in force. */
async function effectiveDomains(emulator: MiosaEmulator): Promise<unknown[]> {
  const responses = await Promise.all(Object.values(scopes).map(({ path }) => call(emulator, 'GET', path)));
  return responses.map(({ body }) => Object(body).effective_domain);
}

const set = (emulator: MiosaEmulator, scope: keyof typeof scopes, domain: unknown) =>
  call(emulator, 'PUT', scopes[scope].path, { preview_domain: domain });

test('the documented example', async () => {
  const { status, body } = await set(clinicEmulator(), 'project', 'program.drsmithclinic.com');
  expect(status).toBe(200);
  expect(body).toEqual(wirePreviewDomain);
});

describe.each(Object.entries(scopes))('%s', (scope, { path, id, verify }) => {
  const unset = {
    scope,
    id,
    preview_domain: null,
    effective_domain: null,
    status: 'not_configured',
    dns_status: null,
    url_examples: null,
  };
  const pending = { ...wirePreviewDomain, scope, id };
  const put = { preview_domain: 'program.drsmithclinic.com' };

  test('has none at first', async () => {
    const { status, body } = await call(clinicEmulator(), 'GET', path);
    expect(status).toBe(200);
    expect(body).toMatchObject(unset);
  });

  test('keeps the one that is set, and forgets the one that is cleared', async () => {
    const emulator = clinicEmulator();
    expect((await call(emulator, 'PUT', path, put)).body).toMatchObject(pending);
    expect((await call(emulator, 'GET', path)).body).toMatchObject(pending);
    expect((await call(emulator, 'DELETE', path)).status).toBe(scope === 'organization' ? 204 : 200);
    expect((await call(emulator, 'GET', path)).body).toMatchObject(unset);
  });

  test.each([
    [0, [true, true]],
    [2, [false, false, true, true]],
  ])('is ready after %i checks that find it pending', async (pendingDnsChecks, results) => {
    const emulator = clinicEmulator({ pendingDnsChecks });
    await call(emulator, 'PUT', path, put);
    for (const verified of results) {
      const { status, body } = await call(emulator, verify, `${path}/verify`);
      expect(status).toBe(200);
      expect(body).toMatchObject({ verified, records: [], target: expect.stringMatching(/^proxy\./) });
    }
    expect((await call(emulator, 'GET', path)).body).toMatchObject({ status: 'configured', dns_status: 'verified' });
  });

  test('starts over when another one is set', async () => {
    const emulator = clinicEmulator({ pendingDnsChecks: 0 });
    await call(emulator, 'PUT', path, put);
    await call(emulator, verify, `${path}/verify`);
    await call(emulator, 'PUT', path, { preview_domain: 'other.drsmithclinic.com' });
    expect((await call(emulator, 'GET', path)).body).toMatchObject({ status: 'pending_dns', dns_status: 'pending' });
  });

  test('is not ready when there is none', async () => {
    const { body } = await call(clinicEmulator({ pendingDnsChecks: 0 }), verify, `${path}/verify`);
    expect(body).toMatchObject({ ...unset, verified: false });
  });

  test('has no other method to verify with', async () => {
    const wrong = verify === 'GET' ? 'POST' : 'GET';
    const { status } = await call(clinicEmulator(), wrong, `${path}/verify`);
    expect(status).toBe(404);
  });

  test.each([
    [undefined, "can't be blank"],
    ['', "can't be blank"],
    [null, "can't be blank"],
    ['https://program.drsmithclinic.com', 'is invalid'],
    ['localhost', 'is invalid'],
    ['*.drsmithclinic.com', 'is invalid'],
    [7, 'is invalid'],
  ])('rejects %j', async (preview_domain, message) => {
    const { status, body } = await call(clinicEmulator(), 'PUT', path, { preview_domain });
    expect(status).toBe(422);
    expect(body).toMatchObject({ error: { code: 'VALIDATION_FAILED' }, errors: { preview_domain: [message] } });
  });
});

test('the narrowest domain that is set wins: project, then workspace, then organization', async () => {
  const emulator = clinicEmulator();
  await set(emulator, 'organization', 'org.example.com');
  expect(await effectiveDomains(emulator)).toEqual(['org.example.com', 'org.example.com', 'org.example.com']);
  await set(emulator, 'workspace', 'ws.example.com');
  expect(await effectiveDomains(emulator)).toEqual(['ws.example.com', 'ws.example.com', 'org.example.com']);
  await set(emulator, 'project', 'p.example.com');
  expect(await effectiveDomains(emulator)).toEqual(['p.example.com', 'ws.example.com', 'org.example.com']);

  const cleared = await call(emulator, 'DELETE', scopes.project.path);
  expect(cleared.body).toMatchObject({ preview_domain: null, effective_domain: 'ws.example.com' });
  await call(emulator, 'DELETE', scopes.workspace.path);
  expect(await effectiveDomains(emulator)).toEqual(['org.example.com', 'org.example.com', 'org.example.com']);
  await call(emulator, 'DELETE', scopes.organization.path);
  expect(await effectiveDomains(emulator)).toEqual([null, null, null]);
});

test('a domain may be there from the start, in each scope', async () => {
  const emulator = clinicEmulator({
    previewDomain: 'org.example.com',
    workspaces: [{ ...clinic, previewDomain: 'ws.example.com' }],
  });
  expect(await effectiveDomains(emulator)).toEqual(['ws.example.com', 'ws.example.com', 'org.example.com']);
});

test('the organization is told which record to add', async () => {
  const emulator = clinicEmulator();
  expect((await call(emulator, 'GET', scopes.organization.path)).body).toMatchObject({ dns_instructions: null });
  expect((await set(emulator, 'organization', 'org.example.com')).body).toMatchObject({
    dns_instructions: { type: 'CNAME', name: '*.org.example.com', value: 'proxy.sandboxes.miosa.ai' },
  });
});

test('an organization without a domain is told its fallback, as documented', async () => {
  const emulator = clinicEmulator();
  expect((await call(emulator, 'GET', scopes.organization.path)).body).toMatchObject({
    preview_domain: null,
    default_domain: 'sandboxes.miosa.ai',
    status: 'not_configured',
    dns_instructions: null,
  });
  expect((await set(emulator, 'organization', 'org.example.com')).body).not.toHaveProperty('default_domain');
  expect((await call(emulator, 'GET', scopes.workspace.path)).body).not.toHaveProperty('default_domain');
});
