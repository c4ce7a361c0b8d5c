import type { Answer } from '../support/api.ts';
import {
  allowed,
  codeOf,
  describe,
  type Fields,
  fieldsOf,
  isSame,
  isSuccess,
  objectIn,
  placeOf,
  successful,
} from '../support/seen.ts';
import { type Question, sameFor } from '../support/types.ts';
import { read, readBack, rejects } from './sentences.ts';

/** Projects: answers, slugs, selectors, limits. */
export const questions: readonly Question[] = [
  {
    id: 'projects.get.envelope',
    sentence: 'What holds the project in the body of `GET /projects/{id}`?',
    answers: sameFor(read, 'bare', 'data', 'project'),
    readsOnly: true,
    probe: async ({ api, lab }) => placeOf(successful(await api.get(`/projects/${(await lab.sampleProject()).id}`))),
  },
  {
    id: 'projects.update.answer',
    sentence: 'What does `PATCH /projects/{id}` respond with?',
    answers: {
      '200 bare': read,
      '200 data': read,
      '200 project': read,
      '204 none': '`update` rejects with `MiosaResponseError`: the change was made, and there is no project to give.',
    },
    probe: async ({ api, lab }) => {
      const answer = successful(await api.patch(`/projects/${(await lab.newProject()).id}`, { name: 'After' }));
      return `${answer.status} ${placeOf(answer)}`;
    },
  },
  {
    id: 'projects.delete',
    sentence: 'What does `DELETE /projects/{id}` respond with?',
    answers: sameFor('There is no such method; `miosa.request` can send it.', '404', '405', '200', '204'),
    probe: async ({ api, lab }) => String(allowed(await api.delete(`/projects/${(await lab.newProject()).id}`)).status),
  },
  {
    id: 'projects.move',
    sentence: 'What does `workspace_id` do in an update?',
    answers: sameFor('`update` does not take it, and says so.', 'nothing', 'moves it', 'rejected'),
    probe: async ({ api, lab }) => {
      const [{ id }, { id: workspace_id }] = [await lab.newProject(), await lab.secondWorkspace()];
      if (!isSuccess(allowed(await api.patch(`/projects/${id}`, { name: 'After', workspace_id })))) return 'rejected';
      const project = objectIn(await api.get(`/projects/${id}`));
      return project['workspace_id'] === workspace_id ? 'moves it' : 'nothing';
    },
  },
  {
    id: 'projects.missing-name',
    sentence: 'What does `POST /projects` without a `name` respond with?',
    answers: sameFor(
      '`create` throws `MiosaConfigError` before anything is sent.',
      '422 VALIDATION_FAILED',
      '422 VALIDATION_ERROR',
      '400 MISSING_PARAM',
    ),
    probe: async ({ lab }) => describe(await lab.createProject({ name: undefined, slug: lab.unique() })),
  },
  ...(
    [
      ['upper case', (slug: string) => slug.toUpperCase()],
      ['an underscore', (slug: string) => `${slug}_a`],
      ['a space', (slug: string) => `${slug} a`],
      ['a letter beyond ASCII', (slug: string) => `${slug}-é`],
      ['300 characters', (slug: string) => slug.padEnd(300, 'a')],
    ] as const
  ).map(
    ([what, make]): Question => ({
      id: `slugs.${what.replaceAll(' ', '-')}`,
      sentence: `What happens to a slug with ${what}?`,
      answers: {
        kept: 'It works like any other.',
        rewritten:
          '`create` gives the project with its new slug; `ensure` rejects with `MiosaResponseError`, naming both.',
        rejected: `${rejects} \`ensure\` looks for the slug before.`,
      },
      probe: async ({ lab }) => {
        const slug = make(lab.unique());
        return storedAs(slug, await lab.createProject({ slug }), 'slug');
      },
    }),
  ),
  {
    id: 'slugs.derived',
    sentence: 'Which slug is derived from the name `Zoë & Sons <word>`?',
    answers: sameFor(readBack, 'zoe-sons-<word>', 'zo-sons-<word>', 'zoe-and-sons-<word>'),
    probe: async ({ lab }) => {
      const word = lab.unique();
      const { slug } = await lab.newProject({ name: `Zoë & Sons ${word}`, slug: undefined });
      return String(slug).replace(word, '<word>');
    },
  },
  {
    id: 'slugs.derived.taken',
    sentence: 'What happens to a derived slug that is taken?',
    answers: { numbered: readBack, 'another ending': readBack, rejected: rejects },
    probe: async ({ lab }) => {
      const name = lab.unique();
      const { slug } = await lab.newProject({ name, slug: undefined });
      const answer = await lab.createProject({ name });
      if (!isSuccess(answer)) return 'rejected';
      const ending = String(objectIn(answer)['slug']).replace(String(slug), '');
      return /^-\d$/.test(ending) ? 'numbered' : /^-/.test(ending) ? 'another ending' : 'another slug';
    },
  },
  ...(
    [
      ['status', 'status', ['409', '422', '400'], ({ status }: Answer) => String(status)],
      ['code', 'code', ['VALIDATION_FAILED', 'VALIDATION_ERROR', 'SLUG_TAKEN', 'CONFLICT'], codeOf],
      ['field', 'field is blamed', ['slug', 'workspace_id', 'tenant_id', 'none'], blamedField],
    ] as const
  ).map(
    ([part, what, known, partOf]): Question => ({
      id: `slugs.taken.${part}`,
      sentence: `Which ${what} when a new project has a slug that is taken?`,
      answers: sameFor('`ensure` finds the project that has the slug.', ...known),
      probe: async ({ lab }) => {
        const slug = lab.unique();
        const { id } = await lab.newProject({ slug });
        const answer = await lab.createProject({ slug });
        if (!isSuccess(answer)) return partOf(answer) ?? 'none';
        return objectIn(answer)['id'] === id ? 'the existing project' : 'created under another slug';
      },
    }),
  ),
  ...(
    [
      ['id-or-slug', 'workspace_id', 'workspace_slug'],
      ['id-or-external-id', 'workspace_id', 'external_workspace_id'],
      ['slug-or-external-id', 'workspace_slug', 'external_workspace_id'],
    ] as const
  ).map(
    ([id, ...names]): Question => ({
      id: `selectors.${id}`,
      sentence: `Which one wins when \`${names.join('` and `')}\` name two workspaces?`,
      answers: sameFor(
        names[1] === 'workspace_slug'
          ? 'The client does not send both.'
          : 'The client sends both where both are given, and gives the project that the API made.',
        ...names,
        'rejected',
      ),
      probe: async ({ lab }) => {
        const first = await lab.workspace();
        const second = await lab.once('workspace with external id', async () => {
          const external_workspace_id = lab.unique();
          const slug = lab.unique();
          await lab.newWorkspace({ slug, external_workspace_id });
          return { slug, external_workspace_id };
        });
        const values: Fields = {
          workspace_id: first.id,
          workspace_slug: names[0] === 'workspace_slug' ? lab.name : second.slug,
          external_workspace_id: second.external_workspace_id,
        };
        const selectors = Object.fromEntries(names.map((name) => [name, values[name]]));
        const answer = await lab.sendProject({ ...selectors, name: 'Both', slug: lab.unique() });
        if (!isSuccess(answer)) return 'rejected';
        return objectIn(answer)['workspace_id'] === first.id ? names[0] : names[1];
      },
    }),
  ),
  ...['name', 'slug', 'external_project_id', 'external_workspace_id', 'metadata', 'settings'].map(
    (name): Question => ({
      id: `null.${name}`,
      sentence: `What does null do to \`${name}\` in an update?`,
      answers: sameFor(
        name === 'metadata' || name === 'settings'
          ? '`update` throws before anything is sent.'
          : 'The types do not offer it; null is sent where it is given nevertheless.',
        ...['clears it', 'nothing', 'rejected'],
      ),
      probe: async ({ api, lab }) => {
        const external = { external_project_id: lab.unique(), external_workspace_id: lab.name };
        const { id } = await lab.newProject({ ...external, metadata: { a: 1 } });
        await api.patch(`/projects/${id}`, { settings: { a: 1 } });
        const before = objectIn(await api.get(`/projects/${id}`))[name];
        if (!isSuccess(allowed(await api.patch(`/projects/${id}`, { [name]: null })))) return 'rejected';
        return isSame(objectIn(await api.get(`/projects/${id}`))[name], before) ? 'nothing' : 'clears it';
      },
    }),
  ),
  {
    id: 'limits.name',
    sentence: 'What happens to a name of 300 characters?',
    answers: { kept: 'It works like any other.', rewritten: readBack, rejected: rejects },
    probe: async ({ lab }) => {
      const name = 'n'.repeat(300);
      return storedAs(name, await lab.createProject({ name, slug: lab.unique() }), 'name');
    },
  },
  {
    id: 'limits.metadata',
    sentence: 'What happens to `metadata` with 100 keys and 20 levels?',
    answers: { kept: 'It works like any other.', rewritten: readBack, rejected: rejects },
    probe: async ({ lab }) => {
      let metadata: Fields = Object.fromEntries(Array.from({ length: 100 }, (_, key) => [`key${key}`, key]));
      for (let level = 0; level < 20; level++) metadata = { inner: metadata };
      return storedAs(metadata, await lab.createProject({ metadata, slug: lab.unique() }), 'metadata');
    },
  },
  {
    id: 'external-ids.projects',
    sentence: 'May two projects of a workspace have the same `external_project_id`?',
    answers: {
      yes: 'Both are created; `ensure` tells them by their slugs.',
      ...sameFor(rejects, '409 CONFLICT', '422 VALIDATION_FAILED'),
    },
    probe: async ({ lab }) => {
      const external_project_id = lab.unique();
      await lab.newProject({ external_project_id });
      const answer = await lab.createProject({ slug: lab.unique(), external_project_id });
      return isSuccess(answer) ? 'yes' : describe(answer);
    },
  },
  {
    id: 'external-ids.inherited',
    sentence: 'Which `external_workspace_id` does a project have for which none was sent?',
    answers: sameFor(readBack, "its workspace's", 'null'),
    probe: async ({ lab }) => {
      const { external_workspace_id: external = null } = await lab.newProject();
      return external === lab.name ? "its workspace's" : external === null ? 'null' : 'another';
    },
  },
];

/** Whether a value that was sent is stored. */
function storedAs(sent: unknown, answer: Answer, name: string): string {
  if (!isSuccess(answer)) return 'rejected';
  return isSame(objectIn(answer)[name], sent) ? 'kept' : 'rewritten';
}

/** The first field that an error names, where official clients have seen such names. */
function blamedField({ body }: Answer): string | undefined {
  const { errors, error, details } = fieldsOf(body);
  const places = [errors, fieldsOf(error)['details'], details].filter((place) => place !== undefined);
  const names = places.flatMap((place) =>
    Array.isArray(place)
      ? place.map((item) => fieldsOf(item)['field'] ?? fieldsOf(item)['path'])
      : Object.keys(fieldsOf(place)),
  );
  return names.find((name): name is string => typeof name === 'string');
}
