/** A program that uses about as many methods of @vercel/sdk. */
import { Vercel } from '@vercel/sdk';

export async function useMethods(signal: AbortSignal): Promise<string[]> {
  const vercel = new Vercel({ bearerToken: 'token', timeoutMs: 10_000 });
  const project = { idOrName: 'lead-magnet' };

  const listed = await vercel.projects.getProjects({ limit: '50' }, { signal });
  const created = await vercel.projects.createProject({ requestBody: { name: 'lead-magnet' } });
  const found = await vercel.projects.getProject(project);
  const updated = await vercel.projects.updateProject({ ...project, requestBody: { name: 'lead-magnet-2' } });
  await vercel.projects.deleteProject(project);
  await vercel.projects.pauseProject({ projectId: 'prj_1' });
  await vercel.projects.unpauseProject({ projectId: 'prj_1' });

  const domains = await vercel.projects.getProjectDomains(project);
  const domain = await vercel.projects.getProjectDomain({ ...project, domain: 'program.drsmithclinic.com' });
  const added = await vercel.projects.addProjectDomain({
    ...project,
    requestBody: { name: 'program.drsmithclinic.com' },
  });
  const verified = await vercel.projects.verifyProjectDomain({ ...project, domain: 'program.drsmithclinic.com' });
  const removed = await vercel.projects.removeProjectDomain({ ...project, domain: 'program.drsmithclinic.com' });

  const teams = await vercel.teams.getTeams({ limit: 50 });
  const team = await vercel.teams.getTeam({ teamId: 'team_1' });
  const opened = await vercel.teams.createTeam({ slug: 'dr-smith-clinic', name: 'Dr. Smith Clinic' });
  const members = await vercel.teams.getTeamMembers({ teamId: 'team_1' });
  const aliases = await vercel.aliases.listAliases({});
  const deployments = await vercel.deployments.getDeployments({});
  const user = await vercel.user.getAuthUser();
  const webhooks = await vercel.webhooks.getWebhooks({});

  return [
    ...[created, found, updated].map(({ id }) => id),
    ...[domain, added, verified].map(({ name }) => name),
    ...[listed, domains, removed, teams, team, opened, members].map((value) => JSON.stringify(value)),
    ...[aliases, deployments, user, webhooks].map((value) => JSON.stringify(value)),
  ];
}
