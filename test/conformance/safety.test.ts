import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { MiosaEmulator } from 'miosa-client/testing';
import { expect, test, vi } from 'vitest';
import { apiKey } from '../../conformance/support/emulator.ts';
import { type Fields, fieldsOf, isObject } from '../../conformance/support/seen.ts';
import { contentOf, fast, organization, ownWorkspace, runWith, serve, untouched } from './organization.ts';

vi.setConfig({ testTimeout: 60_000 });

const identifying = /secret|msk_|tnt_|req_|[0-9a-f]{8}-[0-9a-f]{4}/i;
const refusal = (status: number) =>
  Response.json({ error: { code: 'FORBIDDEN', message: 'no', request_id: 'req_1' } }, { status });

/** The organization, with one thing that it does otherwise: `answer` gives a response of its own, or none. */
function otherwise(
  emulator: MiosaEmulator,
  answer: (request: Request, path: string) => Promise<Response | undefined> | Response | undefined,
): Pick<MiosaEmulator, 'handle'> {
  return {
    handle: async (request) =>
      (await answer(request.clone(), new URL(request.url).pathname.slice('/api/v1'.length))) ??
      emulator.handle(request),
  };
}

/** The same request with another body. */
function sentAgain(request: Request, body: Fields): Request {
  return new Request(request.url, { method: 'POST', headers: request.headers, body: JSON.stringify(body) });
}

test('projects that a server puts into a workspace of the organization are named', async () => {
  const emulator = organization();
  const server = otherwise(emulator, async (request, place) => {
    if (request.method !== 'POST' || place !== '/projects') return undefined;
    const body = fieldsOf(await request.clone().json());
    const response = await emulator.handle(request.clone());
    if (![400, 404].includes(response.status)) return response;
    const { workspace_id: _, workspace_slug: __, external_workspace_id: ___, ...project } = body;
    return emulator.handle(sentAgain(request, { ...project, workspace_id: ownWorkspace }));
  });
  await using served = await serve(server);
  const { code, output } = await runWith(served.url, ['--yes', ...fast]);
  expect(code).toBe(1);
  const { workspaces, projects } = await contentOf(emulator);
  expect(workspaces).toHaveLength(1);
  const left = projects.map(({ slug }) => String(slug)).filter((slug) => slug !== 'secret');
  expect(left).toHaveLength(4);
  expect(output).toContain(`What may be left, to be deleted by hand: ${left.join(', ')}.`);
});

test('workspaces that a server makes for an unknown selector are deleted', async () => {
  const emulator = organization();
  const server = otherwise(emulator, async (request, place) => {
    if (request.method !== 'POST' || place !== '/projects') return undefined;
    const body = fieldsOf(await request.clone().json());
    const response = await emulator.handle(request.clone());
    const { workspace_slug: slug, external_workspace_id: external } = body;
    if (response.status !== 404 || (slug ?? external) === undefined) return response;
    const workspace = { name: 'Made', slug, external_workspace_id: external };
    await emulator.handle(sentAgain(new Request(new URL('workspaces', request.url), request), workspace));
    return emulator.handle(request.clone());
  });
  await using served = await serve(server);
  const { code, output } = await runWith(served.url, ['--yes', ...fast]);
  expect(code).toBe(1);
  expect(output).toContain('Everything that was created is deleted.');
  expect(await contentOf(emulator)).toEqual(await untouched());
});

test('a workspace that cannot be deleted is named', async () => {
  const emulator = organization();
  await using served = await serve(
    otherwise(emulator, ({ method }) => (method === 'DELETE' ? refusal(403) : undefined)),
  );
  const { output } = await runWith(served.url, ['--yes', ...fast]);
  const [, ...left] = (await contentOf(emulator)).workspaces;
  expect(left.length).toBeGreaterThan(0);
  for (const { name } of left) expect(output).toMatch(new RegExp(`What may be left, .*${name}[,.]`));
});

