/** Tests of code that makes its own client: msw answers in place of the API, whoever sends the request. */
import { MiosaClient, type Project } from 'miosa-client';
import { createMiosaEmulator } from 'miosa-client/testing';
import { mswHandlers } from 'miosa-client/testing/msw';
import { HttpResponse, http } from 'msw/http';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

/** The code under test: a platform's own function. */
async function openLeadMagnet(clinicId: string): Promise<Project> {
  const miosa = new MiosaClient({ apiKey: 'msk_test_msw' });
  const { project } = await miosa.projects.ensure({
    externalWorkspaceId: clinicId,
    name: 'Lead Magnet',
    slug: 'lead-magnet',
  });
  return project;
}

const emulator = createMiosaEmulator({
  workspaces: [{ name: 'Dr. Smith Clinic', externalWorkspaceId: 'clinic_123' }],
});
const server = setupServer(...mswHandlers(emulator));
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => {
  server.resetHandlers();
  emulator.reset();
});
afterAll(() => server.close());

test('a sign-up that runs twice ends with one project', async () => {
  const first = await openLeadMagnet('clinic_123');
  const second = await openLeadMagnet('clinic_123');
  expect(second.id).toBe(first.id);
});

test('a customer that is not known is reported', async () => {
  await expect(openLeadMagnet('clinic_999')).rejects.toMatchObject({ code: 'WORKSPACE_NOT_FOUND' });
});

test('one endpoint that fails in this test only', async () => {
  const body = { error: { code: 'insufficient_scope', message: 'the key may only read' } };
  server.use(http.post('*/api/v1/projects', () => HttpResponse.json(body, { status: 403 })));
  await expect(openLeadMagnet('clinic_123')).rejects.toMatchObject({ name: 'PermissionDeniedError' });
});
