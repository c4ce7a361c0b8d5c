import type { Browser } from 'playwright-core';
import { rowFrom } from '../runtimes/outcomes.ts';
import { loadTesting } from '../runtimes/servers.ts';
import { type Check, type Row, tryAll } from '../support/check.ts';
import type { Installation } from '../support/project.ts';
import { insecureHost } from './chromium.ts';
import { serveSite } from './site.ts';
import { expectNone, quietChecks, type Visit, visit } from './visit.ts';

/** What arrived at the emulator. */
interface Arrivals {
  /** The headers of each request. */
  readonly requests: readonly Readonly<Record<string, string>>[];
  readonly preflights: number;
}

/** One page, and what must hold after a visit. */
interface Scenario {
  readonly subject: string;
  /** The name that the page's script knows it by. */
  readonly name: string;
  readonly host?: string;
  readonly checks: (visit: Visit, arrivals: Arrivals) => Check[];
}

const scenarios: readonly Scenario[] = [
  {
    subject: 'A token, across origins',
    name: 'across-origins',
    checks: (visit, { requests, preflights }) => [
      ...quietChecks(visit),
      { name: 'the browser sent preflights', run: () => expectSome(preflights) },
      {
        name: 'the browser kept its own User-Agent',
        run: () =>
          expectNone(requests.flatMap(({ 'user-agent': name = '' }) => (/^Mozilla\//.test(name) ? [] : [name]))),
      },
    ],
  },
  {
    subject: 'A proxy on the same origin',
    name: 'proxy',
    checks: (visit, { requests, preflights }) => [
      ...quietChecks(visit),
      { name: 'the proxy sent it on', run: () => expectSome(requests.length) },
      { name: 'there were no preflights', run: () => expectNone(preflights === 0 ? [] : [`${preflights} preflights`]) },
    ],
  },
  {
    subject: 'Refusals',
    name: 'refusals',
    checks: ({ violations, failures }) => [
      { name: 'the page violates no policy', run: () => expectNone(violations) },
      { name: 'no request is reported as failed', run: () => expectNone(failures) },
    ],
  },
  {
    subject: 'A secret key',
    name: 'secret-key',
    checks: (visit, { requests }) => [
      ...quietChecks(visit),
      {
        name: 'it was sent where it was allowed, and nowhere else',
        run: () => expectNone(requests.length === 1 ? [] : [`${requests.length} requests`]),
      },
    ],
  },
  {
    subject: 'An insecure origin',
    name: 'insecure-origin',
    host: insecureHost,
    checks: (visit) => quietChecks(visit),
  },
  {
    subject: 'The policy itself',
    name: 'the-policy-itself',
    checks: ({ violations, errors }) => [
      { name: 'a violation is noticed', run: () => expectSome(violations.length) },
      { name: 'an error on the console is noticed', run: () => expectSome(errors.length) },
    ],
  },
];

/** Visits each page, and checks what it says about itself and what could be seen of it. */
export async function tryScenarios(installation: Installation, browser: Browser, script: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const scenario of scenarios) {
    rows.push(await rowFrom(scenario.subject, browser.version(), () => play(scenario, installation, browser, script)));
  }
  return rows;
}

async function play(
  { name, host = '127.0.0.1', checks }: Scenario,
  installation: Installation,
  browser: Browser,
  script: string,
): Promise<Row['outcomes']> {
  const { createMiosaEmulator, listen } = await loadTesting(installation);
  const emulator = createMiosaEmulator({
    apiKeys: ['tok_short_lived', 'msk_live_secret'],
    workspaces: [{ id: '550e8400-e29b-41d4-a716-446655440000', name: 'Dr. Smith Clinic' }],
  });
  let preflights = 0;
  const api = await listen({
    handle: (request) => {
      if (request.method === 'OPTIONS') preflights += 1;
      return emulator.handle(request);
    },
  });
  const site = await serveSite(script, { target: api.url, apiKey: 'msk_live_secret' });
  try {
    const query = new URLSearchParams({ scenario: name, api: api.url });
    const visited = await visit(browser, `http://${host}:${site.port}/?${query}`);
    const requests = emulator.requests.map(({ headers }) => headers);
    const { outcomes } = await tryAll(name, '', checks(visited, { requests, preflights }));
    return [...visited.outcomes, ...outcomes];
  } finally {
    site.close();
    await api.close();
  }
}

function expectSome(count: number): void {
  if (count === 0) throw new Error('There were none.');
}
