/** The bodies of the API's own documentation, as they are printed there. */

export const ids = {
  workspace: '550e8400-e29b-41d4-a716-446655440000',
  project: '660e8400-e29b-41d4-a716-446655440001',
};

export const wireProject = {
  id: ids.project,
  tenant_id: 'tnt_abc123',
  workspace_id: ids.workspace,
  external_workspace_id: 'clinic_123',
  external_project_id: 'project_789',
  name: 'Lead Magnet',
  slug: 'lead-magnet',
  description: null,
  metadata: {},
  settings: {},
  created_at: '2026-05-18T10:00:00Z',
  updated_at: '2026-05-18T10:00:00Z',
};

export const wireProjectList = { data: [wireProject], total: 1 };

export const wirePreviewDomain = {
  scope: 'project',
  id: ids.project,
  preview_domain: 'program.drsmithclinic.com',
  effective_domain: 'program.drsmithclinic.com',
  status: 'pending_dns',
  dns_status: 'pending',
  url_examples: {
    default_preview: 'https://<slug>.program.drsmithclinic.com',
    port_preview: 'https://3000-<slug>.sandbox.program.drsmithclinic.com',
    deployment: 'https://<deployment-slug>.program.drsmithclinic.com',
  },
};

/** The same project under TypeScript's names. */
export const project = {
  id: ids.project,
  tenantId: 'tnt_abc123',
  workspaceId: ids.workspace,
  externalWorkspaceId: 'clinic_123',
  externalProjectId: 'project_789',
  name: 'Lead Magnet',
  slug: 'lead-magnet',
  description: null,
  metadata: {},
  settings: {},
  createdAt: '2026-05-18T10:00:00Z',
  updatedAt: '2026-05-18T10:00:00Z',
};

/** The same preview domain under TypeScript's names. */
export const previewDomain = {
  scope: 'project',
  id: ids.project,
  previewDomain: 'program.drsmithclinic.com',
  effectiveDomain: 'program.drsmithclinic.com',
  status: 'pending_dns',
  dnsStatus: 'pending',
  urlExamples: {
    defaultPreview: 'https://<slug>.program.drsmithclinic.com',
    portPreview: 'https://3000-<slug>.sandbox.program.drsmithclinic.com',
    deployment: 'https://<deployment-slug>.program.drsmithclinic.com',
  },
};
