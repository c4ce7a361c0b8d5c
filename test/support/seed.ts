import type { CamelCasedProperties } from 'type-fest';

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

/** A workspace with every field that sources show. */
export const wireWorkspace = {
  id: ids.workspace,
  tenant_id: 'tnt_abc123',
  external_workspace_id: 'clinic_123',
  name: 'Dr. Smith Clinic',
  slug: 'dr-smith-clinic',
  description: 'Dental',
  metadata: { plan_tier: 'gold' },
  settings: { max_computers: 3 },
  created_at: '2026-05-18T10:00:00Z',
  updated_at: '2026-05-19T10:00:00Z',
};

/** The same project under TypeScript's names. */
export const project = inCamelCase(wireProject);

/** The same workspace under TypeScript's names. */
export const workspace = inCamelCase(wireWorkspace);

/** The same preview domain under TypeScript's names. */
export const previewDomain = {
  ...inCamelCase(wirePreviewDomain),
  urlExamples: inCamelCase(wirePreviewDomain.url_examples),
};

/** A document with its own fields renamed: keys inside a map belong to the caller. */
function inCamelCase<T extends object>(wire: T): CamelCasedProperties<T> {
  const renamed = Object.entries(wire).map(([name, value]) => [
    name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
    value,
  ]);
  // The type renames by the same rule.
  return Object.fromEntries(renamed) as CamelCasedProperties<T>;
}
