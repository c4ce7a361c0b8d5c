/**
 * A white-label sign-up from the first project to a domain that is ready. It runs against an embedded MIOSA; with
 * MIOSA_API_KEY set, against the real API.
 */
import { styleText } from 'node:util';
import {
  type CreateProjectInput,
  isMiosaError,
  MiosaTimeoutError,
  type Project,
  type RequiredDnsRecord,
  ValidationFailedError,
  WorkspaceNotFoundError,
  WorkspaceRequiredError,
} from 'miosa-client';
import { openPlayground } from './playground.ts';
import { ProgressBar } from './progress-bar.ts';

const { miosa, where, selectors, domain, waitTimeout, close } = await openPlayground();
try {
  console.log(styleText('bold', `A sign-up on ${where}`));
  const projects = await createBySelectors();
  const [project = fail('No project was created.')] = projects;
  await readAndList(project);
  await change(project);
  await bringDomain(project, domain);
  await meetErrors(project);
  step('Clear the preview domain');
  await miosa.previewDomain.clear({ projectId: project.id });
  const { previewDomain, effectiveDomain } = await miosa.previewDomain.get({ projectId: project.id });
  done(`own domain: ${previewDomain ?? 'none'}, in force: ${effectiveDomain ?? 'none'}`);
  console.log(styleText(['bold', 'green'], '\nAll done.'));
} catch (error) {
  if (!isMiosaError(error)) throw error;
  console.error(styleText('red', `\n${error.name}: ${error.message}`));
  process.exitCode = 1;
} finally {
  await close();
}

async function createBySelectors(): Promise<Project[]> {
  step('Create a project by each selector');
  const projects: Project[] = [];
  // A slug of its own lets the example run twice in the same workspace.
  const run = Date.now().toString(36);
  for (const selector of selectors) {
    const [by = ''] = Object.keys(selector);
    const slug = `lead-magnet-${run}-${projects.length + 1}`;
    const project = await miosa.projects.create({ ...selector, name: 'Lead Magnet', slug, description: 'A first try' });
    done(`${by.padEnd(20)} ${project.slug}  ${styleText('dim', project.id)}`);
    projects.push(project);
  }
  return projects;
}

async function readAndList(project: Project): Promise<void> {
  step('Read it, and list its workspace both ways');
  const { data, requestId } = await miosa.projects.get(project.id).withResponse();
  done(`read ${data.name}  ${styleText('dim', requestId ?? '')}`);
  const { workspaceId } = project;
  const filtered = await count(miosa.projects.list({ workspaceId }));
  const nested = await count(miosa.workspaces.listProjects(workspaceId));
  done(`${filtered} projects by filter, ${nested} in the workspace`);
}

async function change(project: Project): Promise<void> {
  step('Update it');
  const renamed = await miosa.projects.update(project.id, {
    name: 'Summer Lead Magnet',
    metadata: { season: 'summer' },
  });
  done(`name: ${renamed.name}`);
  const cleared = await miosa.projects.update(project.id, { description: null });
  done(`description: ${cleared.description ?? 'cleared'}`);
}

async function bringDomain({ id }: Project, domain: string): Promise<void> {
  step('Set a preview domain');
  const set = await miosa.previewDomain.set({ projectId: id }, domain);
  done(`${set.previewDomain} is ${set.status}; previews at ${set.urlExamples?.defaultPreview ?? 'no address yet'}`);
  printTable(miosa.previewDomain.requiredDnsRecords(domain));

  step('Wait for DNS');
  const bar = new ProgressBar(waitTimeout.total);
  try {
    await miosa.previewDomain.waitUntilReady(
      { projectId: id },
      {
        timeout: waitTimeout.total,
        interval: waitTimeout.interval,
        onCheck: ({ check, error, attempt, nextCheckMs }) => {
          // The last one is told by what the wait ends with.
          if (nextCheckMs === undefined) return;
          const state = error === undefined ? (check?.dnsStatus ?? check?.status ?? 'not ready') : error.name;
          bar.update(`check ${attempt}: ${state}, next check in ${(nextCheckMs / 1000).toFixed(1)} s`);
        },
      },
    );
    bar.end('ready', true);
  } catch (error) {
    const isTimeout = error instanceof MiosaTimeoutError;
    bar.end(isTimeout ? 'not ready in time; a real customer adds the records first' : 'failed', false);
    if (!isTimeout) throw error;
  }
}

async function meetErrors(project: Project): Promise<void> {
  step('Meet the three typed errors');
  const { workspaceId, slug } = project;
  // What the compiler refuses, plain JavaScript can still do.
  const withoutWorkspace = { name: 'Nowhere' } as CreateProjectInput;
  await expectError(WorkspaceRequiredError, miosa.projects.create(withoutWorkspace));
  await expectError(WorkspaceNotFoundError, miosa.projects.create({ workspaceSlug: 'no-such-clinic', name: 'Lost' }));
  await expectError(ValidationFailedError, miosa.projects.create({ workspaceId, name: 'Twin', slug }));
}

async function expectError(kind: new (...args: never[]) => Error, call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof kind)) throw error;
    done(`${styleText('yellow', error.name)} ${error.message}`);
    return;
  }
  fail(`${kind.name} was expected.`);
}

async function count(items: AsyncIterable<unknown>): Promise<number> {
  let number = 0;
  for await (const _ of items) number += 1;
  return number;
}

function printTable(records: readonly RequiredDnsRecord[]): void {
  const rows = [['TYPE', 'NAME', 'FULL NAME', 'VALUE'], ...records.map((r) => [r.type, r.name, r.fqdn, r.value])];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const [index, row] of rows.entries()) {
    const line = row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
    console.log(`    ${index === 0 ? styleText('dim', line) : line}`);
  }
}

function step(title: string): void {
  console.log(`\n${styleText('cyan', '●')} ${title}`);
}

function done(text: string): void {
  console.log(`  ${styleText('green', '✓')} ${text}`);
}

function fail(message: string): never {
  throw new Error(message);
}
