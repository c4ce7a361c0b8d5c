import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createMiosaEmulator } from 'miosa-client/testing';
import { describe, expect, test } from 'vitest';
import { clientWith } from '../support/client.ts';
import { collect } from '../support/collect.ts';
import { everyMethod } from '../support/every-method.ts';
import { inTurn, type Reply, replyWith } from '../support/replies.ts';
import { ids, wireProject } from '../support/seed.ts';

const tenantOf = ({ headers }: RequestInit) => new Headers(headers).get('x-miosa-tenant');

/** A `fetch` that succeeds, and the tenants of its requests. */
function recordTenants(...replies: readonly Reply[]) {
  const tenants: (string | null)[] = [];
  const reply = inTurn(...replies);
  const fetch: Reply = (url, init) => {
    tenants.push(tenantOf(init));
    return reply(url, init);
  };
  return { fetch, tenants };
}

describe.each(Object.entries(everyMethod))('%s', (_, { call, replies }) => {
  test('acts in the organization of the call, else of the client', async () => {
    const tenantsOf = async (options: { tenant?: string | null | undefined } | undefined) => {
      const { fetch, tenants } = recordTenants(...replies.map((body) => replyWith(body)));
      await call(clientWith({ tenant: 'cliniciq', fetch }), options);
      return new Set(tenants);
    };
    expect(await tenantsOf({ tenant: 'other' })).toEqual(new Set(['other']));
    expect(await tenantsOf({ tenant: null })).toEqual(new Set([null]));
    expect(await tenantsOf({ tenant: undefined })).toEqual(new Set(['cliniciq']));
    expect(await tenantsOf(undefined)).toEqual(new Set(['cliniciq']));
  });
});

test('an ensure that has to look, a wait and a list stay in the organization of the call', async () => {
  const page = (number: number) =>
    replyWith({ data: [{ ...wireProject, id: `${number}` }], meta: { page: number, per_page: 1, total: 3 } });
  const { fetch, tenants } = recordTenants(
    replyWith({}, 409),
    replyWith({ data: [{ id: ids.workspace, name: 'Clinic', slug: 'clinic' }] }),
    replyWith({ verified: false }),
    replyWith({ verified: true }),
    page(1),
    page(2),
    page(3),
  );
  const miosa = clientWith({ tenant: 'cliniciq', fetch });
  const options = { tenant: 'other' };
  await miosa.workspaces.ensure({ slug: 'clinic', name: 'Clinic' }, options);
  await miosa.previewDomain.waitUntilReady({ projectId: ids.project }, { ...options, interval: 1 });
  expect(await collect(miosa.projects.list({}, options))).toHaveLength(3);
  expect(tenants).toEqual(Array(7).fill('other'));
});

test('the organization of a call stays the same through its retries', async () => {
  const { fetch, tenants } = recordTenants(replyWith({ retry_after_ms: 1 }, 503), replyWith(wireProject));
  await clientWith({ tenant: 'cliniciq', fetch }).projects.get(ids.project, { tenant: 'other' });
  expect(tenants).toEqual(['other', 'other']);
});

test('of two organizations that share a client, no request of one names the other', async () => {
  const running = new AsyncLocalStorage<string>();
  const emulators = new Map(
    ['one', 'two'].map((tenant) => [
      tenant,
      createMiosaEmulator({
        workspaces: [{ name: 'Dr. Smith Clinic' }],
        faults: { seed: 7, rate: 0.3, kinds: ['drop-after', '503', 'rate-limit'], hintMs: 2 },
      }),
    ]),
  );
  const requests: [caller: string | undefined, header: string | null][] = [];
  const fetch: Reply = async (url, init) => {
    const tenant = tenantOf(init);
    requests.push([running.getStore(), tenant]);
    await sleep(Math.random() * 3);
    return emulators.get(String(tenant))?.fetch(url, init) ?? Response.json({}, { status: 404 });
  };
  const miosa = clientWith({ fetch, maxRetries: 10 });
  const ensure = (tenant: string, index: number) =>
    running.run(tenant, () =>
      miosa.projects.ensure(
        { workspaceSlug: 'dr-smith-clinic', name: `Project ${index}`, slug: `${tenant}-${index % 25}` },
        { tenant },
      ),
    );
  await Promise.all(Array.from({ length: 50 }, (_, index) => [ensure('one', index), ensure('two', index)]).flat());

  expect(requests.length).toBeGreaterThanOrEqual(100);
  expect(requests.filter(([caller, header]) => caller !== header)).toEqual([]);
  for (const tenant of ['one', 'two']) {
    const slugs = (await miosa.projects.list({}, { tenant })).data.map(({ slug }) => slug).sort();
    expect(slugs).toEqual(Array.from({ length: 25 }, (_, index) => `${tenant}-${index}`).sort());
  }
});