test('a deletion that fails once is tried again', async () => {
  const emulator = organization();
  const failed = new Set<string>();
  const server = otherwise(emulator, (request, place) => {
    if (request.method !== 'DELETE' || !place.startsWith('/workspaces/') || failed.has(place)) return undefined;
    failed.add(place);
    return refusal(503);
  });
  await using served = await serve(server);
  const { output } = await runWith(served.url, ['--yes', ...fast]);
  expect(output).toContain('Everything that was created is deleted.');
  expect(await contentOf(emulator)).toEqual(await untouched());
});

test('a server that rejects pages past the end is cleaned up, too', async () => {
  const emulator = organization();
  const server = otherwise(emulator, ({ url }) => (/[?&]page=[2-9]/.test(url) ? refusal(400) : undefined));
  await using served = await serve(server);
  const { output } = await runWith(served.url, ['--yes', ...fast]);
  expect(output).toContain('Everything that was created is deleted.');
  expect(await contentOf(emulator)).toEqual(await untouched());
});

test.each([403, 500])(
  'workspaces that are not shown (%i) are deleted where they are known, and not said to be',
  async (status) => {
    const emulator = organization();
    const server = otherwise(emulator, ({ method }, place) =>
      method === 'GET' && place === '/workspaces' ? refusal(status) : undefined,
    );
    await using served = await serve(server);
    const { output } = await runWith(served.url, ['--yes', ...fast]);
    expect(output).not.toContain('is deleted');
    expect(output).toMatch(/Workspaces may be left, .*whose names begin with miosa-client-conformance-\w+\.$/m);
    expect(await contentOf(emulator)).toEqual(await untouched());
  },
);

test('a server that gives the existing workspace loses none before the end', async () => {
  const emulator = organization();
  let deletedMain = 0;
  let main: unknown;
  const server = otherwise(emulator, async (request, place) => {
    if (request.method === 'DELETE' && place === `/workspaces/${main}`) deletedMain++;
    if (request.method !== 'POST' || place !== '/workspaces') return undefined;
    const { slug } = fieldsOf(await request.clone().json());
    const existing = (await contentOf(emulator)).workspaces.find((workspace) => workspace['slug'] === slug);
    if (existing !== undefined) return Response.json({ data: existing }, { status: 200 });
    const response = await emulator.handle(request.clone());
    main ??= fieldsOf(fieldsOf(await response.clone().json())['data'])['id'];
    return response;
  });
  await using served = await serve(server);
  const { code, output } = await runWith(served.url, ['--yes', ...fast]);
  expect(code).toBe(0);
  expect(output).toMatch(/\| workspaces\.slugs\.taken \|.*\*\*the existing workspace\*\*/);
  expect(deletedMain).toBe(1);
  expect(await contentOf(emulator)).toEqual(await untouched());
});

test('a name that a server puts anywhere does not reach the report', async () => {
  const emulator = organization();
  let count = 0;
  const server: Pick<MiosaEmulator, 'handle'> = {
    handle: async (request) => {
      const response = await emulator.handle(request.clone());
      // What it looks at before the run begins.
      if (++count <= 2 || response.status === 204) return response;
      const names = ['x-secret-version', 'x-secret-ratelimit', 'idempotency-secret'];
      const headers = {
        ...Object.fromEntries(names.map((name) => [name, 'secret'])),
        'content-type': 'application-secret/json',
        'retry-after': 'secret',
        'access-control-allow-origin': 'https://secret.example.com',
        'access-control-expose-headers': 'x-secret, retry-after',
      };
      const body = withNames(await response.json());
      return Response.json(body, { status: response.status === 422 ? 409 : response.status, headers });
    },
  };
  await using served = await serve(server);
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'conformance-')), 'report.md');
  const { code, output } = await runWith(served.url, ['--yes', ...fast, '--report', file]);
  expect(code).toBe(1);
  const report = readFileSync(file, 'utf8');
  expect(report.match(/does not hold\*\*: /g)?.length).toBeGreaterThan(10);
  expect(report.match(/other: /g)?.length).toBeGreaterThan(5);
  expect(report).not.toMatch(identifying);
  expect(output).not.toMatch(identifying);
});

