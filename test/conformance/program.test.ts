import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { listen } from 'miosa-client/testing/node';
import { expect, test, vi } from 'vitest';
import { apiKey, foreignProject } from '../../conformance/support/emulator.ts';
import { raw, startServer } from '../support/server.ts';
import { breaks, brokenEmulator } from './breaks.ts';
import { contentOf, fast, organization, ownWorkspace, runWith, serve, untouched } from './organization.ts';

vi.setConfig({ testTimeout: 60_000 });

const root = path.resolve(import.meta.dirname, '../..');

test('without a key it checks the emulator, both ways', async () => {
  const { code, output } = await runWith(undefined, []);
  expect(code).toBe(0);
  expect(output).toMatch(/^- emulator in memory: \d+ facts hold, 0 do not, 0 were not checked; (\d+) of \1 questions/m);
  expect(output).toContain('when there is none to clear?');
  expect(output).toMatch(/^- emulator over HTTP: \d+ facts hold, 0 do not, 0 were not checked; (\d+) of \1 questions/m);
});

test.each([['--rat'], ['--rate', '0'], ['--rate', 'x'], ['emulator']])('%s %s is explained', async (...args) => {
  const { code, output } = await runWith(undefined, args);
  expect(code).toBe(2);
  expect(output).toContain('--read-only');
});

test('an address that is none is explained', async () => {
  expect(await runWith('api.miosa.ai', ['--yes'])).toEqual({ code: 2, output: 'MIOSA_BASE_URL is not a valid URL.' });
});

test('without --yes it says what it would do, and sends nothing', async () => {
  const emulator = organization();
  await using server = await serve(emulator);
  const { code, output } = await runWith(server.url, []);
  expect(code).toBe(2);
  expect(output).toMatch(/about \d+ requests to 127\.0\.0\.1:\d+, in about \d+ minutes/);
  expect(output).toMatch(/creates about \d+ workspaces.*miosa-client-conformance-.*deleted at the end/);
  expect(emulator.requests).toEqual([]);
});

test('with a key it checks the API, cleans up, and reports nothing that identifies anybody', async () => {
  const emulator = organization();
  let count = 0;
  const limit = { error: { code: 'rate_limit_exceeded', message: 'slow down', request_id: 'req_1' } };
  const limited = () => Response.json(limit, { status: 429, headers: { 'retry-after': '0' } });
  await using server = await listen({
    handle: async (request) => (++count === 50 ? limited() : emulator.handle(request)),
  });
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'conformance-')), 'report.md');
  const { code, output } = await runWith(server.url, ['--yes', ...fast, '--report', file]);
  expect(code).toBe(0);
  expect(output).toContain('Everything that was created is deleted.');
  expect(await contentOf(emulator)).toEqual(await untouched());
  const changes = emulator.requests.filter(({ method }) => method !== 'GET').map(({ path: place }) => place);
  const allowed = /^\/(projects|workspaces)(\/[^/]+(\/(preview-domain|settings))?)?$/;
  expect(changes.filter((place) => !allowed.test(place))).toEqual([]);
  const report = readFileSync(file, 'utf8');
  expect(report).toContain(
    '| slugs.taken.status | Which status when a new project has a slug that is taken? | 422 | 422 |',
  );
  expect(report).toMatch(
    /^# Conformance\n\nmiosa-client \d+\.\d+\.\d+, Node \d+[.\d]+\n\n- emulator: .*\n- this server: /,
  );
  expect(report).toMatch(/\| rate-limit\.retry-after \|.*\| holds \|$/m);
  expect(report).toMatch(/preview-domain\.set\.organization .*not checked: it changes the domain of the whole organiz/);
  expect(report).not.toMatch(/secret|msk_|tnt_|[0-9a-f]{8}-[0-9a-f]{4}|miosa-client-conformance-\w{8}/i);
});

