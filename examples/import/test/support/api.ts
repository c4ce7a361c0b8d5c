import { MiosaClient } from 'miosa-client';
import { createMiosaEmulator, type MiosaEmulator, type MiosaEmulatorOptions } from 'miosa-client/testing';
import { listen } from 'miosa-client/testing/node';

/** Answers in place of the emulator; `undefined` leaves a request to it. */
export type Interference = (request: Request) => Promise<Response | undefined> | Response | undefined;

/** A MIOSA that is reached over HTTP, as the programs under test do. */
export interface Api extends AsyncDisposable {
  readonly emulator: MiosaEmulator;
  /** The variables that lead a process to it. */
  readonly env: { readonly MIOSA_API_KEY: string; readonly MIOSA_BASE_URL: string };
  readonly miosa: MiosaClient;
  interfere: Interference;
}

/** The key that the API accepts. */
export const apiKey = 'msk_test_import';

/** Starts an API. Its lists have pages of 100, as the real one's. */
export async function startApi(options: MiosaEmulatorOptions = {}): Promise<Api> {
  const emulator = createMiosaEmulator({ paging: 'page', apiKeys: [apiKey], ...options });
  const server = await listen({
    handle: async (request) => (await api.interfere(request.clone())) ?? emulator.handle(request),
  });
  const api: Api = {
    emulator,
    env: { MIOSA_API_KEY: apiKey, MIOSA_BASE_URL: server.url },
    miosa: new MiosaClient({ apiKey, baseUrl: server.url }),
    interfere: () => undefined,
    [Symbol.asyncDispose]: () => server.close(),
  };
  return api;
}

/** The slugs of all workspaces, and the workspace of every project, in order. */
export async function contents({ miosa }: Api): Promise<{ workspaces: string[]; projects: string[] }> {
  const slugs = new Map<string, string>();
  for await (const { id, slug } of miosa.workspaces.list({ pageSize: 100 })) slugs.set(id, slug ?? '');
  const projects: string[] = [];
  for await (const { workspaceId, slug } of miosa.projects.list({ pageSize: 100 })) {
    projects.push(`${slugs.get(workspaceId)}/${slug}`);
  }
  return { workspaces: [...slugs.values()].sort(), projects: projects.sort() };
}

/** What {@link contents} are when each of the customers has one workspace and one project. */
export function oneEach(customers: readonly { readonly id: string }[]): { workspaces: string[]; projects: string[] } {
  const workspaces = customers.map(({ id }) => `customer-${id}`).sort();
  return { workspaces, projects: workspaces.map((slug) => `${slug}/lead-magnet`) };
}

/** Invented customers. */
export function customersOf(count: number): { id: string; name: string }[] {
  return Array.from({ length: count }, (_, index) => ({ id: `c${index + 1}`, name: `Clinic ${index + 1}` }));
}
