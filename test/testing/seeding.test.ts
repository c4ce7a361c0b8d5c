import { MiosaClient } from 'miosa-client';
import { createMiosaEmulator, type MiosaEmulatorOptions } from 'miosa-client/testing';
import { describe, expect, test } from 'vitest';
import { ids } from '../support/seed.ts';
import { call } from './support/call.ts';
import { clinic, clinicEmulator, leadMagnet, uuid } from './support/clinic.ts';

test('an emulator of no options is empty', async () => {
  const emulator = createMiosaEmulator();
  for (const path of ['/workspaces', '/projects']) {
    expect((await call(emulator, 'GET', path)).body).toEqual({ data: [], total: 0 });
  }
});

test('finds what was seeded with an id that is no UUID', async () => {
  const emulator = createMiosaEmulator({
    workspaces: [{ id: 'ws_1', name: 'Dr. Smith Clinic' }],
    projects: [{ id: 'prj_1', workspaceId: 'ws_1', name: 'Quiz' }],
  });
  expect((await call(emulator, 'GET', '/workspaces/ws_1/projects')).body).toMatchObject({ data: [{ id: 'prj_1' }] });
  expect((await call(emulator, 'GET', '/projects/prj_1')).body).toMatchObject({ name: 'Quiz' });
  expect((await call(emulator, 'GET', '/projects/prj_2')).status).toBe(400);
});

test('derives what a seed leaves out', async () => {
  const id = ids.workspace;
  const emulator = createMiosaEmulator({
    workspaces: [{ id, name: 'Dr. Smith Clinic' }, { name: 'Dr. Smith Clinic' }],
    projects: [
      { workspaceId: id, name: 'Quiz' },
      { workspaceId: id, name: 'Quiz' },
    ],
  });
  const defaults = { external_workspace_id: null, description: null, metadata: {}, settings: {} };
  const generated = { ...defaults, id: expect.stringMatching(uuid), tenant_id: 'tnt_abc123' };
  expect((await call(emulator, 'GET', '/workspaces')).body).toMatchObject({
    data: [
      { ...generated, id, slug: 'dr-smith-clinic' },
      { ...generated, slug: 'dr-smith-clinic-2' },
    ],
  });
  expect((await call(emulator, 'GET', '/projects')).body).toMatchObject({
    data: [
      { ...generated, workspace_id: id, slug: 'quiz', external_project_id: null },
      { ...generated, workspace_id: id, slug: 'quiz-2' },
    ],
  });
});

test('keeps what a seed gives', async () => {
  const common = { description: 'D', metadata: { a: 1 }, settings: { b: 2 }, slug: 's', name: 'N' };
  const emulator = createMiosaEmulator({
    tenantId: 'tnt_mine',
    workspaces: [{ id: ids.workspace, externalWorkspaceId: 'ew', previewDomain: 'ws.example.com', ...common }],
    projects: [
      {
        id: ids.project.toUpperCase(),
        workspaceId: ids.workspace,
        externalWorkspaceId: 'other',
        externalProjectId: 'ep',
        previewDomain: 'p.example.com',
        ...common,
      },
    ],
  });
  expect((await call(emulator, 'GET', `/workspaces/${ids.workspace}`)).body).toMatchObject({
    data: { ...common, id: ids.workspace, tenant_id: 'tnt_mine', external_workspace_id: 'ew' },
  });
  expect((await call(emulator, 'GET', `/projects/${ids.project}`)).body).toMatchObject({
    ...common,
    id: ids.project,
    external_workspace_id: 'other',
    external_project_id: 'ep',
  });
  expect((await call(emulator, 'GET', `/projects/${ids.project}/preview-domain`)).body).toMatchObject({
    preview_domain: 'p.example.com',
  });
});

test('records that were read can be used as seeds', async () => {
  const miosa = new MiosaClient({ apiKey: 'msk_test_seeds', fetch: clinicEmulator().fetch });
  const workspace = await miosa.workspaces.get(ids.workspace);
  const project = await miosa.projects.get(ids.project);
  const { fetch } = createMiosaEmulator({ workspaces: [workspace], projects: [project] });
  const other = new MiosaClient({ apiKey: 'msk_test_seeds', fetch });
  expect(await other.workspaces.get(ids.workspace)).toEqual(workspace);
  expect(await other.projects.get(ids.project)).toEqual(project);
});

test('a reset starts from the options again', async () => {
  const emulator = clinicEmulator({ pendingDnsChecks: 1 });
  const path = `/projects/${ids.project}`;
  const before = [await call(emulator, 'GET', path), await call(emulator, 'GET', `${path}/preview-domain`)];
  await call(emulator, 'PATCH', path, { name: 'Changed', metadata: { changed: true } });
  await call(emulator, 'PUT', `${path}/preview-domain`, { preview_domain: 'changed.example.com' });
  await call(emulator, 'DELETE', `/workspaces/${ids.workspace}?force=true`);
  emulator.reset();

  expect(emulator.requests).toEqual([]);
  const after = [await call(emulator, 'GET', path), await call(emulator, 'GET', `${path}/preview-domain`)];
  const times = { created_at: expect.any(String), updated_at: expect.any(String) };
  expect(after[0]?.body).toEqual({ ...Object(before[0]?.body), ...times });
  expect(after[1]?.body).toEqual(before[1]?.body);
});

test('two emulators share nothing', async () => {
  const [one, other] = [clinicEmulator(), clinicEmulator()];
  await call(one, 'DELETE', `/workspaces/${ids.workspace}?force=true`);
  expect((await call(other, 'GET', '/projects')).body).toMatchObject({ total: 1 });
  expect(other.requests).toHaveLength(1);
});

