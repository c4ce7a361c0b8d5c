import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planImport } from '../src/existing.ts';
import { type ImportJob, importCustomer, requestsOf, workspaceSlug } from '../src/import-customer.ts';
import { contents, customersOf, oneEach, startApi } from './support/api.ts';

const smith: ImportJob = { id: 'c1', name: 'Dr. Smith' };
const withDomain: ImportJob = { ...smith, domain: 'program.smith.example' };

test('a new customer takes two requests, or three with a domain', async () => {
  await using api = await startApi();
  const { emulator, miosa } = api;
  assert.equal((await importCustomer(miosa, smith)).created, true);
  assert.equal(emulator.requests.length, requestsOf(smith));
  assert.equal(requestsOf(smith), 2);
  emulator.reset();
  const { pendingDomain } = await importCustomer(miosa, withDomain);
  assert.equal(emulator.requests.length, requestsOf(withDomain));
  assert.equal(requestsOf(withDomain), 3);
  assert.equal(pendingDomain, 'program.smith.example');
});

test('it is safe to repeat and to race, and says what was found', async () => {
  await using api = await startApi();
  const raced = await Promise.all([1, 2, 3].map(() => importCustomer(api.miosa, smith)));
  const again = await importCustomer(api.miosa, smith);
  assert.equal(again.created, false);
  for (const { workspaceId, projectId } of raced) {
    assert.deepEqual([workspaceId, projectId], [again.workspaceId, again.projectId]);
  }
  assert.deepEqual(await contents(api), oneEach([smith]));
});

test('a workspace that is known is not looked for', async () => {
  await using api = await startApi();
  const known: string[] = [];
  const { workspaceId } = await importCustomer(api.miosa, smith, async (id) => void known.push(id));
  assert.deepEqual(known, [workspaceId]);
  const before = api.emulator.requests.length;
  await importCustomer(api.miosa, { ...smith, workspaceId });
  const paths = api.emulator.requests.slice(before).map(({ path }) => path);
  assert.ok(!paths.includes('/workspaces'), paths.join());
});

test('a domain is set where there is none, and never replaced', async () => {
  await using api = await startApi();
  const { projectId } = await importCustomer(api.miosa, smith);
  assert.equal((await importCustomer(api.miosa, withDomain)).pendingDomain, withDomain.domain);
  // The same again: whether it waits for DNS is not known here, so it is watched.
  assert.equal((await importCustomer(api.miosa, withDomain)).pendingDomain, withDomain.domain);
  await api.miosa.previewDomain.set({ projectId }, 'chosen.since.example');
  assert.equal((await importCustomer(api.miosa, withDomain)).pendingDomain, undefined);
  assert.equal((await api.miosa.previewDomain.get({ projectId })).previewDomain, 'chosen.since.example');
});

test('every id has a slug of its own, which the API keeps', async () => {
  await using api = await startApi();
  const ids = [
    'ab',
    'AB',
    'a-b',
    'a_b',
    'a b',
    'ä',
    '-a',
    'a-',
    'a--b',
    'x-6162',
    'x-4142',
    '4142',
    '0',
    '日本',
    'x',
    'x-',
  ];
  const slugs = ids.map(workspaceSlug);
  assert.equal(new Set(slugs).size, ids.length);
  for (const id of ids) await importCustomer(api.miosa, { id, name: id });
  assert.deepEqual((await contents(api)).workspaces, [...slugs].sort());
  assert.equal(workspaceSlug('clinic-123'), 'customer-clinic-123');
});

test('what exists already is read from two lists, and is no job', async () => {
  await using api = await startApi();
  const customers = customersOf(150);
  assert.deepEqual(await planImport(api.miosa, customers), { found: 0, jobs: customers });
  assert.equal(api.emulator.requests.length, 1);

  const { id: halfDone } = await api.miosa.workspaces.create({ name: 'Clinic 150', slug: 'customer-c150' });
  for (const customer of customers.slice(0, 140)) await importCustomer(api.miosa, customer);
  const before = api.emulator.requests.length;
  const { found, jobs } = await planImport(api.miosa, customers);
  assert.equal(api.emulator.requests.length - before, 4);
  assert.equal(found, 140);
  assert.deepEqual(jobs, [...customers.slice(140, 149), { ...customers[149], workspaceId: halfDone }]);
});

test('a customer who exists, with a domain in the file, is a job that looks for nothing', async () => {
  await using api = await startApi();
  const { workspaceId, projectId } = await importCustomer(api.miosa, smith);
  const { jobs } = await planImport(api.miosa, [withDomain]);
  assert.deepEqual(jobs, [{ ...withDomain, workspaceId, projectId }]);
  assert.equal(requestsOf({ ...withDomain, workspaceId, projectId }), 1);
});
