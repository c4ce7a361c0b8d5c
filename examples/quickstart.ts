/**
 * A white-label sign-up from the first project to a domain that is ready. It runs against an embedded MIOSA; with
 * MIOSA_API_KEY and MIOSA_WORKSPACE_ID or MIOSA_WORKSPACE_SLUG set, against the real API, where its projects stay.
 */
import { styleText } from 'node:util';
import {
  type CreateProjectInput,
  isMiosaError,
  MiosaClient,
  MiosaTimeoutError,
  ValidationFailedError,
  WorkspaceNotFoundError,
  WorkspaceRequiredError,
  type WorkspaceSelector,
} from 'miosa-client';
import { createMiosaEmulator } from 'miosa-client/testing';
import { listen } from 'miosa-client/testing/node';

const { miosa, where, selectors, domain, wait, close } = process.env['MIOSA_API_KEY'] ? realApi() : await embedded();
try {
  await signUp();
} catch (error) {
  if (!isMiosaError(error)) throw error;
  console.error(styleText('red', `${error.name}: ${error.message}`));
  process.exitCode = 1;
} finally {
  await close();
}

async function signUp(): Promise<void> {
  console.log(styleText('bold', `A sign-up on ${where}`));

  step('Create a project by each way to name its workspace');
  const projects = [];
  for (const [index, selector] of selectors.entries()) {
    // A slug of its own lets the example run twice in the same workspace.
    const slug = `lead-magnet-${Date.now().toString(36)}-${index + 1}`;
    const project = await miosa.projects.create({ ...selector, name: 'Lead Magnet', slug, description: 'A first try' });
    done(`${Object.keys(selector).join()}: ${project.slug}`);
    projects.push(project);
  }
  const [project] = projects;
  if (project === undefined) throw new Error('No project was created.');
  const { id: projectId, workspaceId, slug } = project;

  step('Read it, list its workspace, change it');
  const { data, requestId } = await miosa.projects.get(projectId).withResponse();
  done(`read ${data.name}, in the request ${requestId}`);
  const page = await miosa.projects.list({ workspaceId });
  done(`${page.data.length} projects on the first page${page.hasMore ? ', and there are more' : ''}`);
  let count = 0;
  for await (const _ of miosa.workspaces.listProjects(workspaceId)) count += 1;
  done(`${count} projects in the workspace, on all pages`);
  const changed = await miosa.projects.update(projectId, { name: 'Summer Lead Magnet', description: null });
  done(`name: ${changed.name}, description: ${changed.description}`);

  step('Set a preview domain');
  const set = await miosa.previewDomain.set({ projectId }, domain);
  done(`${set.previewDomain} is ${set.status}; previews at ${set.urlExamples?.defaultPreview ?? 'no address yet'}`);
  console.table(miosa.previewDomain.requiredDnsRecords(domain));

  step('Wait for DNS');
  try {
    await miosa.previewDomain.waitUntilReady(
      { projectId },
      {
        ...wait,
        onCheck: ({ check, error, attempt, nextCheckMs }) => {
          const state = error === undefined ? (check?.dnsStatus ?? check?.status ?? 'not ready') : error.name;
          const next = nextCheckMs === undefined ? '' : `, next check in ${(nextCheckMs / 1000).toFixed(1)} s`;
          console.log(`    check ${attempt}: ${state}${next}`);
        },
      },
    );
    done(`${domain} is ready`);
  } catch (error) {
    if (!(error instanceof MiosaTimeoutError)) throw error;
    done('not ready in time: a real customer adds the records first');
  }

  step('Meet the three typed errors');
  // What the compiler refuses, plain JavaScript can still do.
  const withoutWorkspace = { name: 'Nowhere' } as CreateProjectInput;
  await expectError(WorkspaceRequiredError, miosa.projects.create(withoutWorkspace));
  await expectError(WorkspaceNotFoundError, miosa.projects.create({ workspaceSlug: 'no-such-clinic', name: 'Lost' }));
  await expectError(ValidationFailedError, miosa.projects.create({ workspaceId, name: 'Twin', slug }));

  step('Clear the preview domain');
  await miosa.previewDomain.clear({ projectId });
  const { previewDomain, effectiveDomain } = await miosa.previewDomain.get({ projectId });
  done(`own domain: ${previewDomain ?? 'none'}, in force: ${effectiveDomain ?? 'none'}`);
}

async function expectError(kind: new (...args: never[]) => Error, call: Promise<unknown>): Promise<void> {
  const outcome = await call.catch((error: unknown) => error);
  if (!(outcome instanceof kind)) throw new Error(`${kind.name} was expected.`, { cause: outcome });
  done(`${outcome.name}: ${outcome.message}`);
}

/** Where it plays, and everything that differs there. */
interface Stage {
  readonly miosa: MiosaClient;
  readonly where: string;
  readonly selectors: readonly WorkspaceSelector[];
  readonly domain: string;
  readonly wait: { readonly timeout: number; readonly interval: number };
  close(): Promise<void>;
}

async function embedded(): Promise<Stage> {
  const workspaceId = '550e8400-e29b-41d4-a716-446655440000';
  const emulator = createMiosaEmulator({
    workspaces: [{ id: workspaceId, name: 'Dr. Smith Clinic', externalWorkspaceId: 'clinic_123' }],
    previewDomain: 'preview.cliniciq.example',
    pendingDnsChecks: 6,
  });
  const { url, close } = await listen(emulator);
  return {
    miosa: new MiosaClient({ apiKey: 'msk_test_quickstart', baseUrl: url }),
    where: `an embedded MIOSA at ${url}`,
    selectors: [{ workspaceId }, { workspaceSlug: 'dr-smith-clinic' }, { externalWorkspaceId: 'clinic_123' }],
    domain: 'program.drsmithclinic.com',
    wait: { timeout: 6000, interval: 250 },
    close,
  };
}

function realApi(): Stage {
  const { MIOSA_WORKSPACE_ID: workspaceId, MIOSA_WORKSPACE_SLUG: workspaceSlug, MIOSA_PREVIEW_DOMAIN } = process.env;
  if (!workspaceId && !workspaceSlug) {
    console.error('MIOSA_API_KEY is set: set MIOSA_WORKSPACE_ID or MIOSA_WORKSPACE_SLUG, too, or unset it.');
    process.exit(1);
  }
  return {
    miosa: new MiosaClient(),
    where: 'the real API',
    selectors: [...(workspaceId ? [{ workspaceId }] : []), ...(workspaceSlug ? [{ workspaceSlug }] : [])],
    domain: MIOSA_PREVIEW_DOMAIN ?? 'preview.example.com',
    wait: { timeout: 60_000, interval: 5000 },
    close: async () => {},
  };
}

function step(title: string): void {
  console.log(`\n${styleText('cyan', '●')} ${title}`);
}

function done(text: string): void {
  console.log(`  ${styleText('green', '✓')} ${text}`);
}
