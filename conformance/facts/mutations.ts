import type { Lab } from '../support/lab.ts';
import { expect, expectStatus, type Fields, isSame } from '../support/seen.ts';
import { docs, type Fact, seed } from '../support/types.ts';

const kinds = ['sandboxes', 'computers', 'deployments', 'databases'];
const ownOnly = 'creates a resource that may cost money';

/** Idempotency, and what is created inside of projects. */
export const facts: readonly Fact[] = [
  {
    id: 'idempotency.replay',
    sentence: 'A mutation with an `Idempotency-Key` that was used responds as the first one did, and does nothing.',
    source: docs('api-reference'),
    check: async ({ lab }) => {
      const headers = { 'idempotency-key': crypto.randomUUID() };
      const fields = { name: 'Once', external_project_id: lab.unique() };
      const [first, second] = [await lab.createProject(fields, headers), await lab.createProject(fields, headers)];
      expectStatus(first);
      const { length } = await lab.projectsWith('external_project_id', fields.external_project_id);
      expect(length === 1, `${length} projects were created`);
      expect(second.status === first.status && isSame(second.body, first.body), `another response: ${second.status}`);
    },
  },
  ...kinds.flatMap((kind): Fact[] => [
    {
      id: `ownership.ids.${kind}`,
      sentence: `\`POST /${kind}\` takes \`workspace_id\`, \`project_id\` and both external ids.`,
      source: seed,
      ownOnly,
      check: async ({ api, lab }) => {
        const [{ id: workspace_id }, { id: project_id }] = [await lab.workspace(), await lab.newProject()];
        const external = { external_workspace_id: lab.name, external_project_id: lab.unique() };
        expectStatus(await api.post(`/${kind}`, { workspace_id, project_id, ...external }));
      },
    },
    {
      id: `ownership.slugs.${kind}`,
      sentence: `\`POST /${kind}\` takes slugs and names instead of ids.`,
      source: seed,
      ownOnly,
      check: async ({ api, lab }) => {
        const project_slug = lab.unique();
        await lab.newProject({ slug: project_slug });
        expectStatus(await api.post(`/${kind}`, { ...bySlug(lab), project_slug, project_name: 'Conformance' }));
      },
    },
    {
      id: `ownership.creates.${kind}`,
      sentence: `\`POST /${kind}\` creates a project that it does not find.`,
      source: docs('platform/attribution'),
      ownOnly,
      check: async ({ api, lab }) => {
        await lab.workspace();
        const project_slug = lab.unique();
        expectStatus(await api.post(`/${kind}`, { ...bySlug(lab), project_slug, project_name: 'Named' }));
        expect((await lab.projectsWith('slug', project_slug)).length === 1, 'there is no such project');
      },
    },
  ]),
];

function bySlug({ name }: Lab): Fields {
  return { workspace_slug: name, workspace_name: name };
}
