import { createMiosaEmulator, type MiosaEmulator, type MiosaEmulatorOptions } from 'miosa-client/testing';

const workspaceId = '550e8400-e29b-41d4-a716-446655440000';

/**
 * Makes the in-memory MIOSA that the programs of the guides run against: two customers, the first of which has two
 * projects. The ids are those of the API's documentation.
 *
 * @param options - Options that win over those of the example, such as `faults`.
 */
export function createExampleEmulator(options: MiosaEmulatorOptions = {}): MiosaEmulator {
  return createMiosaEmulator({
    workspaces: [
      { id: workspaceId, name: 'Dr. Smith Clinic', slug: 'dr-smith-clinic', externalWorkspaceId: 'clinic_123' },
      {
        id: '550e8400-e29b-41d4-a716-446655440002',
        name: 'River Dental',
        slug: 'river-dental',
        externalWorkspaceId: 'clinic_456',
      },
    ],
    projects: [
      { id: '660e8400-e29b-41d4-a716-446655440001', workspaceId, name: 'Booking Portal', slug: 'booking-portal' },
      { id: '660e8400-e29b-41d4-a716-446655440002', workspaceId, name: 'Intake Form', slug: 'intake-form' },
    ],
    paging: 'page',
    pendingDnsChecks: 2,
    ...options,
  });
}
