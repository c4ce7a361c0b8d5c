/** How to test code that uses `miosa-client`: with the emulator under msw, and as an injected `fetch`. */
import { MiosaClient, type Project } from 'miosa-client';
import { createMiosaEmulator } from 'miosa-client/testing';
import { mswHandlers } from 'miosa-client/testing/msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

/** The code under test: a platform's own function. */
async function openLeadMagnet(miosa: MiosaClient, clinicId: string): Promise<Project> {
  const { project } = await miosa.projects.ensure({
    externalWorkspaceId: clinicId,
    name: 'Lead Magnet',
    slug: 'lead-magnet',
  });
  return project;
}

const workspaces = [{ name: 'Dr. Smith Clinic', externalWorkspaceId: 'clinic_123' }];

describe('under msw, for code that makes its own client', () => {
  const emulator = createMiosaEmulator({ workspaces });
  const server = setupServer(...mswHandlers(emulator));
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
  afterEach(() => emulator.reset());
  afterAll(() => server.close());

  test('a sign-up that runs twice ends with one project', async () => {
    const miosa = new MiosaClient({ apiKey: 'msk_test_msw' });
    const first = await openLeadMagnet(miosa, 'clinic_123');
    const second = await openLeadMagnet(miosa, 'clinic_123');
    expect(second.id).toBe(first.id);
    expect((await miosa.projects.list()).data).toHaveLength(1);
  });
});

describe('as an injected fetch, for code that is given its client', () => {
  test('the API being down for a moment is not noticed', async () => {
    const faults = { seed: 7, rate: 1, kinds: ['503', 'drop-after'], maxConsecutive: 1 } as const;
    const emulator = createMiosaEmulator({ workspaces, faults });
    const miosa = new MiosaClient({ apiKey: 'msk_test_fetch', fetch: emulator.fetch });
    const project = await openLeadMagnet(miosa, 'clinic_123');
    expect(project.slug).toBe('lead-magnet');
    expect(emulator.injectedFaults['503'] + emulator.injectedFaults['drop-after']).toBeGreaterThan(0);
  });

  test('a customer that is not known is told so', async () => {
    const emulator = createMiosaEmulator({ workspaces });
    const miosa = new MiosaClient({ apiKey: 'msk_test_fetch', fetch: emulator.fetch });
    await expect(openLeadMagnet(miosa, 'clinic_999')).rejects.toMatchObject({ code: 'WORKSPACE_NOT_FOUND' });
  });
});
