/** Resources that belong to a project: whose they are comes from `ownershipFields`, the rest is up to the endpoint. */
import { MiosaClient, type Ownership, ownershipFields } from 'miosa-client';
import { createMiosaEmulator } from 'miosa-client/testing';
import * as z from 'zod/mini';

const miosa = process.env['MIOSA_API_KEY']
  ? new MiosaClient()
  : new MiosaClient({ apiKey: 'msk_test_resources', fetch: createMiosaEmulator().fetch });

// MIOSA makes the workspace and the project when it does not know the slugs yet.
const ownership: Ownership = {
  workspaceSlug: 'dr-smith-clinic',
  workspaceName: 'Dr. Smith Clinic',
  projectSlug: 'lead-magnet',
  projectName: 'Lead Magnet',
  externalUserId: 'user_42',
};

// Any Standard Schema gives the answer its type; zod is what this example happens to use.
const Resource = z.object({ id: z.string(), project_id: z.string() });

const sandbox = await miosa.request('POST', '/sandboxes', {
  body: { ...ownershipFields(ownership), template_id: 'miosa-sandbox' },
  schema: Resource,
});
console.log(`sandbox ${sandbox.id} in project ${sandbox.project_id}`);

const database = await miosa.request('POST', '/databases', {
  body: { ...ownershipFields({ ...ownership }), name: 'leads' },
  schema: Resource,
});
console.log(`database ${database.id} in project ${database.project_id}`);

for await (const project of miosa.projects.list()) console.log(`project ${project.slug} holds both`);
