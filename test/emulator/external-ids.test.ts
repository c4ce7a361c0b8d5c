import { describe, expect, test } from 'vitest';
import { ids } from '../support/seed.ts';
import { call } from './support/call.ts';
import { clinicEmulator } from './support/clinic.ts';

const external = { external_workspace_id: 'clinic_9', external_project_id: 'project_9' };

describe('omitExternalIds', () => {
  test.each([
    ['GET', '/projects', undefined],
    ['GET', `/workspaces/${ids.workspace}/projects`, undefined],
    ['GET', `/projects/${ids.project}`, undefined],
    ['GET', '/workspaces', undefined],
    ['GET', `/workspaces/${ids.workspace}`, undefined],
    ['POST', '/projects', { workspace_id: ids.workspace, name: 'Quiz', ...external }],
    ['PATCH', `/projects/${ids.project}`, external],
    ['POST', '/workspaces', { name: 'Jones', external_workspace_id: 'clinic_9' }],
    ['PATCH', `/workspaces/${ids.workspace}`, { external_workspace_id: 'clinic_9' }],
    ['POST', '/sandboxes', external],
  ])('%s %s leaves them out', async (method, path, fields) => {
    const { status, body } = await call(clinicEmulator({ omitExternalIds: true }), method, path, fields);
    expect(status).toBeLessThan(300);
    expect(JSON.stringify(body)).not.toMatch(/external_(workspace|project)_id/);
    expect(JSON.stringify(body)).toContain('"id"');
  });

  test('leaves metadata alone', async () => {
    const emulator = clinicEmulator({ omitExternalIds: true });
    const { body } = await call(emulator, 'PATCH', `/projects/${ids.project}`, { metadata: external });
    expect(body).toMatchObject({ metadata: external });
  });

  test('they are stored, and select workspaces and projects', async () => {
    const emulator = clinicEmulator({ omitExternalIds: true });
    const fields = { external_workspace_id: 'clinic_123', name: 'Quiz' };
    expect((await call(emulator, 'POST', '/projects', fields)).body).toMatchObject({ workspace_id: ids.workspace });
    const owner = { external_project_id: 'project_789' };
    expect((await call(emulator, 'POST', '/sandboxes', owner)).body).toMatchObject({ project_id: ids.project });
  });
});
