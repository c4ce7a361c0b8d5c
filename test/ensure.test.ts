import {
  MiosaClient,
  MiosaConfigError,
  MiosaTimeoutError,
  type Project,
  ServerError,
  ValidationFailedError,
  WorkspaceNotFoundError,
  WorkspaceRequiredError,
} from 'miosa-client';
import { createMiosaEmulator, type MiosaEmulator, type MiosaEmulatorOptions } from 'miosa-client/testing';
import { describe, expect, test, vi } from 'vitest';
import { stopClock } from './support/fake-clock.ts';
import { ids } from './support/seed.ts';

const workspaces = [
  { id: ids.workspace, name: 'Dr. Smith Clinic', externalWorkspaceId: 'clinic_123' },
  { name: 'Dr. Jones Clinic', externalWorkspaceId: 'clinic_456' },
];
const apiKey = 'msk_test_ensure';
const input = { workspaceId: ids.workspace, name: 'Lead Magnet', slug: 'lead-magnet' } as const;

function setUp(options: MiosaEmulatorOptions = {}): { emulator: MiosaEmulator; miosa: MiosaClient } {
  const emulator = createMiosaEmulator({ workspaces, ...options });
  return { emulator, miosa: new MiosaClient({ apiKey, fetch: emulator.fetch, maxRetries: 0 }) };
}

const methodsAndPaths = ({ requests }: MiosaEmulator): string[] =>
  requests.map(({ method, path }) => `${method} ${path}`);

async function everyProject(miosa: MiosaClient): Promise<Project[]> {
  const projects: Project[] = [];
  for await (const project of miosa.projects.list()) projects.push(project);
  return projects;
}

describe('what is not there', () => {
  test('is created with everything that was given', async () => {
    const { emulator, miosa } = setUp();
    const { project, created } = await miosa.projects.ensure({
      ...input,
      externalProjectId: 'project_789',
      description: 'For the summer',
      metadata: { plan_id: 'gold' },
    });
    expect(created).toBe(true);
    expect(project).toMatchObject({
      workspaceId: ids.workspace,
      slug: 'lead-magnet',
      externalProjectId: 'project_789',
      description: 'For the summer',
      metadata: { plan_id: 'gold' },
    });
    expect(methodsAndPaths(emulator)).toEqual(['GET /projects', 'POST /projects']);
  });

  test.each([
    [{ workspaceId: ids.workspace }],
    [{ workspaceSlug: 'dr-smith-clinic' }],
    [{ externalWorkspaceId: 'clinic_123' }],
  ])('is created, then found, in the workspace chosen by %o', async (selector) => {
    const { miosa } = setUp();
    const first = await miosa.projects.ensure({ ...selector, name: 'Lead Magnet', slug: 'lead-magnet' });
    const second = await miosa.projects.ensure({ ...selector, name: 'Lead Magnet', slug: 'lead-magnet' });
    expect([first.created, second.created]).toEqual([true, false]);
    expect(second.project).toEqual(first.project);
    expect(first.project.workspaceId).toBe(ids.workspace);
  });

  test('is created although another workspace has a project of the same slug and name', async () => {
    const { miosa } = setUp();
    const other = await miosa.projects.create({ workspaceSlug: 'dr-jones-clinic', name: 'Lead Magnet' });
    const { project, created } = await miosa.projects.ensure({
      externalWorkspaceId: 'clinic_123',
      name: 'Lead Magnet',
      slug: 'lead-magnet',
    });
    expect(created).toBe(true);
    expect(project.id).not.toBe(other.id);
  });
});

describe('what is there', () => {
  test('is found by its slug and left as it is', async () => {
    const { emulator, miosa } = setUp();
    const before = await miosa.projects.create({ ...input, description: 'Mine' });
    const { project, created } = await miosa.projects.ensure({ ...input, name: 'Another', description: 'Yours' });
    expect(created).toBe(false);
    expect(project).toEqual(before);
    expect(methodsAndPaths(emulator)).toEqual(['POST /projects', 'GET /projects']);
  });

  test('is found by its external id, whatever its slug', async () => {
    const { miosa } = setUp();
    const before = await miosa.projects.create({ ...input, slug: 'renamed', externalProjectId: 'project_789' });
    const { project } = await miosa.projects.ensure({ ...input, externalProjectId: 'project_789' });
    expect(project.id).toBe(before.id);
  });

  test('is found by its slug when it has no external id yet', async () => {
    const { miosa } = setUp();
    const before = await miosa.projects.create(input);
    const { project } = await miosa.projects.ensure({ ...input, externalProjectId: 'project_789' });
    expect(project.id).toBe(before.id);
  });

  test('but belongs to another external id is not handed out', async () => {
    const { miosa } = setUp();
    await miosa.projects.create({ ...input, externalProjectId: 'project_1' });
    const call = miosa.projects.ensure({ ...input, externalProjectId: 'project_2' });
    await expect(call).rejects.toBeInstanceOf(ValidationFailedError);
  });

  test('several times under one external id is the oldest of them', async () => {
    const seed = { workspaceId: ids.workspace, name: 'Lead Magnet', externalProjectId: 'project_789' };
    const { miosa } = setUp({ projects: [{ ...seed, id: ids.project }, seed] });
    const [first, second] = await everyProject(miosa);
    const { project } = await miosa.projects.ensure({
      workspaceId: ids.workspace,
      name: 'Lead Magnet',
      externalProjectId: 'project_789',
    });
    // Both were made within the same second: what is listed first is taken for the older one.
    expect(second?.externalProjectId).toBe(first?.externalProjectId);
    expect(project.id).toBe(first?.id);
  });

  test('is found on a later page', async () => {
    const projects = Array.from({ length: 45 }, (_, index) => ({
      workspaceId: ids.workspace,
      name: `Project ${index}`,
    }));
    const { miosa } = setUp({ projects, paging: 'page' });
    const { project, created } = await miosa.projects.ensure({ ...input, slug: 'project-44' });
    expect(created).toBe(false);
    expect(project.name).toBe('Project 44');
  });
});

