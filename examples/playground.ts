/** Where the quickstart plays: the real API when MIOSA_API_KEY is set, else an embedded MIOSA over HTTP. */
import { MiosaClient, type WorkspaceSelector } from 'miosa-client';
import { createMiosaEmulator } from 'miosa-client/testing';
import { listen } from 'miosa-client/testing/node';

/** A client, and what the quickstart needs to know about the place it talks to. */
export interface Playground {
  readonly miosa: MiosaClient;
  /** What to call it. */
  readonly where: string;
  /** Every way in which the workspace can be chosen. */
  readonly selectors: readonly WorkspaceSelector[];
  /** The domain to set. */
  readonly domain: string;
  /** How long to wait for DNS, and how often to look, in milliseconds. */
  readonly waitTimeout: { readonly total: number; readonly interval: number };
  close(): Promise<void>;
}

/** Opens the place to play in. */
export async function openPlayground(): Promise<Playground> {
  return process.env['MIOSA_API_KEY'] ? openRealApi() : openEmulator();
}

async function openEmulator(): Promise<Playground> {
  const id = '550e8400-e29b-41d4-a716-446655440000';
  const emulator = createMiosaEmulator({
    workspaces: [{ id, name: 'Dr. Smith Clinic', externalWorkspaceId: 'clinic_123' }],
    previewDomain: 'preview.cliniciq.example',
    pendingDnsChecks: 6,
  });
  const { url, close } = await listen(emulator);
  return {
    miosa: new MiosaClient({ apiKey: 'msk_test_quickstart', baseUrl: url }),
    where: `an embedded MIOSA at ${url}`,
    selectors: [{ workspaceId: id }, { workspaceSlug: 'dr-smith-clinic' }, { externalWorkspaceId: 'clinic_123' }],
    domain: 'program.drsmithclinic.com',
    waitTimeout: { total: 6000, interval: 250 },
    close,
  };
}

async function openRealApi(): Promise<Playground> {
  const { MIOSA_WORKSPACE_ID, MIOSA_WORKSPACE_SLUG, MIOSA_EXTERNAL_WORKSPACE_ID, MIOSA_PREVIEW_DOMAIN } = process.env;
  const selectors: WorkspaceSelector[] = [];
  if (MIOSA_WORKSPACE_ID) selectors.push({ workspaceId: MIOSA_WORKSPACE_ID });
  if (MIOSA_WORKSPACE_SLUG) selectors.push({ workspaceSlug: MIOSA_WORKSPACE_SLUG });
  if (selectors.length === 0) {
    console.error(
      'MIOSA_API_KEY is set, so this creates projects on the real API. It needs to know in which workspace: set\n' +
        'MIOSA_WORKSPACE_ID or MIOSA_WORKSPACE_SLUG (MIOSA_EXTERNAL_WORKSPACE_ID and MIOSA_PREVIEW_DOMAIN if you like),\n' +
        'or unset MIOSA_API_KEY to use the embedded one.',
    );
    process.exit(1);
  }
  if (MIOSA_EXTERNAL_WORKSPACE_ID) selectors.push({ externalWorkspaceId: MIOSA_EXTERNAL_WORKSPACE_ID });
  return {
    miosa: new MiosaClient(),
    where: 'the real API. Projects cannot be deleted through it: the ones made here stay',
    selectors,
    domain: MIOSA_PREVIEW_DOMAIN ?? 'preview.example.com',
    waitTimeout: { total: 60_000, interval: 5000 },
    close: async () => {},
  };
}