describe('invalid options are rejected at once', () => {
  // Plain JavaScript can pass what the types forbid.
  const untyped = (options: unknown) => options as MiosaEmulatorOptions;

  test.each<[string, MiosaEmulatorOptions, RegExp]>([
    ['a share above 1', { faults: { rate: 2 } }, /faults\.rate .* from 0 to 1/],
    ['a share below 0', { faults: { rate: -0.1 } }, /faults\.rate/],
    ['a share that is not a number', { faults: { rate: Number.NaN } }, /faults\.rate/],
    [
      'an unknown kind',
      untyped({ faults: { kinds: ['latency', 'fire'] } }),
      /faults\.kinds cannot be "fire".*drop-before/,
    ],
    ['no kinds', { faults: { kinds: [] } }, /faults\.kinds is empty/],
    [
      'a field of a seed that is none',
      untyped({ workspaces: [{ name: 'A', slg: 'a' }] }),
      /workspaces\[0\] has no field "slg"/,
    ],
    [
      'a field of a project in a workspace',
      untyped({ workspaces: [{ name: 'A', externalProjectId: 'a' }] }),
      /has no field "externalProjectId"/,
    ],
    ['a seed that is not an integer', { faults: { seed: 0.5 } }, /faults\.seed must be a whole number\./],
    ['no consecutive fault at all', { faults: { maxConsecutive: 0 } }, /faults\.maxConsecutive .* from 1/],
    ['a negative latency', { faults: { latencyMs: -1 } }, /faults\.latencyMs .* from 0 to 2147483647/],
    ['a latency that no timer can keep', { faults: { latencyMs: 2 ** 31 } }, /faults\.latencyMs/],
    ['an endless wait', { faults: { hintMs: Number.POSITIVE_INFINITY } }, /faults\.hintMs .* from 0/],
    ['an unknown paging', untyped({ paging: 'pages' }), /paging cannot be "pages". Known are none, page, meta, cursor/],
    ['a limit that is not an object', untyped({ rateLimit: 5 }), /rateLimit must be an object/],
    ['a limit without a window', untyped({ rateLimit: { requests: 1 } }), /rateLimit needs requests and windowMs/],
    ['a limit without a number', untyped({ rateLimit: { windowMs: 1 } }), /rateLimit needs requests and windowMs/],
    ['a limit of nothing', { rateLimit: { requests: 0, windowMs: 1000 } }, /rateLimit\.requests .* from 1/],
    ['a window without length', { rateLimit: { requests: 1, windowMs: 0 } }, /rateLimit\.windowMs .* from 1/],
    ['a broken number of checks', { pendingDnsChecks: 1.5 }, /pendingDnsChecks .* from 0/],
    ['a broken lag', { listLagMs: 0.5 }, /listLagMs .* from 0/],
    ['replays that are not a boolean', untyped({ idempotency: 'no' }), /idempotency must be true or false/],
    ['one key outside of an array', untyped({ apiKeys: 'msk_test_one' }), /apiKeys must be an array/],
    ['a key that is not a string', untyped({ apiKeys: [7] }), /apiKeys must be a string/],
    ['a tenant that is not a string', untyped({ tenantId: 7 }), /tenantId must be a string/],
    ['faults that are not an object', untyped({ faults: null }), /faults must be an object/],
    ['one workspace outside of an array', untyped({ workspaces: clinic }), /workspaces must be an array/],
    [
      'a workspace that is not an object',
      untyped({ workspaces: ['clinic'] }),
      /workspaces\[0\]: the fields must be an object/,
    ],
    ['options that are not an object', untyped('paging'), /createMiosaEmulator: the options must be an object/],
    ['an unknown option', untyped({ hiddenRows: 3 }), /createMiosaEmulator has no option "hiddenRows".*apiKeys/],
    ['a misspelled option', untyped({ list_lag_ms: 3 }), /did you mean listLagMs\?/],
    ['an unknown option of faults', untyped({ faults: { ratio: 1 } }), /faults has no option "ratio".*seed, rate/],
    [
      'an unknown option of the rate limit',
      untyped({ rateLimit: { requests: 1, windowMs: 1, per: 'key' } }),
      /rateLimit has no option "per".*requests, windowMs, endpoint/,
    ],
    [
      'an unknown limited endpoint',
      { rateLimit: { requests: 1, windowMs: 1, endpoint: 'POST /projects/' } },
      /rateLimit\.endpoint cannot be "POST \/projects\/".*POST \/projects,/,
    ],
    [
      'a project without a name',
      untyped({ workspaces: [clinic], projects: [{ workspaceId: clinic.id }] }),
      /projects\[0\]/,
    ],
    [
      'a workspace of another kind',
      untyped({ workspaces: [{ name: 'X', description: 7 }] }),
      /workspaces\[0\].*description/,
    ],
    ['a project without its workspace', { projects: [leadMagnet] }, /has no workspace 550e8400/],
    ['two workspaces of one slug', { workspaces: [clinic, { name: 'X', slug: clinic.slug }] }, /Two workspaces/],
    [
      'two projects of one slug',
      { workspaces: [clinic], projects: [leadMagnet, { ...leadMagnet, id: undefined, slug: 'lead-magnet' }] },
      /Two projects of "Dr\. Smith Clinic"/,
    ],
  ])('%s', (_, options, message) => {
    expect(() => createMiosaEmulator(options)).toThrow(
      expect.objectContaining({ name: 'MiosaConfigError', message: expect.stringMatching(message) }),
    );
  });
});