test('--read-only sends GET requests alone, and says what that leaves out', async () => {
  const emulator = organization();
  await using server = await serve(emulator);
  const { code, output } = await runWith(server.url, ['--read-only', ...fast]);
  expect(code).toBe(0);
  expect(output).toMatch(/GET requests alone: \d+ of \d+ facts and \d+ of \d+ questions are left out/);
  expect(new Set(emulator.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
  expect(output).toMatch(/this server: \d+ facts hold, 0 do not/);
  expect(output).not.toMatch(/secret/i);
});

test('a fact that does not hold is named, and the exit code is 1', async () => {
  const makeBreak = breaks['projects.update.metadata'];
  if (makeBreak === undefined) throw new Error('There is no such break.');
  await using server = await serve(brokenEmulator(makeBreak()));
  const { code, output } = await runWith(server.url, ['--yes', ...fast]);
  expect(code).toBe(1);
  expect(output).toMatch(/\| projects\.update\.metadata \|.*\*\*does not hold\*\*: metadata not as sent/);
  expect(output).toMatch(/this server: \d+ facts hold, 1 do not/);
});

test.each([
  ['holds', apiKey],
  ['**does not hold**: 200', 'msk_live_another'],
])('--foreign-project: %s', async (result, foreignKey) => {
  const emulator = organization();
  const foreign = organization({
    projects: [{ id: foreignProject, workspaceId: ownWorkspace, name: 'Foreign' }],
  });
  await using server = await serve({
    handle: (request) =>
      foreignKey !== apiKey && request.url.endsWith(foreignProject)
        ? foreign.handle(request)
        : emulator.handle(request),
  });
  const { output } = await runWith(server.url, ['--read-only', ...fast, '--foreign-project', foreignProject]);
  const [row = ''] = output.split('\n').filter((line) => line.startsWith('| errors.foreign-id '));
  expect(row.endsWith(`| ${result} |`)).toBe(true);
});

test('a report that cannot be written ends the run before it begins', async () => {
  const emulator = organization();
  await using server = await serve(emulator);
  const { code, output } = await runWith(server.url, ['--yes', ...fast, '--report', path.join(root, 'none/report.md')]);
  expect(code).toBe(2);
  expect(output).toMatch(/The report cannot be written: ENOENT/);
  expect(emulator.requests).toEqual([]);
});

test('a key that is rejected', async () => {
  await using server = await serve(organization({ apiKeys: ['msk_live_another'] }));
  const { code, output } = await runWith(server.url, ['--yes', ...fast]);
  expect(code).toBe(2);
  expect(output).toMatch(/The key is rejected \(401 invalid_token\): check MIOSA_API_KEY\.$/);
});

test('a key that may not create', async () => {
  const refusal = { error: { code: 'insufficient_scope', message: 'no', request_id: 'req_1' } };
  const emulator = organization({ routes: { 'POST /workspaces': () => Response.json(refusal, { status: 403 }) } });
  await using server = await serve(emulator);
  const { code, output } = await runWith(server.url, ['--yes', ...fast]);
  expect(code).toBe(2);
  expect(output).toMatch(/may not create a workspace: .*403 insufficient_scope\. --read-only needs none\.$/);
  expect(emulator.requests.filter(({ method }) => method !== 'GET')).toHaveLength(1);
});

test.each([
  ['a page', raw('<h1>Welcome</h1>', 200, { 'content-type': 'text/html' }), '200, and no list'],
  ['a 404', raw('not here', 404), '404, and no list'],
  ['a redirect', raw('', 302, { location: 'https://example.com' }), '302, and no list'],
])('%s is not MIOSA', async (_, responder, what) => {
  const server = await startServer(responder);
  const { code, output } = await runWith(server.url, ['--yes', ...fast]);
  expect(code).toBe(2);
  expect(output).toContain(
    `This does not answer as MIOSA does (${what}): check MIOSA_BASE_URL, which ends in /api/v1.`,
  );
  expect(server.requests).toHaveLength(1);
});

test('a server that cannot be reached', async () => {
  const server = await serve(organization());
  await server.close();
  const { code, output } = await runWith(server.url, ['--yes', ...fast]);
  expect(code).toBe(2);
  expect(output).toMatch(/No response arrived after 2 requests: .*ECONNREFUSED/);
  expect(output).not.toContain('may be left');
});

test('when the network goes, it names what may be left', async () => {
  const emulator = organization();
  const server = await serve(emulator, (count) => (count === 60 ? server.close() : undefined));
  const { code, output } = await runWith(server.url, ['--yes', ...fast]);
  expect(code).toBe(2);
  expect(output).toMatch(/No response arrived after \d+ requests/);
  const [, ...left] = (await contentOf(emulator)).workspaces.map(({ name }) => String(name));
  expect(left.length).toBeGreaterThan(0);
  const [, prefix] = /may be left: delete by hand those whose names begin with (\S+)\./.exec(output) ?? [];
  for (const name of left) expect(name).toMatch(new RegExp(`^${prefix}`));
});

test('a workspace whose creation was interrupted is found and deleted', async () => {
  const controller = new AbortController();
  const emulator = organization();
  await using server = await serve(emulator, (_, { method, url }) => {
    if (method === 'POST' && url.endsWith('/workspaces')) controller.abort();
  });
  const { code, output } = await runWith(server.url, ['--yes', ...fast], controller.signal);
  expect(code).toBe(130);
  expect(output).toContain('Everything that was created is deleted.');
  expect(await contentOf(emulator)).toEqual(await untouched());
});

test('Ctrl-C ends a run against the emulator, too', async () => {
  const { code, output } = await runWith(undefined, [], AbortSignal.abort());
  expect(code).toBe(130);
  expect(output).not.toContain('facts hold');
});

test('Ctrl-C cleans up', async () => {
  const emulator = organization();
  const child: { interrupt?: () => void } = {};
  await using server = await serve(emulator, (count) => (count === 60 ? child.interrupt?.() : undefined));
  const program = spawn(
    process.execPath,
    ['--import', './scripts/from-source.ts', 'conformance/main.ts', '--yes', '--rate', '6000'],
    { cwd: root, env: { ...process.env, MIOSA_API_KEY: apiKey, MIOSA_BASE_URL: server.url } },
  );
  // One from the terminal, one from npm.
  child.interrupt = () => program.kill('SIGINT') && program.kill('SIGINT');
  const [output, [code]] = await Promise.all([text(program.stdout), once(program, 'exit')]);
  expect(code).toBe(130);
  expect(output).toMatch(
    /Stopped\. Deleting miosa-client-conformance-\w+ .*\nEverything that was created is deleted\.$/m,
  );
  expect(await contentOf(emulator)).toEqual(await untouched());
});
