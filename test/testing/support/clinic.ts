import { createMiosaEmulator, type MiosaEmulator, type MiosaEmulatorOptions } from 'miosa-client/testing';
import { ids } from '../../support/seed.ts';

/** The workspace of the API's own documentation. */
export const clinic = {
  id: ids.workspace,
  name: 'Dr. Smith Clinic',
  slug: 'dr-smith-clinic',
  externalWorkspaceId: 'clinic_123',
};

/** The project of the API's own documentation. */
export const leadMagnet = {
  id: ids.project,
  workspaceId: ids.workspace,
  name: 'Lead Magnet',
  externalProjectId: 'project_789',
};

/** An emulator that holds what the API's own documentation shows. */
export function clinicEmulator(options: MiosaEmulatorOptions = {}): MiosaEmulator {
  return createMiosaEmulator({ workspaces: [clinic], projects: [leadMagnet], ...options });
}

/** An emulator that holds the workspace alone. */
export function emptyClinic(options: MiosaEmulatorOptions = {}): MiosaEmulator {
  return clinicEmulator({ projects: [], ...options });
}

/** A UUID that nothing has. */
export const unknownId = '00000000-0000-4000-8000-000000000000';

export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
