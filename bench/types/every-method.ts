/** A program that uses every method. What `#client` is, is decided by whoever compiles it. */
import { MiosaClient } from '#client';

const workspaceId = '550e8400-e29b-41d4-a716-446655440000';
const projectId = '660e8400-e29b-41d4-a716-446655440001';

export async function useEveryMethod(signal: AbortSignal): Promise<string[]> {
  const miosa = new MiosaClient({ apiKey: 'msk_test_anything', timeout: 10_000 });

  const page = await miosa.projects.list({ workspaceId, pageSize: 50 }, { signal });
  const { data, requestId } = await miosa.projects.list().withResponse();
  const created = await miosa.projects.create({ workspaceSlug: 'dr-smith-clinic', name: 'Lead Magnet' });
  const project = await miosa.projects.get(projectId, { maxRetries: 0 });
  const updated = await miosa.projects.update(projectId, { name: 'Lead Magnet 2', metadata: { plan: 'pro' } });
  const ensured = await miosa.projects.ensure({ workspaceId, name: 'Lead Magnet', slug: 'lead-magnet' });
  const slugs: string[] = [];
  for await (const { slug } of miosa.projects.list()) slugs.push(slug);

  const workspaces = await miosa.workspaces.list({ page: 2 });
  for await (const { slug } of miosa.workspaces.list()) slugs.push(slug ?? '');
  const inside = await miosa.workspaces.listProjects(workspaceId);
  const opened = await miosa.workspaces.create({ name: 'Dr. Smith Clinic', externalWorkspaceId: 'clinic_123' });
  const workspace = await miosa.workspaces.get(workspaceId);
  const renamed = await miosa.workspaces.update(workspaceId, { name: 'Dr. Smith & Partners' });
  const settings = await miosa.workspaces.updateSettings(workspaceId, { 'your-own-setting': true });
  const stats = await miosa.workspaces.stats(workspaceId);
  const deletion = await miosa.workspaces.delete(workspaceId, { dryRun: true });

  const domain = await miosa.previewDomain.get({ projectId });
  const set = await miosa.previewDomain.set({ workspaceId }, 'program.drsmithclinic.com');
  await miosa.previewDomain.clear('organization');
  const check = await miosa.previewDomain.verify({ projectId });
  const ready = await miosa.previewDomain.waitUntilReady(
    { projectId },
    { onCheck: ({ check, attempt }) => slugs.push(`${attempt} ${check?.ready}`) },
  );
  const custom = await miosa.request('POST', '/sandboxes', { body: { template_id: 'miosa-sandbox' } });

  return [
    ...slugs,
    ...[page, data, inside].map(({ total }) => String(total)),
    ...[created, project, updated, ensured.project].map(({ slug }) => slug),
    ...[opened, workspace, renamed, ...workspaces.data].map(({ name }) => name),
    ...[settings, stats, deletion, custom].map((value) => JSON.stringify(value)),
    ...[domain, set].map(({ status }) => status),
    ...[check, ready].map((found) => String(found.ready)),
    requestId ?? '',
  ];
}
