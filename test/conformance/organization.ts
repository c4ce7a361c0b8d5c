import { createMiosaEmulator, type MiosaEmulator, type MiosaEmulatorOptions } from 'miosa-client/testing';
import { listen } from 'miosa-client/testing/node';
import { runProgram } from '../../conformance/support/cli.ts';
import { apiKey } from '../../conformance/support/emulator.ts';
import { type Fields, fieldsOf } from '../../conformance/support/seen.ts';

/** As fast as it goes. */
export const fast: readonly string[] = ['--rate', '1000000'];

/** The workspace that an organization had before the suite ran. */
export const ownWorkspace = '550e8400-e29b-41d4-a716-446655440000';

/** An organization that works, in which nothing of the suite may be left. */
export function organization(options: MiosaEmulatorOptions = {}): MiosaEmulator {
  const id = ownWorkspace;
  return createMiosaEmulator({
    apiKeys: [apiKey],
    tenantId: 'tnt_secret',
    workspaces: [{ id, name: 'Secret Clinic', slug: 'secret-clinic', externalWorkspaceId: 'secret_1' }],
    projects: [
      { id: '660e8400-e29b-41d4-a716-446655440000', workspaceId: id, name: 'Secret', externalProjectId: 'secret_2' },
    ],
    ...options,
  });
}

/** Serves an API, and calls `onRequest` with the number of each request that was processed. */
export function serve(
  api: Pick<MiosaEmulator, 'handle'>,
  onRequest: (count: number, request: Request) => unknown = () => {},
): ReturnType<typeof listen> {
  let count = 0;
  const handle = async (request: Request) => {
    const response = await api.handle(request.clone());
    await onRequest(++count, request);
    return response;
  };
  return listen({ handle });
}

/** Runs the program against an address, or without a key. */
export async function runWith(
  url: string | undefined,
  args: readonly string[],
  interrupted: AbortSignal = new AbortController().signal,
  key: string = apiKey,
): Promise<{ readonly code: number; readonly output: string }> {
  const lines: string[] = [];
  const env = url === undefined ? {} : { MIOSA_API_KEY: key, MIOSA_BASE_URL: url };
  const print = (line: string) => lines.push(line);
  const code = await runProgram({ args, env, print, progress: () => {}, interrupted });
  return { code, output: lines.join('\n') };
}

/** Everything that the suite may change. */
export interface Content {
  readonly workspaces: readonly Fields[];
  readonly projects: readonly Fields[];
  readonly domains: readonly unknown[];
}

/** What an organization has, without times. */
export async function contentOf(emulator: Pick<MiosaEmulator, 'handle'>): Promise<Content> {
  const get = async (path: string) => {
    const headers = { authorization: `Bearer ${apiKey}` };
    const response = await emulator.handle(new Request(`https://api.miosa.ai/api/v1${path}`, { headers }));
    return fieldsOf(await response.json());
  };
  const list = async (kind: string): Promise<Fields[]> => {
    const { data } = await get(`/${kind}?page_size=100`);
    if (!Array.isArray(data)) throw new Error('The lists of the emulator have `data`.');
    return data.map((item) => ({ ...fieldsOf(item), created_at: '', updated_at: '' }));
  };
  const [workspaces, projects] = [await list('workspaces'), await list('projects')];
  const owners = [
    'tenant',
    ...workspaces.map(({ id }) => `workspaces/${id}`),
    ...projects.map(({ id }) => `projects/${id}`),
  ];
  const domains = await Promise.all(owners.map((owner) => get(`/${owner}/preview-domain`)));
  return { workspaces, projects, domains };
}

/** What it had before. */
export function untouched(): Promise<Content> {
  return contentOf(organization());
}
