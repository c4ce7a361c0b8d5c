import { expectStatus, expectStored, type Fields, objectIn } from '../support/seen.ts';
import { type Context, type Fact, seed } from '../support/types.ts';

const before = { name: 'Before', description: 'Before', metadata: { a: 1, b: { c: 2 } } };

/** `PATCH /projects/{id}`, seen by what a GET shows afterwards. */
export const facts: readonly Fact[] = [
  update('name', 'changes `name`, and nothing else', () => ({ name: 'After' })),
  update('slug', 'changes `slug`', (unique) => ({ slug: unique })),
  update('description', 'changes `description`', () => ({ description: 'After' })),
  update('description.null', 'clears `description` with null', () => ({ description: null })),
  update('external_project_id', 'changes `external_project_id`', (unique) => ({ external_project_id: unique })),
  update('external_workspace_id', 'changes `external_workspace_id`', (unique) => ({ external_workspace_id: unique })),
  update('metadata', 'replaces `metadata`, and does not merge it', () => ({ metadata: { b: { d: 3 } } })),
  update('settings', 'replaces `settings`, and does not merge it', () => ({ settings: { theme: 'dark' } })),
];

function update(id: string, sentence: string, changesOf: (unique: string) => Fields): Fact {
  return {
    id: `projects.update.${id}`,
    sentence: `\`PATCH /projects/{id}\` ${sentence}.`,
    source: seed,
    check: async ({ api, lab }: Context) => {
      const changes = changesOf(lab.unique());
      const project = await lab.newProject(before);
      if (id === 'settings') await api.patch(`/projects/${project.id}`, { settings: { language: 'en' } });
      expectStatus(await api.patch(`/projects/${project.id}`, changes));
      expectStored(objectIn(await api.get(`/projects/${project.id}`)), { ...before, ...changes });
    },
  };
}
