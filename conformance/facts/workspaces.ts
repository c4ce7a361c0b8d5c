import type { Api } from '../support/api.ts';
import {
  describe,
  expect,
  expectStatus,
  expectStored,
  isObject,
  isSuccess,
  listIn,
  NotSeen,
  objectIn,
} from '../support/seen.ts';
import { docs, type Fact, sdk } from '../support/types.ts';

const page = docs('api-reference/workspaces');
const types = sdk('miosa-typescript src/resources/workspaces.ts');

/** Workspaces. */
export const facts: readonly Fact[] = [
  {
    id: 'workspaces.list',
    sentence: '`GET /workspaces` responds with a list of workspaces with `id` and `name`.',
    source: types,
    readsOnly: true,
    check: async ({ api, lab }) => {
      await lab.sampleWorkspace();
      const answer = await api.get('/workspaces');
      expectStatus(answer);
      const list = listIn(answer);
      expect(list !== undefined, 'no list');
      expect(
        list.every(({ id, name }) => typeof id === 'string' && typeof name === 'string'),
        'one without id or name',
      );
    },
  },
  {
    id: 'workspaces.create',
    sentence: '`POST /workspaces` takes `name` and `slug`, and responds with the workspace.',
    source: types,
    check: async ({ lab }) => {
      const [name, slug] = [lab.unique(), lab.unique()];
      const answer = await lab.createWorkspace({ name, slug });
      expectStatus(answer);
      const workspace = objectIn(answer);
      expect(typeof workspace['id'] === 'string', 'no id');
      expectStored(workspace, { name });
    },
  },
  {
    id: 'workspaces.create.name-required',
    sentence: 'A workspace needs a `name`.',
    source: page,
    check: async ({ lab }) => {
      const answer = await lab.createWorkspace({ name: undefined });
      expect([400, 422].includes(answer.status), describe(answer));
    },
  },
  {
    id: 'workspaces.get',
    sentence: '`GET /workspaces/{id}` responds with the workspace.',
    source: types,
    readsOnly: true,
    check: async ({ api, lab }) => {
      const { id, name } = await lab.sampleWorkspace();
      const answer = await api.get(`/workspaces/${id}`);
      expectStatus(answer);
      expectStored(objectIn(answer), { id, name });
    },
  },
  {
    id: 'workspaces.update',
    sentence: '`PATCH /workspaces/{id}` changes `name`, `description` and `metadata`.',
    source: types,
    check: async ({ api, lab }) => {
      const { id } = await lab.newWorkspace();
      const changes = { name: lab.unique(), description: 'After', metadata: { tier: 'gold' } };
      expectStatus(await api.patch(`/workspaces/${id}`, changes));
      expectStored(objectIn(await api.get(`/workspaces/${id}`)), changes);
    },
  },
  {
    id: 'workspaces.settings',
    sentence: '`PUT /workspaces/{id}/settings` takes an object.',
    source: page,
    check: async ({ api, lab }) => {
      const { id } = await lab.workspace();
      expectStatus(await api.put(`/workspaces/${id}/settings`, { conformance: 1 }));
    },
  },
  {
    id: 'workspaces.stats',
    sentence: '`GET /workspaces/{id}/stats` responds with an object.',
    source: page,
    readsOnly: true,
    check: async ({ api, lab }) => {
      const { id } = await lab.sampleWorkspace();
      const answer = await api.get(`/workspaces/${id}/stats`);
      expect(isSuccess(answer) && isObject(answer.body), describe(answer));
    },
  },
  {
    id: 'workspaces.delete.dry-run',
    sentence: '`DELETE /workspaces/{id}?dry_run=true` deletes nothing.',
    source: sdk('miosa-cli src/client.ts'),
    check: async ({ api, lab }) => {
      const { id } = await lab.newWorkspace();
      await api.delete(`/workspaces/${id}?dry_run=true`);
      expectStatus(await api.get(`/workspaces/${id}`));
    },
  },
  {
    id: 'workspaces.delete',
    sentence: '`DELETE /workspaces/{id}` deletes an empty workspace.',
    source: page,
    check: async ({ api, lab }) => {
      const { id } = await lab.newWorkspace();
      await expectDeleted(api, id, '');
    },
  },
  {
    id: 'workspaces.delete.force',
    sentence: '`DELETE /workspaces/{id}?force=true` deletes one that has projects.',
    source: sdk('miosa-cli src/client.ts'),
    check: async ({ api, lab }) => {
      const { id } = await lab.newWorkspace();
      await lab.newProject({ workspace_id: id });
      await expectDeleted(api, id, '?force=true');
    },
  },
];

async function expectDeleted(api: Api, id: string, query: string): Promise<void> {
  const answer = await api.delete(`/workspaces/${id}${query}`);
  expectStatus(answer);
  const { status } = await api.get(`/workspaces/${id}`);
  if (answer.status === 202 && status === 200) throw new NotSeen('the server deletes it later');
  expect(status === 404, `${status} afterwards`);
}