describe('a key that may not list workspaces', () => {
  const setUpBlind = (): MiosaClient => {
    const emulator = createMiosaEmulator({ workspaces });
    const fetch: typeof emulator.fetch = async (url, init) =>
      new URL(url).pathname.endsWith('/workspaces')
        ? Response.json({ error: { code: 'insufficient_scope', message: 'no scope' } }, { status: 403 })
        : emulator.fetch(url, init);
    return new MiosaClient({ apiKey, fetch, maxRetries: 0 });
  };

  test('finds projects by the external id of the workspace', async () => {
    const miosa = setUpBlind();
    const choice = { externalWorkspaceId: 'clinic_123', name: 'Lead Magnet', slug: 'lead-magnet' };
    const first = await miosa.projects.ensure(choice);
    expect(await miosa.projects.ensure(choice)).toEqual({ project: first.project, created: false });
  });

  const choice = { workspaceSlug: 'dr-smith-clinic', name: 'Lead Magnet', slug: 'lead-magnet' };

  test('finds the only project of the organization with a slug that is taken', async () => {
    const miosa = setUpBlind();
    const first = await miosa.projects.ensure(choice);
    expect(await miosa.projects.ensure(choice)).toEqual({ project: first.project, created: false });
  });

  test('is told that the slug is taken rather than given a project of perhaps another customer', async () => {
    const miosa = setUpBlind();
    await miosa.projects.create({ workspaceSlug: 'dr-jones-clinic', name: 'Lead Magnet' });
    await miosa.projects.create(choice);
    await expect(miosa.projects.ensure(choice)).rejects.toBeInstanceOf(ValidationFailedError);
  });
});

describe('errors', () => {
  test('a workspace that does not exist', async () => {
    const { miosa } = setUp();
    const call = miosa.projects.ensure({ workspaceSlug: 'nobody', name: 'Lead Magnet', slug: 'lead-magnet' });
    await expect(call).rejects.toBeInstanceOf(WorkspaceNotFoundError);
  });

  test('a create that failed and was not carried out ends with its own error', async () => {
    const emulator = createMiosaEmulator({ workspaces });
    const fetch: typeof emulator.fetch = async (url, init) =>
      init.method === 'POST' ? new Response('', { status: 503 }) : emulator.fetch(url, init);
    const miosa = new MiosaClient({ apiKey, fetch, maxRetries: 0 });
    await expect(miosa.projects.ensure(input)).rejects.toBeInstanceOf(ServerError);
  });

  test.each([
    ['neither slug nor external id', { workspaceId: ids.workspace, name: 'Lead Magnet' }, MiosaConfigError],
    ['an empty slug', { ...input, slug: '' }, MiosaConfigError],
    ['no name', { workspaceId: ids.workspace, slug: 'lead-magnet' }, MiosaConfigError],
    ['no workspace', { name: 'Lead Magnet', slug: 'lead-magnet' }, WorkspaceRequiredError],
  ])('%s is refused before anything is sent', async (_, wrong, kind) => {
    const { emulator, miosa } = setUp();
    // Plain JavaScript can pass what the compiler refuses.
    await expect(miosa.projects.ensure(wrong as typeof input)).rejects.toBeInstanceOf(kind);
    expect(emulator.requests).toHaveLength(0);
  });

  test('a refusal is not repeated from memory when its cause is gone', async () => {
    const { miosa } = setUp();
    const call = { workspaceId: ids.workspace, externalProjectId: 'project_789' };
    await expect(miosa.projects.ensure({ ...call, name: '' })).rejects.toBeInstanceOf(ValidationFailedError);
    expect(await miosa.projects.ensure({ ...call, name: 'Lead Magnet' })).toMatchObject({ created: true });
  });

  test('totalTimeout spans the search and the create', async () => {
    stopClock();
    const fetch = vi.fn((_: string, { signal, method }: RequestInit) => {
      if (method === 'GET') return Promise.resolve(Response.json({ data: [] }));
      return new Promise<Response>((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
      });
    });
    const miosa = new MiosaClient({ apiKey, fetch });
    const call = expect(miosa.projects.ensure(input, { totalTimeout: 1000 })).rejects.toBeInstanceOf(MiosaTimeoutError);
    await vi.advanceTimersByTimeAsync(1000);
    await call;
    expect(vi.getTimerCount()).toBe(0);
  });

  test('a signal aborts it with its reason', async () => {
    const { miosa } = setUp();
    const reason = new Error('changed my mind');
    const call = miosa.projects.ensure(input, { signal: AbortSignal.abort(reason) });
    await expect(call).rejects.toBe(reason);
  });
});

test('withResponse gives the response that settled it', async () => {
  const { miosa } = setUp();
  const created = await miosa.projects.ensure(input).withResponse();
  expect(created.response.status).toBe(201);
  const found = await miosa.projects.ensure(input).withResponse();
  expect(found.response.status).toBe(200);
  expect(found.requestId).toMatch(/^req_/);
});
