import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { listProjects } from '../../lib/projects';
import { getSession } from '../../lib/session';
import { ProjectList } from './project-list';

export const metadata: Metadata = { title: 'Projects' };

export default async function ProjectsPage() {
  // From the session, never from the URL: the key opens the workspaces of all customers.
  const { workspaceId } = await getSession(await cookies());
  if (workspaceId === undefined) redirect('/');
  return (
    <>
      <h1>Projects</h1>
      <ProjectList first={await listProjects(workspaceId, 1)} />
    </>
  );
}