/** A body with a name and an id wherever one can be. */
function withNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNames);
  if (!isObject(value)) return value;
  const changed = Object.entries(value).map(([name, inner]) => {
    if (name === 'code') return [name, 'SECRET_CLINIC'];
    if (name === 'status' || name === 'scope' || name === 'dns_status') return [name, 'SecretClinicLtd'];
    if (name === 'slug' && String(inner).includes('sons')) return [name, `secret-${inner}`];
    return [name, withNames(inner)];
  });
  return { ...Object.fromEntries(changed), [`secret_${ownWorkspace}`]: 1, errors: { secret_field: ['tnt_secret'] } };
}

test.each([
  ['a line break', `${apiKey}\nx`],
  ['a space', `${apiKey} x`],
  ['a letter beyond ASCII', `${apiKey}é`],
])('a key with %s is refused, and not shown', async (_, key) => {
  const emulator = organization();
  await using served = await serve(emulator);
  const { code, output } = await runWith(served.url, ['--yes', ...fast], undefined, key);
  expect(code).toBe(2);
  expect(output).toMatch(/^MIOSA_API_KEY has /);
  expect(output).not.toMatch(identifying);
  expect(emulator.requests).toEqual([]);
});

test('an address with a password is refused, and not shown', async () => {
  const { code, output } = await runWith('https://user:secret@api.miosa.ai/api/v1', ['--yes', ...fast]);
  expect([code, output]).toEqual([2, 'MIOSA_BASE_URL must not hold a password.']);
});

test('a key or an id in the address is not shown', async () => {
  const { code, output } = await runWith(`http://${apiKey}.${ownWorkspace}.invalid/api/v1`, ['--yes', ...fast]);
  expect(code).toBe(2);
  expect(output).toContain('No response arrived');
  expect(output).not.toMatch(identifying);
});

test('responses that say nothing about the API break no fact', async () => {
  const emulator = organization();
  let count = 0;
  const server = otherwise(emulator, ({ method }, place) =>
    place !== '/workspaces' && method !== 'DELETE' && ++count > 60 && count % 7 < 2 ? refusal(503) : undefined,
  );
  await using served = await serve(server);
  const { code, output } = await runWith(served.url, ['--yes', ...fast]);
  expect(output).toMatch(/not checked: the server responds with 503/);
  expect(code).toBe(0);
});

test('a key that may not set domains breaks no fact', async () => {
  const emulator = organization();
  await using served = await serve(otherwise(emulator, ({ method }) => (method === 'PUT' ? refusal(403) : undefined)));
  const { code, output } = await runWith(served.url, ['--yes', ...fast]);
  expect(output).toMatch(/preview-domain\.set .*not checked: .*403 FORBIDDEN/);
  expect(code).toBe(0);
});

test('when the network goes, what is known is reported', async () => {
  const emulator = organization();
  const server = await serve(emulator, (count) => (count === 100 ? server.close() : undefined));
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'conformance-')), 'report.md');
  const { code, output } = await runWith(server.url, ['--yes', ...fast, '--report', file]);
  expect(code).toBe(2);
  expect(output).toMatch(/No response arrived after \d+ requests: .*\.$/);
  const report = readFileSync(file, 'utf8');
  expect(report).toMatch(/\| lists\.size \|.*\| 21 \| 21 \|/);
  expect(report).toMatch(/not checked: no response arrived/);
});

test('it says about how many requests it sends', async () => {
  for (const mode of ['--yes', '--read-only']) {
    const emulator = organization();
    await using served = await serve(emulator);
    const { output } = await runWith(served.url, [mode, ...fast]);
    const estimated = Number(/about (\d+) requests/.exec(output)?.[1]);
    expect(Math.abs(estimated - emulator.requests.length)).toBeLessThan(5);
  }
});
