import { MiosaClient } from 'miosa-client';
import { listen } from 'miosa-client/testing/node';
import { expect, test, vi } from 'vitest';
import { facts } from '../../conformance/facts/index.ts';
import { questions } from '../../conformance/questions/index.ts';
import {
  apiKey,
  emulatorContext,
  foreignKey,
  foreignProject,
  limitedKey,
  openEmulator,
  ownContext,
} from '../../conformance/support/emulator.ts';
import { type Findings, run } from '../../conformance/support/run.ts';
import type { Context } from '../../conformance/support/types.ts';
import { collect } from '../support/collect.ts';
import { otherAnswers } from './other-answers.ts';
import { type OtherServer, startOtherServer } from './other-server.ts';

vi.setConfig({ testTimeout: 60_000 });

const startOther = (): Promise<OtherServer> =>
  startOtherServer({ own: apiKey, limited: limitedKey, foreign: foreignKey, foreignProject });

/** Runs the whole suite, and cleans up. */
async function runAll(context: Context): Promise<Findings> {
  const findings = await run(context, { facts, questions });
  expect(await context.lab.cleanUp(context.api)).toEqual([]);
  expect(await context.lab.everyItem('/workspaces')).toEqual([]);
  return findings;
}

/** The facts that do not hold, or were not checked. */
function notHolding(findings: Findings): unknown[] {
  return [...findings.facts].filter(([, { outcome }]) => outcome !== 'holds');
}

/** The answers that are not among the known ones. */
function unknownAnswers(findings: Findings): unknown[] {
  return [...findings.questions].filter(([, { answer }]) => answer === undefined || answer.startsWith('other: '));
}

test('on the emulator all facts hold, and each question has a known answer', async () => {
  const findings = await runAll(emulatorContext());
  expect(notHolding(findings)).toEqual([]);
  expect(unknownAnswers(findings)).toEqual([]);
});

test('over HTTP the emulator answers as in memory', async () => {
  await using server = await listen(openEmulator());
  const findings = await runAll(ownContext({ baseUrl: server.url }));
  expect(findings).toEqual(await runAll(emulatorContext()));
});

test('on another server all facts hold, and each question has another known answer', async () => {
  await using server = await startOther();
  const [other, emulator] = [await runAll(ownContext({ baseUrl: server.url })), await runAll(emulatorContext())];
  expect(notHolding(other)).toEqual([]);
  expect(unknownAnswers(other)).toEqual([]);
  expect(Object.fromEntries([...other.questions].map(([id, { answer }]) => [id, answer]))).toEqual(otherAnswers);
  const same = [...other.questions].filter(([id, { answer }]) => answer === emulator.questions.get(id)?.answer);
  expect(same).toEqual([]);
});

test('the client signs up, lists and waits on that server, too', async () => {
  await using server = await startOther();
  const miosa = new MiosaClient({ apiKey, baseUrl: server.url });
  const signUp = async () => {
    const { workspace, created } = await miosa.workspaces.ensure({ slug: 'clinic-1', name: 'Dr. Smith Clinic' });
    const input = { workspaceId: workspace.id, slug: 'lead-magnet', name: 'Lead Magnet' };
    const { project, created: isNew } = await miosa.projects.ensure(input);
    return { workspace, project, created: [created, isNew] };
  };
  const first = await signUp();
  const second = await signUp();
  expect(first.created).toEqual([true, true]);
  expect(second.created).toEqual([false, false]);
  expect([second.workspace.id, second.project.id]).toEqual([first.workspace.id, first.project.id]);

  const workspaceId = first.workspace.id;
  for (let count = 1; count < 45; count++) await miosa.projects.create({ workspaceId, name: `Site ${count}` });
  expect(await collect(miosa.projects.list({ workspaceId }))).toHaveLength(45);
  expect(await collect(miosa.workspaces.listProjects(workspaceId))).toHaveLength(45);
  expect(await collect(miosa.workspaces.list())).toHaveLength(1);

  const scope = { projectId: first.project.id };
  await miosa.previewDomain.set(scope, 'program.drsmithclinic.com');
  expect(await miosa.previewDomain.waitUntilReady(scope, { interval: 1 })).toMatchObject({ ready: true });
});
